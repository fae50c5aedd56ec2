/* event.h - everything the journal holds, one of it; and the table of kinds.
 *
 * The kind of a record is the field number of proto/event.proto's Event. Pure. */
#ifndef DUBAN_MODEL_EVENT_H
#define DUBAN_MODEL_EVENT_H

#include "lib/model/amendment.h"
#include "lib/model/decision.h"
#include "lib/model/intake.h"
#include "lib/model/policy.h"
#include "lib/model/report.h"
#include "lib/model/roster.h"
#include "lib/model/service.h"
#include "lib/model/verdict.h"

enum event_kind { /* = field number in Event */
                  EVENT_NONE = 0,
                  EVENT_GENESIS = 1,
                  EVENT_TICK = 2,
                  EVENT_RESUMED = 3,
                  EVENT_CLOCK_ADVANCE = 4,
                  EVENT_CLOCK_CONFIRM = 5,
                  EVENT_ROSTER_CHANGE = 6,
                  EVENT_POLICY = 7,
                  EVENT_PLAN_CHUNK = 8,
                  EVENT_PLAN_IN_FORCE = 9,
                  EVENT_PROPOSAL = 10,
                  EVENT_APPROVAL = 11,
                  EVENT_REPORT = 12,
                  EVENT_CORRECTION = 13,
                  EVENT_RETURN = 14,
                  EVENT_ACCEPT = 15,
                  EVENT_REMARK = 16,
                  EVENT_SIGNING = 17,
                  EVENT_ALERT_ANSWER = 18,
                  EVENT_EXTENSION = 19,
                  EVENT_SUSPENSION = 20,
                  EVENT_CLOSE = 21,
                  EVENT_CURSOR = 22,
                  EVENT_QUARANTINE = 23,
                  EVENT_RESTORED = 24,
                  EVENT_REFUSED = 25,
                  EVENT_REFUSED_SUM = 26,
                  EVENT_JUDGE_VERSION = 27,
                  EVENT_PLAN_TEXT = 28,
                  EVENT_LETTER_SIGNED = 29,
                  EVENT_BULLETIN_CLOSED = 30,
                  EVENT_AMENDMENT = 31,
                  EVENT_WITHDRAWAL = 32,
                  EVENT_LINK = 33,
                  EVENT_COUNTERSIGN = 34,
                  EVENT_VERDICT = 40,
                  EVENT_ALERT = 41,
                  EVENT_INTAKE = 42,
                  EVENT_KIND_END = 43,
};

struct event {
        enum event_kind kind;
        union {
                struct genesis genesis;
                struct tick tick;
                struct resumed resumed;
                struct clock_advance clock_advance;
                struct clock_confirm clock_confirm;
                struct roster_change roster_change;
                struct policy policy;
                struct plan_chunk plan_chunk;
                struct plan plan_in_force;
                struct proposal proposal;
                struct approval approval;
                struct report report;
                struct correction correction;
                struct return_report return_report;
                struct accept accept;
                struct remark remark;
                struct signing signing;
                struct alert_answer alert_answer;
                struct extension extension;
                struct suspension suspension;
                struct close close;
                struct cursor cursor;
                struct quarantine quarantine;
                struct restored restored;
                struct refused refused;
                struct refused_sum refused_sum;
                struct judge_version judge_version;
                struct plan_text plan_text;
                struct letter_signed letter_signed;
                struct bulletin_closed bulletin_closed;
                struct amendment amendment;
                struct withdrawal withdrawal;
                struct link link;
                struct countersign countersign;
                struct verdict verdict;
                struct alert alert;
                struct intake intake;
        };
};

enum event_class { EVENT_INPUT, EVENT_DERIVED };

struct event_row { /* one row a kind; what the kind is and who may send it over a socket */
        const char *name; /* "report" */
        const char *zh; /* "填报" */
        enum event_class class;
        unsigned roles; /* bit (1u << enum role); 0 = only the service itself */
};

/* NULL for a number that is no kind. */
const struct event_row *event_row(enum event_kind);
/* The task the event is about, or NULL. */
const struct task_ref *event_task(const struct event *);
/* The day it speaks of (data date of a report or correction, the day of a tick), or no day. */
struct day event_day(const struct event *);

#endif
