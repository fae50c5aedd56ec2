/* docket.h - what people decided about each task, as it stands behind one record of the journal: the report that counts,
 * changes asked for and their votes, targets and dates in force, closing, suspension, remarks; and every alert ever.
 *
 * Folded from inputs and alert events, apart from workers/collector/book*.c and lib/store, so that they can disagree.
 * Two are kept: one at the newest record (ledger.h), one at the cause of what was derived (clerk.h). Owner: those;
 * the plans it points to are the city's. */
#ifndef DUBAN_SIM_DOCKET_H
#define DUBAN_SIM_DOCKET_H

#include "lib/model/event.h"
#include "tests/sim/city.h"
#include "tests/sim/sender.h"

enum { DOCKET_VOTES = 4 };

struct docket_motion { /* a proposal or an extension */
        uint64_t seq;
        uint64_t author; /* key */
        uint32_t task;
        uint32_t part; /* 0 = every part of an extension */
        bool is_extension;
        struct number target;
        struct day due;
        uint64_t voter[DOCKET_VOTES]; /* keys that said yes */
        uint32_t votes;
        bool decided;
};

struct docket_change { /* of a part: what approvals have made of it */
        struct number target; /* unknown = as imported */
        struct day due;
        uint64_t motion;
};

enum docket_word { DOCKET_SAYS_NOTHING, DOCKET_CONSENTS, DOCKET_OBJECTS };

enum docket_done { DOCKET_UNDONE, DOCKET_TOLD_DONE, DOCKET_DONE }; /* told: by narrative, or as good as that */

struct docket_node {
        uint8_t earlier; /* enum docket_done: when the report that counts came */
        uint8_t now;
};

struct docket_task {
        uint64_t report; /* the current one */
        uint64_t origin; /* the report that it corrects in the end, or itself */
        uint32_t reporter; /* the department whose report it is */
        uint8_t word[CITY_DEPARTMENTS]; /* enum docket_word: of each to that report */
        struct day report_day;
        struct day moved_from; /* of the report that the newest correction took back; no day = of none */
        bool returned;
        bool has_remark;
        bool closed;
        bool suspended;
        struct day suspended_until;
        struct docket_change change[CITY_PARTS];
        struct docket_node node[CITY_PARTS];
};

struct docket_alert { /* raised once, open or not */
        uint64_t cause;
        uint32_t task;
        uint32_t part;
        enum alert_kind kind;
        enum alert_change change; /* the newest */
        uint32_t rung;
        bool unfounded;
        bool withdrawal; /* was asked for */
};

struct docket {
        const struct city *city;
        const struct sender *senders;
        uint32_t n_senders;
        const struct city_plan *plan; /* in force; NULL = none yet */
        struct day today;
        uint32_t approvals_needed;
        struct docket_task task[CITY_NUMBERS + 1]; /* by number */
        LIST(struct docket_motion) motions;
        LIST(struct docket_alert) alerts;
        LIST(uint64_t) corrected; /* reports and corrections that a correction names */
};

void docket_done(struct docket *);
void docket_copy(struct docket *to, const struct docket *from);
/* An accepted input of that key, or an alert event. */
void docket_fold(struct docket *, uint64_t seq, uint64_t key_id, const struct event *);

/* The task of the plan in force, or NULL. */
const struct city_task *docket_task(const struct docket *, uint32_t no);
struct docket_motion *docket_motion(const struct docket *, uint64_t seq);
struct docket_alert *docket_alert(const struct docket *, const struct alert_ref *);
/* Of the member that has the key; CITY_NOBODY for none of a department. */
uint32_t docket_department(const struct docket *, uint64_t key_id);
/* In force; `no` is a part of the plan in force. */
struct number docket_target(const struct docket *, uint32_t task, uint32_t no);
struct day docket_due(const struct docket *, uint32_t task, uint32_t no);
struct day docket_imported_due(const struct docket *, uint32_t task, uint32_t no);
bool docket_is_corrected(const struct docket *, uint64_t seq);
bool docket_is_suspended(const struct docket *, uint32_t task);
/* Would the motion, in force, change anything of that part? */
bool docket_moves(const struct docket *, const struct docket_motion *, uint32_t part);
/* Does a yes of this key complete it? */
bool docket_completes(const struct docket *, const struct docket_motion *);
/* The amendment that must follow: every part that then differs from the import, into `changes` (CITY_PARTS). */
size_t docket_amendment(const struct docket *, const struct docket_motion *, struct part_change *changes);
/* The same figure, however it is written; or both are none. */
bool docket_same(struct number, struct number);

#endif
