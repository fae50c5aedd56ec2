/* rows.h - the fixed-size rows of state/ as bytes: the struct's fields in order, big-endian, no padding.
 * Inside lib/store only. Pure. */
#ifndef DUBAN_STORE_ROWS_H
#define DUBAN_STORE_ROWS_H

#include "lib/store/state.h"

enum { ROWS_SIZE_MAX = 128 };

struct row_shape;

extern const struct row_shape ROWS_META; /* struct state_meta */
extern const struct row_shape ROWS_TASK; /* struct task_state */
extern const struct row_shape ROWS_STREAM; /* struct stream_state */
extern const struct row_shape ROWS_ALERT; /* struct alert_state */
extern const struct row_shape ROWS_AGENT; /* struct agent_state */
extern const struct row_shape ROWS_CURSOR; /* struct cursor without its name, which is the key */

/* Writes the row; returns its size, at most ROWS_SIZE_MAX. */
size_t rows_put(const struct row_shape *, const void *row, uint8_t at[ROWS_SIZE_MAX]);
/* False when the size is not the shape's. Fields without a place in the row are left alone. */
bool rows_get(const struct row_shape *, struct bytes, void *ret_row);

#endif
