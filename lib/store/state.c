/* state.c - opening the state, and its readers. */
#include "lib/store/state.h"

#include <stdlib.h>

#include "lib/store/state_private.h"

static int outcome(int r)
{
        switch (r) {
        case ENV_FULL:
                return STATE_FULL;
        case ENV_ABSENT:
                return STATE_ABSENT;
        case ENV_BUSY:
                return STATE_BUSY;
        case ENV_FOREIGN:
                return STATE_FOREIGN;
        default:
                return r;
        }
}

int state_open(const struct state_options *options, struct state **ret_state)
{
        const struct env_options place = {
                .dir = options->dir,
                .write = options->write,
                .create = options->write,
                .map_size = options->map_size,
                .magic = "dubansta",
                .format = STATE_FORMAT,
        };
        struct state *state = calloc(1, sizeof *state);
        int r;

        if (!state)
                return err_fail("out of memory: state");
        state->write = options->write;
        r = env_open(&place, &state->env);
        if (r) {
                free(state);
                return outcome(r);
        }
        *ret_state = state;
        return 0;
}

struct state *state_close(struct state *state)
{
        if (state)
                env_close(&state->env);
        free(state);
        return NULL;
}

int state_reader_new(struct state *state, struct state_reader **ret_reader)
{
        struct state_reader *reader = calloc(1, sizeof *reader);

        if (!reader)
                return err_fail("out of memory: state reader");
        reader->snapshot.env = &state->env;
        *ret_reader = reader;
        return 0;
}

struct state_reader *state_reader_free(struct state_reader *reader)
{
        if (reader)
                snapshot_done(&reader->snapshot);
        free(reader);
        return NULL;
}

int state_read_begin(struct state_reader *reader)
{
        return snapshot_begin(&reader->snapshot);
}

void state_read_end(struct state_reader *reader)
{
        snapshot_end(&reader->snapshot);
}

uint64_t state_used_bytes(struct state *state)
{
        struct env_size size;

        return env_size(&state->env, &size) == 0 ? size.used_bytes : 0;
}

void state_tidy(struct state *state)
{
        env_tidy(&state->env);
}
