/* collector_internal.h - the collector's inside, shared by its own files only. */
#ifndef DUBAN_COLLECTOR_INTERNAL_H
#define DUBAN_COLLECTOR_INTERNAL_H

#include "workers/collector/authority.h"
#include "workers/collector/book.h"
#include "workers/collector/collector.h"
#include "workers/collector/resend.h"
#include "workers/collector/round.h"
#include "workers/collector/tally.h"
#include "workers/collector/undo.h"

/* Outcomes inside: FULL = the disk is full, the batch is gone; STOP = the rest of this run is not looked
 * at. */
enum { COLLECTOR_FULL = 64, COLLECTOR_STOP };

struct bell_item { /* an alert of the open batch */
        struct bell_item *next;
        struct bell_record record;
};

struct collector {
        struct journal *journal;
        struct journal_reader *reader;
        struct state_reader *state;
        struct marks *marks;
        const char *alive_path;
        struct collector_clock clock;
        struct bus_socket *inner;

        struct book *book;
        struct round round;
        struct undo undo;
        struct tally tally;
        struct arena *scratch; /* decoding of one record */
        struct arena *own; /* encoding of our own records */
        size_t pending; /* records in the open batch */
        bool is_full; /* this round's batch was lost */

        struct arena *bell_arena;
        struct bell_item *bell_first;
        struct bell_item **bell_end;
        struct bell_item **bell_durable; /* what stands before it is committed */
        size_t bell_bytes; /* of alerts since the last bell; past LIMIT_BELL_BYTES none go along */
        size_t bell_bytes_durable;
        uint64_t told_head;

        bool is_down; /* the start is not in the journal yet: the disk was full */
        bool has_stopped; /* there is an outage to tell */
        struct instant down_from;
        struct instant last_record; /* when the last run wrote it */
        struct instant last_look;
        struct mono last_mono;
        struct instant last_alive;
        struct instant last_tally;
};

/* Append one draft to the open batch: fills previous pointers, epoch, time. → COLLECTOR_FULL. */
int collector_append(struct collector *, struct record *draft) CHECKED;
/* → COLLECTOR_FULL */
int collector_commit(struct collector *) CHECKED;
/* A record of the collector's own into the open batch. → COLLECTOR_FULL */
int collector_append_own(struct collector *, const struct event *, struct record *ret_record) CHECKED;
/* The same, durable and folded into the book when this returns 0. → COLLECTOR_FULL */
int collector_say(struct collector *, const struct event *) CHECKED;

struct collector_no { /* why the rest of a run is not looked at */
        struct round_answer *answer;
        uint64_t key_id;
        uint64_t number; /* 0 = the whole batch */
        enum code code;
        const char *field;
};
/* Final, but no number was at stake: answered and summed. → COLLECTOR_STOP, always */
int collector_refuse_run(struct collector *, const struct collector_no *, struct refusal **ret_refusal) CHECKED;

/* collector_clock.c */
/* Look at the clock: open days, note being alive, sum up refusals. Done once a second. */
int collector_mind_clock(struct collector *) CHECKED;
int collector_advance(struct collector *, struct day to) CHECKED; /* → COLLECTOR_FULL */
int collector_confirm_clock(struct collector *) CHECKED; /* → COLLECTOR_FULL */

/* collector_link.c */
/* A message came that keeps its sender's link. */
int collector_link_heard(struct collector *, uint64_t member) CHECKED;
/* We were not there: whoever is up counts as heard today. */
void collector_link_all_heard(struct collector *);
/* Behind the tick of the first of the days that are opened together: who was not heard since the day before was, whose
 * link has ended. → COLLECTOR_FULL */
int collector_link_tell(struct collector *, struct day opened) CHECKED;
/* They are durable; the book stands before them still. */
void collector_link_opened(struct collector *, struct day to);

/* collector_tell.c: ring the bell, raise the head's mark, hand out a changed key table. */
int collector_tell(struct collector *, const struct link_sink *) CHECKED;
int collector_note_alert(struct collector *, uint64_t seq, struct bytes event) CHECKED;

/* collector_run.c */
int collector_serve_inner(struct collector *) CHECKED;

#endif
