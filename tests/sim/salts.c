/* salts.c - libsodium's randombytes with dice inside. */
#include "tests/sim/salts.h"

#include <sodium.h>

#include "tests/sim/dice.h"

static struct dice dice; /* libsodium asks without a context */

static const char *name(void)
{
        return "dice";
}

static uint32_t one(void)
{
        return (uint32_t)dice_next(&dice);
}

static void many(void *const at, const size_t size)
{
        uint8_t *bytes = at;

        for (size_t i = 0; i < size; i++)
                bytes[i] = (uint8_t)dice_next(&dice);
}

void salts_from(uint64_t seed)
{
        static randombytes_implementation implementation = {.implementation_name = name, .random = one, .buf = many};

        dice = dice_of(seed, 0, 0);
        randombytes_set_implementation(&implementation);
}
