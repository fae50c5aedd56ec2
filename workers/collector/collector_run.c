/* collector_run.c - making and ending a collector; the notifier's private socket. */
#include <stdlib.h>

#include "lib/base/log.h"
#include "proto/ids.h"
#include "proto/limits.h"
#include "workers/collector/collector_internal.h"

static struct instant machine_now(void *context)
{
        (void)context;
        return clock_now();
}

static struct mono machine_mono(void *context)
{
        (void)context;
        return clock_mono();
}

int collector_new(const struct collector_options *options, struct collector **ret_collector)
{
        struct collector *c = calloc(1, sizeof *c);
        int r;

        if (!c)
                return err_fail("out of memory");
        c->journal = options->journal;
        c->marks = options->marks;
        c->alive_path = options->alive_path;
        c->clock = options->clock ? *options->clock : (struct collector_clock){machine_now, machine_mono, NULL};
        c->bell_end = c->bell_durable = &c->bell_first;
        c->scratch = arena_new(LIMIT_ARENA_BYTES);
        c->own = arena_new(0);
        c->bell_arena = arena_new(0);
        r = c->scratch && c->own && c->bell_arena ? 0 : err_fail("out of memory");
        if (r == 0)
                r = round_new(&c->round);
        if (r == 0)
                r = book_new(&c->book);
        if (r == 0)
                r = journal_reader_new(options->journal, &c->reader);
        if (r == 0)
                r = state_reader_new(options->state, &c->state);
        if (r == 0)
                r = book_load(c->book, c->reader, c->state);
        if (r) {
                collector_free(c);
                return r < 0 ? err_trace(r) : err_fail("the collector does not start: outcome %d", r);
        }
        *ret_collector = c;
        return 0;
}

struct collector *collector_free(struct collector *c)
{
        if (!c)
                return NULL;
        round_done(&c->round);
        undo_done(&c->undo);
        book_free(c->book);
        journal_reader_free(c->reader);
        state_reader_free(c->state);
        arena_free(c->scratch);
        arena_free(c->own);
        arena_free(c->bell_arena);
        free(c);
        return NULL;
}

void collector_set_inner(struct collector *c, struct bus_socket *inner)
{
        c->inner = inner;
}

/* -- derived events: only the notifier says them, and only here -- */

static bool is_new(const struct book *book, uint64_t cause, uint32_t ordinal)
{
        return cause > book->derived_cause || (cause == book->derived_cause && ordinal > book->derived_ordinal);
}

/* Cause and ordinal as the event says them. False when it is none that is derived. */
static bool place(const struct event *event, struct record *record)
{
        switch (event->kind) {
        case EVENT_VERDICT:
                record->number = event->verdict.cause;
                record->ordinal = event->verdict.ordinal;
                return true;
        case EVENT_ALERT:
                record->number = event->alert.cause;
                record->ordinal = event->alert.ordinal;
                return true;
        case EVENT_INTAKE:
                record->number = event->intake.cause;
                record->ordinal = event->intake.ordinal;
                return true;
        default:
                return false;
        }
}

static int append_derived(struct collector *c, struct bytes bytes)
{
        struct record record = {.author = ID_NOTIFIER, .agent = ID_NOTIFIER, .payload = bytes};
        const struct task_ref *task;
        struct event event;
        struct flaw flaw;
        int r;

        arena_reset(c->scratch);
        r = codec_event(bytes, c->scratch, &event, &flaw);
        if (r || !place(&event, &record))
                return err_fail("the notifier sent what is no derived event: %s", r ? flaw.field : "kind");
        task = event_task(&event);
        record.kind = event.kind;
        record.task = task->no ? ids_task(*task) : 0;
        if (!is_new(c->book, record.number, record.ordinal))
                return 0;
        r = collector_append(c, &record);
        if (r)
                return r;
        c->book->derived_cause = record.number;
        c->book->derived_ordinal = record.ordinal;
        return event.kind == EVENT_ALERT ? collector_note_alert(c, record.seq, bytes) : 0;
}

int collector_take_derived(struct collector *c, struct bytes run, uint8_t *ret_answer)
{
        const uint64_t cause = c->book->derived_cause;
        const uint32_t ordinal = c->book->derived_ordinal;
        struct link_request item;
        int r = c->is_down ? COLLECTOR_FULL : 0;

        if (r == 0)
                r = collector_commit(c); /* so that this run is durable, or lost, as one */
        while (r == 0) {
                r = link_run_next(&run, &item);
                if (r == LINK_END)
                        break;
                r = r ? err_fail("the notifier sent a run that cannot be read") : append_derived(c, item.body);
        }
        if (r == LINK_END)
                r = collector_commit(c);
        if (r == COLLECTOR_FULL) {
                c->book->derived_cause = cause;
                c->book->derived_ordinal = ordinal;
        } else if (r) {
                return err_trace(r);
        }
        *ret_answer = r == COLLECTOR_FULL ? 'f' : 'd';
        return 0;
}

int collector_serve_inner(struct collector *c)
{
        for (;;) {
                struct bus_message message;
                uint8_t answer;
                int r = bus_receive(c->inner, &message);

                if (r == BUS_AGAIN)
                        return 0;
                if (r == BUS_BAD || (r == 0 && (message.body.len == 0 || message.body.at[0] != LINK_RUN)))
                        continue;
                if (r == 0)
                        r = collector_take_derived(c, bytes_of(message.body.at + 1, message.body.len - 1), &answer);
                if (r)
                        return err_trace(r);
                r = bus_send(c->inner, &message.route, bytes_of(&answer, 1));
                if (r < 0)
                        return err_trace(r);
        }
}
