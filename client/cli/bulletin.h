/* bulletin.h - the notice (通报) before it is laid out: what was answered, counted and sorted.
 *
 * Made of answers and of nothing else, no clock and no random order: the same journal sequence and the same day
 * give the same bulletin, and page by page the same bytes. Two editions: the public one says what the office itself
 * says, the internal one adds the machine's verdict, what the journal tells besides, and the journal's head.
 * Lives in the arena it was made in; views point into the answers. One thread. */
#ifndef DUBAN_CLI_BULLETIN_H
#define DUBAN_CLI_BULLETIN_H

#include "client/cli/docket.h"
#include "client/cli/page.h"

/* -- what the journal tells besides: changes, corrections, exceptions -- */

struct bulletin_change { /* of a verdict */
        uint64_t cause; /* the input that changed it: a bulletin shows it from there on */
        uint32_t task;
        enum verdict_word was;
};

struct bulletin_note { /* a correction, or an exception that is granted */
        uint64_t seq;
        enum event_kind kind; /* correction, accept, suspension; proposal or extension, once in force */
        uint32_t task;
        uint32_t part; /* 0 = the task as a whole */
        struct bytes department; /* that asked for it */
        struct bytes reason;
        struct day until; /* of an exception; the new due date */
        struct number target; /* in force now; unknown = as imported */
        struct number was_target; /* as imported */
        struct day was_due;
};

struct bulletin_journal {
        struct docket docket; /* who asked for what, and why; whose records count */
        LIST(struct bulletin_change) change; /* every change of a verdict, in order */
        size_t change_room;
        LIST(struct bulletin_note) note;
        size_t note_room;
        struct bulletin_closed last; /* the bulletin closed last; through_seq 0 = none yet */
};

#define BULLETIN_KINDS                                                                                                 \
        (DOCKET_REQUESTS | RECORDS_KIND(EVENT_CORRECTION) | RECORDS_KIND(EVENT_ACCEPT) |                               \
         RECORDS_KIND(EVENT_SUSPENSION) | RECORDS_KIND(EVENT_VERDICT) | RECORDS_KIND(EVENT_BULLETIN_CLOSED))

/* Begins it; `plan` must outlive the journal. */
void bulletin_journal_open(struct bulletin_journal *, struct arena *, struct bytes plan);
/* Takes a record in, in the order of sequences. Texts are copied into the arena. 0, or negative. */
int bulletin_journal_add(struct bulletin_journal *, const struct record_view *, const struct event *,
                         struct bytes plan) CHECKED;
/* The task's verdict when the last bulletin was closed, or VERDICT_UNSPECIFIED when it has not changed since. */
enum verdict_word bulletin_journal_was(const struct bulletin_journal *, uint32_t task);

/* -- the bulletin -- */

struct bulletin {
        bool internal;
        struct bytes index_no; /* 索引号; empty = left blank */
        struct bytes number; /* 文号 */
        struct bytes title; /* empty = made from plan and period */
        struct day issued;
        const struct plan_view *plan; /* tasks sorted by number */
        const struct task_view *task; /* in plan order */
        size_t n_tasks;
        uint64_t through_seq;
        uint64_t judged_through;
        struct bytes hash; /* of the record through_seq */
        struct bulletin_journal journal;

        /* counted by bulletin_count */
        struct day data_date; /* the newest the figures speak of */
        size_t reported; /* tasks with a report, of whatever cycle */
        size_t owing; /* tasks that owe the report of the newest cycle that has ended */
        size_t leads; /* different ones, as written */
        size_t excused; /* by a claimed excuse */
        size_t remarks[REMARK_COUNT];
        size_t verdicts[VERDICT_COUNT];
        size_t whys[WHY_COUNT]; /* of what cannot be judged */
        LIST(const struct task_view *) behind; /* worst first */
};

/* Fills in the rest from the tasks. 0, or negative when the arena is spent. */
int bulletin_count(struct bulletin *, struct arena *) CHECKED;

/* Lays it out. bulletin_page begins the page's text and appends the tables. */
void bulletin_page(struct page *, const struct bulletin *);
void bulletin_tables(struct page *, const struct bulletin *);
void bulletin_charts(struct page *, const struct bulletin *);
/* The heading of the whole, `feed` standing where it may be broken into two lines; "上半年". */
const char *bulletin_title(struct page *, const struct bulletin *, const char *feed);
const char *bulletin_period(struct page *, struct day);

#endif
