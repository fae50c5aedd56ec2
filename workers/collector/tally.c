/* tally.c - a small table, looked through from its start. */
#include "workers/collector/tally.h"

void tally_add(struct tally *tally, uint64_t key_id, enum code code, struct instant now)
{
        const struct code_row *row = code_row(code);
        const bool is_last = tally->n >= TALLY_MAX - 1;

        invariant(row);
        if (row->cost == CODE_RETRY)
                return;
        for (size_t i = 0; i < tally->n; i++)
                if ((tally->at[i].key_id == key_id && tally->at[i].code == code) || i == TALLY_MAX - 1) {
                        tally->at[i].count++;
                        return;
                }
        tally->at[tally->n++] = (struct refused_sum){is_last ? 0 : key_id, code, 1, (uint64_t)now.ms};
}
