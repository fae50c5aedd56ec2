/* salts.h - the salts of the journal come from the seed, so that the chain hash of a whole year can be compared. */
#ifndef DUBAN_SIM_SALTS_H
#define DUBAN_SIM_SALTS_H

#include <stdint.h>

/* Before the first use of libsodium, and again for every year. */
void salts_from(uint64_t seed);

#endif
