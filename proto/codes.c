/* codes.c - the table of refusals. */
#include "proto/codes.h"

#include <stddef.h>

static const struct code_row ROWS[] = {
#define X(number, name, cost, zh, en) {CODE_##name, #name, cost, zh, en},
        CODES(X)
#undef X
};

const struct code_row *code_at(unsigned i)
{
        return i < sizeof ROWS / sizeof ROWS[0] ? &ROWS[i] : NULL;
}

const struct code_row *code_row(unsigned code)
{
        for (unsigned i = 0; code_at(i); i++)
                if ((unsigned)ROWS[i].code == code)
                        return &ROWS[i];
        return NULL;
}
