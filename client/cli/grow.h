/* grow.h - lists that grow in an arena. */
#ifndef DUBAN_CLI_GROW_H
#define DUBAN_CLI_GROW_H

#include "lib/base/arena.h"

/* The list of n items with room for `more` behind them: `at` itself, or its copy in twice the place (the old place
 * stays in the arena). NULL past the arena's budget; *room is then as it was. */
void *grow(struct arena *, void *at, size_t n, size_t more, size_t *room, size_t size) CHECKED;

#endif
