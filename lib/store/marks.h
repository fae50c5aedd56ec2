/* marks.h - how far each role has come, for roles on this host to wait on.
 *
 * One page of shared memory (DATA/run/marks): head, applied, judged. A hint, never the truth: it is
 * rebuilt at every start, and whoever wakes looks at the journal itself. Any thread, any process. */
#ifndef DUBAN_STORE_MARKS_H
#define DUBAN_STORE_MARKS_H

#include <stdint.h>

#include "lib/base/error.h"

enum mark { MARK_HEAD, MARK_APPLIED, MARK_JUDGED, MARK_COUNT };

struct marks;

int marks_open(const char *path, struct marks **ret_marks) CHECKED; /* made when absent, mode 0600 */
struct marks *marks_close(struct marks *);
uint64_t marks_get(const struct marks *, enum mark);
/* Raise or reset the mark and wake who waits on it. */
void marks_set(struct marks *, enum mark, uint64_t seq);
/* Until the mark is >= seq or the time is over; returns the mark. */
uint64_t marks_wait(struct marks *, enum mark, uint64_t seq, int timeout_ms);
/* End every wait, for shutting down: later waits return at once. */
void marks_release(struct marks *);

#endif
