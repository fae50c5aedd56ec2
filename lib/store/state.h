/* state.h - the derived state: pointers into the journal, so that nobody has to read it from the start.
 *
 * Written only by the applier (lib/store/applier.h); rebuilt from the journal at any time. docs/STORAGE.md lists keys and
 * rows. A reader sees one commit, never half of one. Open once per process. 0, STATE_* as listed, negative = fatal. */
#ifndef DUBAN_STORE_STATE_H
#define DUBAN_STORE_STATE_H

#include "lib/model/event.h"

enum { STATE_MISSING = 1, STATE_FULL, STATE_ABSENT, STATE_FOREIGN, STATE_BUSY };
enum { STATE_FORMAT = 5 };

struct state;
struct state_reader;

struct state_meta {
        uint64_t applied; /* sequence applied */
        uint8_t hash[HASH_SIZE]; /* chain hash there */
        uint32_t epoch;
        struct day today; /* last tick */
        uint64_t plan_seq; /* PlanInForce in force; 0 = none */
        uint64_t policy_seq; /* 0 = default policy */
        uint64_t derived_cause; /* of the last derived record */
        uint32_t derived_ordinal;
        uint64_t derived_seq;
};

struct task_state { /* pointers are sequences; 0 = none */
        uint64_t head; /* newest record about the task */
        uint64_t report; /* the current one: docs/STORAGE.md, "The current report" */
        struct day report_day;
        uint32_t reports; /* how many were accepted; a correction is not a further one */
        uint64_t verdict;
        uint64_t remark;
        uint64_t accept;
        uint64_t suspension;
        uint64_t close;
        uint64_t plan_text;
        uint32_t records; /* about the task, of any kind */
        uint32_t corrections;
        struct day latest; /* data date of any report or correction so far */
        struct day earliest; /* the same, since the row was last kept (state_past_task) */
        uint64_t returned; /* the newest return; it counts while it names `report` */
        uint64_t amendment;
        uint64_t intake; /* what looked wrong in a report; it counts while its cause is `report` */
};

struct stream_state {
        uint64_t agent;
        uint8_t stream[STREAM_SIZE];
        uint64_t number; /* mark: newest number consumed */
        uint64_t head; /* its record */
        uint8_t hash[HASH_SIZE];
};

struct alert_state {
        uint64_t cause; /* identity: cause, task, part, kind */
        uint64_t task; /* of link_down the fingerprint of its department; 0 = about neither */
        uint32_t part;
        enum alert_kind kind;
        enum severity severity;
        bool open;
        uint64_t raised_seq;
        uint64_t last_seq;
        uint64_t signed_seq;
        uint64_t answered_seq;
        uint64_t letter_seq; /* newest letter signed */
        uint64_t objected_seq; /* newest 申辩, which is no answer */
};

/* The newest record that changed the alert. */
uint64_t state_alert_changed(const struct alert_state *);

struct agent_state { /* last seen */
        uint64_t agent;
        uint64_t seq; /* 0 = it has said nothing */
        int64_t at_ms;
        uint64_t link; /* newest word about its link; 0 = it never kept one */
};

struct state_options {
        const char *dir;
        bool write; /* the applier's side; creates the environment when absent */
        uint64_t map_size; /* 0 = 1 TiB */
};

/* → STATE_ABSENT, _FOREIGN (another layout, or as journal_open: rebuild it), _BUSY: another writer, _FULL: no room */
int state_open(const struct state_options *, struct state **ret_state) CHECKED;
struct state *state_close(struct state *);

int state_reader_new(struct state *, struct state_reader **ret_reader) CHECKED;
struct state_reader *state_reader_free(struct state_reader *);
int state_read_begin(struct state_reader *) CHECKED; /* a snapshot until _end */
void state_read_end(struct state_reader *);

int state_meta(struct state_reader *, struct state_meta *ret_meta) CHECKED; /* all zero when nothing is applied */
int state_task(struct state_reader *, uint64_t task, struct task_state *ret_task) CHECKED; /* → STATE_MISSING */
/* The encoded Task of the plan entry; view until _end. → STATE_MISSING */
int state_plan_entry(struct state_reader *, uint64_t task, struct bytes *ret_task) CHECKED;
int state_plan(struct state_reader *, struct bytes *ret_encoded, uint64_t *ret_seq) CHECKED; /* → STATE_MISSING */
int state_stream(struct state_reader *, uint64_t agent, const uint8_t stream[STREAM_SIZE],
                 struct stream_state *ret_stream) CHECKED; /* → STATE_MISSING */
/* The nearest signpost at or after `number`; every 256th has one. → STATE_MISSING: start from the stream's head. */
int state_signpost(struct state_reader *, uint64_t agent, const uint8_t stream[STREAM_SIZE], uint64_t number,
                   uint64_t *ret_seq) CHECKED;
/* A named cursor is its member's own. → STATE_MISSING */
int state_cursor(struct state_reader *, uint64_t member, struct bytes name, struct cursor *ret_cursor) CHECKED;
/* The PlanChunk record of an import. → STATE_MISSING */
int state_chunk(struct state_reader *, const uint8_t import_id[16], uint32_t index, uint64_t *ret_seq) CHECKED;
/* What corrects that report or correction. → STATE_MISSING */
int state_correction(struct state_reader *, uint64_t replaced, uint64_t *ret_seq) CHECKED;

/* -- the past; lib/store/past.h makes a task's row of any sequence from it -- */

/* The row of a task is kept as it was at every 256th record about it: the newest of these whose head is at or
 * before `seq`, and the oldest whose head is at or after it. → STATE_MISSING */
int state_past_task(struct state_reader *, uint64_t task, uint64_t seq, struct task_state *ret_task) CHECKED;
int state_next_task(struct state_reader *, uint64_t task, uint64_t seq, struct task_state *ret_task) CHECKED;
/* The newest tick, `resumed`, policy or plan in force at or before `seq`, and the word about it: the day of a tick,
 * the upper half of the task ids of a plan. → STATE_MISSING */
int state_timeline(struct state_reader *, enum event_kind, uint64_t seq, uint64_t *ret_seq, uint32_t *ret_word) CHECKED;
/* The PlanChunk record that the plan of that sequence was made of. → STATE_MISSING */
int state_plan_chunk(struct state_reader *, uint64_t plan_seq, uint32_t index, uint64_t *ret_seq) CHECKED;

uint64_t state_used_bytes(struct state *); /* 0 when it cannot be told */
void state_tidy(struct state *); /* as journal_tidy */

#endif
