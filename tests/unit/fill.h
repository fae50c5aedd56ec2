/* fill.h - test data for any shape: every field set, every value another. */
#ifndef DUBAN_TESTS_FILL_H
#define DUBAN_TESTS_FILL_H

#include "proto/rows.h"

/* Fills the plain struct of the shape; lists get two items. The same `*seed` gives the same values; it is
 * moved on. The result is valid: it decodes again. */
void fill_shape(const struct shape *, struct arena *, unsigned *seed, void *plain);
/* An event of the kind in that row of shape_event. */
void fill_event(size_t row, struct arena *, unsigned *seed, struct event *ret_event);
/* Deep comparison of two plain structs. */
bool fill_same(const struct shape *, const void *a, const void *b);

#endif
