/* dice.h - the only source of chance in a simulated year: the same seed throws the same dice everywhere.
 *
 * Whoever decides something throws dice made for just that decision (seed, who, when). So what one actor does
 * does not depend on how often another one has thrown, and a year with an outage in it stays comparable with
 * the same year without. Pure. */
#ifndef DUBAN_SIM_DICE_H
#define DUBAN_SIM_DICE_H

#include <stdbool.h>
#include <stdint.h>

struct dice { /* xoshiro256** */
        uint64_t s[4];
};

struct dice dice_of(uint64_t seed, uint64_t who, uint64_t when);
uint64_t dice_next(struct dice *);
uint32_t dice_below(struct dice *, uint32_t n); /* 0 .. n-1; n > 0 */
uint32_t dice_between(struct dice *, uint32_t low, uint32_t high); /* both included */
bool dice_chance(struct dice *, uint32_t per_mille);

#endif
