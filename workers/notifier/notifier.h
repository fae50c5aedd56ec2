/* notifier.h - judges the journal: an input in, derived events out (verdict changes, alerts, findings at intake).
 *
 * Pure: it reads no clock and holds nothing that depends on how far it lags, so the same journal gives the
 * same derived events in the same order. Days come from the last tick before the cause. One thread.
 *
 * The number of a derived event is (cause, ordinal); the events of a cause are counted from 0, whatever tasks and
 * departments they are of. A cause that touches many tasks and was half written when the service died is simply judged again: what is
 * folded already does not come out a second time, the rest is counted on from there, as it would have been. */
#ifndef DUBAN_NOTIFIER_H
#define DUBAN_NOTIFIER_H

#include "workers/notifier/world.h"

/* Outcome: the sink wants no more. What was emitted so far stands; the cause is judged again later. */
enum { NOTIFIER_STOPPED = 1 };

struct notifier_number { /* of a derived event */
        uint64_t cause;
        uint32_t ordinal;
};
struct notifier_number notifier_number(const struct event *);

/* Where derived events go, in order. The event is valid during the call. */
struct notifier_sink {
        void *context;
        int (*emit)(void *context, const struct event *);
        /* After each task, with all its events: what was emitted so far may be made durable, but a task's
         * events of one cause only together. → NOTIFIER_STOPPED */
        int (*task_done)(void *context);
};

struct notifier_step {
        struct world *world;
        struct journal_reader *reader; /* a snapshot that holds the record and all before it */
        struct arena *arena; /* scratch, reset per task */
        const struct notifier_sink *sink;
};

/* Fold the input and emit what follows from it. The emitted events are folded too. → NOTIFIER_STOPPED */
int notifier_step(const struct notifier_step *, const struct record *, const struct event *) CHECKED;
/* Does an input of that kind have tasks judged that it is not about? Then what follows may be half written. */
bool notifier_touches_many(enum event_kind);

#endif
