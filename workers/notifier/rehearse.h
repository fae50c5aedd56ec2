/* rehearse.h - what another policy would have said: the journal told twice, in step.
 *
 * One world goes by the record; the other judges the same inputs under a policy of the caller's, from its first
 * tick on or after a day. Verdicts and open alerts are compared at the end of that day and of every one after it.
 * What people did stays as it is recorded, approvals and signings too; policies that came into force later are left out of the second
 * world. Where the record is not judged to its end, the first world judges on. Memory is bounded by the plan. */
#ifndef DUBAN_NOTIFIER_REHEARSE_H
#define DUBAN_NOTIFIER_REHEARSE_H

#include "lib/model/policy.h"
#include "workers/notifier/replay_walk.h"

struct rehearse_words {
        enum verdict_word verdict;
        enum verdict_word raw_verdict;
        enum why why;
        uint32_t governing;
};

enum rehearse_change { REHEARSE_BEGINS, REHEARSE_CHANGES, REHEARSE_ENDS };
enum rehearse_sign {
        REHEARSE_FEWER,
        REHEARSE_MORE,
        REHEARSE_SIGN_COUNT
}; /* open by the record only; by the policy only */

struct rehearse_verdict { /* a task whose words differ, or differ no more */
        struct day day;
        struct bytes plan;
        bool former; /* the plan is in force no more */
        uint32_t task;
        enum rehearse_change change;
        struct rehearse_words recorded;
        struct rehearse_words rehearsed;
};

struct rehearse_alert { /* an alert that is open on one side only, or is so no more */
        struct day day;
        struct bytes plan;
        bool former; /* the plan is in force no more */
        uint32_t task;
        struct bytes department; /* whose link it is about, without plan and task; else empty */
        enum rehearse_change change; /* never REHEARSE_CHANGES */
        enum rehearse_sign sign;
        uint32_t part;
        enum alert_kind kind;
        enum severity severity;
};

struct rehearse_options {
        struct replay_options replay;
        const struct policy *policy;
        struct day from; /* no day = from the start */
        /* Told in the order of days, then of the plan, departments last; valid during the call. */
        void (*verdict)(void *context, const struct rehearse_verdict *);
        void (*alert)(void *context, const struct rehearse_alert *);
};

struct rehearse_count {
        uint64_t n; /* tasks; alerts begun */
        uint64_t days; /* of each of them */
};

struct rehearse_totals {
        uint64_t days; /* compared */
        struct day in_force; /* the first of them: the policy, in the second world; no day: the journal ends before */
        struct day last; /* no day: none was */
        uint64_t left_out; /* policies of the journal */
        struct rehearse_count tasks; /* that differ in words at all */
        struct rehearse_count verdicts[VERDICT_COUNT][VERDICT_COUNT]; /* recorded, rehearsed */
        struct rehearse_count alerts[REHEARSE_SIGN_COUNT][SEVERITY_COUNT];
};

/* → REPLAY_STOPPED. */
int rehearse_run(const struct rehearse_options *, struct rehearse_totals *ret_totals) CHECKED;

#endif
