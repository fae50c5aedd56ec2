/* judge.h - the judge: plan, report, policy and the day in; verdict with its arithmetic out.
 *
 * docs/RULES.md is the law; judge.c opens with it and keeps its rule numbers. Pure, exact, total: every
 * plan and report that passed validation gets a verdict. Called by the notifier (which writes what
 * changed) and by query (which shows today's arithmetic); both get the same from the same facts.
 * The result lives in the arena. Any thread. */
#ifndef DUBAN_MODEL_JUDGE_H
#define DUBAN_MODEL_JUDGE_H

#include "lib/base/arena.h"
#include "lib/model/history.h"
#include "lib/model/policy.h"
#include "lib/model/report.h"
#include "lib/model/verdict.h"

enum { JUDGE_VERSION = 1 };

struct facts { /* what is known of one task when it is judged */
        const struct plan *plan;
        const struct task *task;
        const struct policy *policy;
        const struct report *report; /* newest by (data date, sequence); NULL = none yet */
        uint64_t report_seq;
        struct day today; /* the last tick */
        bool suspended;
        const struct history *history; /* what came before, the report included; NULL = judge the report by itself */
        const struct outages *outages; /* ours; NULL = none */
};

/* 0, or negative when the arena is spent. `ret_verdict->cause`, `ordinal` and `was` are left 0: they are
 * the notifier's. `ret_recheck`: the first day after today on which the outcome, or an alert's severity, could
 * change without any new report, or no day. */
int judge(const struct facts *, struct arena *, struct verdict *ret_verdict, struct day *ret_recheck) CHECKED;

/* Share planned by the close of the day `at` on the part's curve (rule 1): 0..1. */
struct ratio judge_planned(const struct part *, const struct plan *, struct day at);

/* The first day on which a part is to have begun for so many months by its curve: it should be on the way then. */
struct day judge_begun_for(const struct part *, const struct plan *, uint32_t months);
/* Rule 2: is the part judged at all? */
bool judge_is_registered(const struct part *);
/* Which side of its target is the good one, also where the plan does not say: at least, or at most. */
enum direction judge_direction(const struct part *);

/* Rule 5: is a node done by that line of a report (NULL = none), when by the reports before it stood so? What has no
 * end is never done. */
enum history_done judge_done(const struct part *, const struct line *, enum history_done before);

/* What rule 11 proposes to the office for this verdict. */
enum remark_word judge_proposed_remark(enum verdict_word);

/* The alert a judged part calls for (RULES.md section 4): ALERT_UNSPECIFIED and no severity when it calls
 * for none. `open` is the severity of the alert of kind `open_kind` that is open for the part now, or
 * SEVERITY_UNSPECIFIED; it matters for hysteresis (rule 14): an open alert keeps its severity until it
 * clears, and it clears when the answer is none. An answer of another kind does not clear it: overdue mutes
 * behind, and a missing figure clears nothing. What takes history is in lib/model/alert.h. */
struct alert_wish {
        enum alert_kind kind;
        enum severity severity;
};
struct alert_wish judge_alert(const struct part_verdict *, const struct policy *, struct day today,
                              enum alert_kind open_kind, enum severity open);

#endif
