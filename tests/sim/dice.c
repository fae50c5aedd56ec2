/* dice.c - xoshiro256** by Blackman and Vigna, its state filled by splitmix64. */
#include "tests/sim/dice.h"

static uint64_t mixed(uint64_t *at)
{
        uint64_t z = (*at += 0x9e3779b97f4a7c15);

        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
}

struct dice dice_of(uint64_t seed, uint64_t who, uint64_t when)
{
        struct dice dice;
        uint64_t at = seed;

        at = mixed(&at) ^ who;
        at = mixed(&at) ^ when;
        for (int i = 0; i < 4; i++)
                dice.s[i] = mixed(&at);
        return dice;
}

static uint64_t rotated(uint64_t x, int by)
{
        return (x << by) | (x >> (64 - by));
}

uint64_t dice_next(struct dice *dice)
{
        uint64_t *s = dice->s;
        const uint64_t result = rotated(s[1] * 5, 7) * 9;
        const uint64_t t = s[1] << 17;

        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = rotated(s[3], 45);
        return result;
}

uint32_t dice_below(struct dice *dice, uint32_t n)
{
        return (uint32_t)((dice_next(dice) >> 32) * n >> 32);
}

uint32_t dice_between(struct dice *dice, uint32_t low, uint32_t high)
{
        return low + dice_below(dice, high - low + 1);
}

bool dice_chance(struct dice *dice, uint32_t per_mille)
{
        return dice_below(dice, 1000) < per_mille;
}
