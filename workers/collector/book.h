/* book.h - what the collector must know to decide: who, what tasks, how far each stream has come.
 *
 * Folded from the journal, loaded from state/ plus the journal's tail at start. Names are kept as
 * fingerprints (proto/ids.h), so a million tasks fit. The collector's; its thread only. Pointers hold until book_apply. */
#ifndef DUBAN_COLLECTOR_BOOK_H
#define DUBAN_COLLECTOR_BOOK_H

#include "lib/base/arena.h"
#include "lib/base/map.h"
#include "lib/store/journal.h"
#include "lib/store/state.h"

struct book_link { /* what the journal says of a member's link, and when it was heard */
        enum link_state state; /* unspecified = it never kept one */
        struct bytes department; /* of then; in the book's `names` */
        struct day heard; /* last; known in memory only, and exact only while it is up */
};

struct book_member {
        uint64_t id;
        uint64_t department; /* fingerprint */
        struct bytes name; /* both in the book's `names` */
        struct bytes department_name;
        struct book_link link;
        enum role role;
        bool retired;
        struct quota quota;
};

struct book_key {
        uint64_t id;
        uint8_t public_key[KEY_SIZE];
        uint64_t member;
        struct day not_before;
        struct day not_after;
        bool revoked;
};

struct book_part { /* as imported; book_target() and book_due() say what is in force */
        uint32_t no;
        enum part_kind kind;
        struct number target;
        struct number upper;
        struct day start; /* no day = the plan's */
        struct day due;
};

struct book_task {
        uint64_t id;
        /* its history, whatever plan is in force; with no departments it is known for this alone */
        uint64_t head; /* newest record about it */
        uint64_t amendment_seq; /* newest amendment; 0 = none */
        bool has_remark;
        /* what the plan in force says of it */
        const uint64_t *departments; /* fingerprints, each once: leads, then responsible units and owners */
        const struct book_part *parts;
        const struct amendment *amendment; /* NULL = none */
        uint16_t n_leads;
        uint16_t n_departments;
        uint16_t n_parts;
};

struct book_stream {
        uint64_t agent;
        uint8_t stream[STREAM_SIZE];
        uint64_t number; /* newest number consumed */
        uint64_t head; /* its record; 0 = none yet */
        uint8_t hash[HASH_SIZE];
};

struct book { /* read freely; changed only by book_* */
        struct day today;
        bool virtual_clock;
        int utc_offset_minutes;
        uint32_t epoch;
        uint32_t policy_version;
        uint32_t approvals_needed; /* of a proposal; 0 counts as 1 */
        uint64_t clock_alert; /* cause of the open alert that holds the days; 0 = they are opened */
        uint64_t derived_cause;
        uint32_t derived_ordinal;
        bool roster_changed; /* set by book_apply, cleared by whoever has told the broker */
        uint32_t plan_tag; /* upper half of the task ids of the plan in force; 0 = none */
        struct bytes plan_id;
        struct day plan_start;
        struct day plan_end;

        LIST(struct book_member) members;
        LIST(struct book_key) keys;
        struct arena *names; /* of members and departments */
        struct map *member_index;
        struct map *key_index;

        LIST(struct book_task) tasks;
        struct map *task_index;
        struct arena *task_memory;

        LIST(struct book_stream) streams;
        size_t streams_room;
        struct map *stream_index;

        struct map *chunks; /* import id and chunk index → record */
        struct state_reader *state; /* for the history of tasks that are not in `tasks` */
};

int book_new(struct book **ret_book) CHECKED;
struct book *book_free(struct book *);
/* Everything up to the journal's head. The state's reader is borrowed until book_free. */
int book_load(struct book *, struct journal_reader *, struct state_reader *) CHECKED;
/* Fold one durable record. `event` may be NULL for kinds whose header says it all (reports). */
int book_apply(struct book *, const struct record *, const struct event *, struct journal_reader *) CHECKED;
/* Must the payload be decoded for book_apply? */
bool book_needs_event(enum event_kind);

/* The usable key and its member today; NULL when unknown, revoked, retired or out of its dates. */
const struct book_key *book_key(const struct book *, uint64_t key_id);
const struct book_member *book_member(const struct book *, uint64_t member_id);
struct book_member *book_member_at(struct book *, uint64_t member_id); /* it is there */
/* The id of the task meant; a reference without a plan means the plan in force. */
uint64_t book_task_id(const struct book *, struct task_ref);
struct book_task *book_task(const struct book *, uint64_t task_id);
/* Of the row only what its history says is kept. */
int book_task_new(struct book *, uint64_t task_id, const struct task_state *, struct book_task **ret_task) CHECKED;
/* The same as book_task, added with its history when it is not there: a task that left the plan. */
int book_task_need(struct book *, uint64_t task_id, struct book_task **ret_task) CHECKED;
/* A record about the task was appended, or is folded. */
void book_task_note(struct book_task *, const struct record *);
const struct book_part *book_part(const struct book_task *, uint32_t no);
/* What approved changes have made of the part; NULL = it is as imported. */
const struct part_change *book_change(const struct book_task *, const struct book_part *);
/* In force now. */
struct number book_target(const struct book_task *, const struct book_part *);
struct day book_due(const struct book *, const struct book_task *, const struct book_part *);
/* Its own, or the plan's. */
struct day book_imported_due(const struct book *, const struct book_part *);
struct day book_start(const struct book *, const struct book_part *);
/* The same figure, however it is written; or both are none. */
bool book_same_number(struct number, struct number);
bool book_task_concerns(const struct book_task *, uint64_t department);
bool book_task_leads(const struct book_task *, uint64_t department); /* does the department lead it? */
/* NULL when the stream has never said anything. */
struct book_stream *book_stream(const struct book *, uint64_t agent, const uint8_t stream[STREAM_SIZE]);
int book_stream_new(struct book *, uint64_t agent, const uint8_t stream[STREAM_SIZE],
                    struct book_stream **ret_stream) CHECKED;
void book_stream_forget(struct book *); /* the newest one, which never became durable */
void book_open_day(struct book *, struct day); /* its tick is durable */
/* The record of a chunk of an import, or 0. */
int book_chunk_note(struct book *, struct bytes import_id, uint32_t index, uint64_t seq) CHECKED;
uint64_t book_chunk(const struct book *, struct bytes import_id, uint32_t index);

#endif
