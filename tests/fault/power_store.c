/* power_store.c - what has to hold of journal and state after any loss of power. */
#include "tests/fault/power_store.h"

#include "tests/contract/store_kit.h"
#include "tests/fault/power.h"

void power_store_step(struct journal *journal, struct state *state, uint32_t limit)
{
        struct applier *applier = NULL;
        uint64_t applied;

        POWER_MUST(applier_new(journal, state, &applier) == 0);
        POWER_MUST(applier_step(applier, limit, &applied) == 0);
        applier_free(applier);
}

static int open_state(const char *directory, struct state **ret_state)
{
        const struct state_options options = {directory, true, KIT_MAP_SIZE};

        return state_open(&options, ret_state);
}

struct state *power_store_open_state(const char *directory)
{
        struct state *state = NULL;

        POWER_MUST(open_state(directory, &state) == 0);
        return state;
}

struct journal *power_store_journal(const char *image, enum journal_mode mode, bool known)
{
        char directory[POWER_PATH + 32];
        const struct journal_options options = {directory, mode, false, KIT_MAP_SIZE};
        struct journal *journal = NULL;
        struct journal_flaw flaw;
        int r;

        snprintf(directory, sizeof directory, "%s/journal", image);
        r = journal_open(&options, &journal);
        if (r > 0 && !known)
                return NULL;
        POWER_MUST(r == 0);
        POWER_MUST(journal_verify(journal, 0, 0, NULL, NULL, &flaw) == 0);
        return journal;
}

/* When its making was cut short it may be refused: `duband rebuild` replaces it. */
void power_store_state(struct journal *journal, const char *image, bool known)
{
        char directory[POWER_PATH + 32];
        char where[256];
        struct state *state = NULL;
        struct state *fresh;
        int r;

        snprintf(directory, sizeof directory, "%s/state", image);
        r = open_state(directory, &state);
        if (r == STATE_FOREIGN && !known)
                return;
        POWER_MUST(r == 0);
        snprintf(directory, sizeof directory, "%s/fresh", image);
        fresh = power_store_open_state(directory);
        power_store_step(journal, state, 0);
        power_store_step(journal, fresh, 0);
        POWER_MUST(applier_compare(state, fresh, where, sizeof where) == 0);
        state_close(state);
        state_close(fresh);
}
