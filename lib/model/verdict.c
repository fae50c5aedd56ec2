/* verdict.c - the order of verdicts. */
#include "lib/model/verdict.h"

static const int RANK[VERDICT_COUNT] = {
        [VERDICT_SUSPENDED] = 0, [VERDICT_OVERDUE] = 1,     [VERDICT_SERIOUSLY_BEHIND] = 2, [VERDICT_BEHIND] = 3,
        [VERDICT_UNKNOWN] = 4,   [VERDICT_UNSPECIFIED] = 4, [VERDICT_ON_PACE] = 5,          [VERDICT_AHEAD] = 6,
        [VERDICT_OVER_HALF] = 7, [VERDICT_COMPLETED] = 8,
};

int verdict_rank(enum verdict_word word)
{
        return RANK[(unsigned)word < VERDICT_COUNT ? word : VERDICT_UNSPECIFIED];
}

bool verdict_is_bad(enum verdict_word word)
{
        return word == VERDICT_OVERDUE || word == VERDICT_SERIOUSLY_BEHIND || word == VERDICT_BEHIND;
}
