/* verb.h - what a verb of the command line is: one entry, in the file that carries it out.
 *
 * A verb's name is one word or two ("status", "plan import"). How to add one: a file verb_x.c that ends in an
 * entry, its name here and in the table of main.c. */
#ifndef DUBAN_CLI_VERB_H
#define DUBAN_CLI_VERB_H

#include "client/cli/args.h"
#include "client/cli/session.h"

enum verb_group { GROUP_EVERYONE, GROUP_DEPARTMENT, GROUP_SUPERVISOR, GROUP_LEADER, GROUP_OPERATOR, GROUP_COUNT };

/* The axes of time along which a reading verb can go back: with --as-of, with --for-date. */
enum { PAST_AS_OF = 1, PAST_FOR_DATE = 2, PAST_BOTH = PAST_AS_OF | PAST_FOR_DATE };

struct verb {
        const char *name;
        enum verb_group group;
        const char *arguments; /* "TASK"; "" = none */
        size_t words_min; /* how many words it takes after its name */
        size_t words_max;
        unsigned formats; /* set of enum output_format; 0 = prints no page */
        unsigned past; /* set of PAST_*; 0 = speaks of now only */
        const char *zh;
        const char *en;
        const char *example;
        const char *more_zh; /* shown under --help; NULL = nothing */
        const char *more_en;
        const struct args_option *options; /* its own; NULL = none */
        int (*run)(struct session *, const struct args *); /* enum outcome, or negative */
};

extern const struct verb verb_whoami, verb_key_new, verb_key_show;
extern const struct verb verb_plan_import, verb_plan_check, verb_plan_show, verb_plan_diff;
extern const struct verb verb_plan_propose, verb_plan_proposals, verb_plan_approve;
extern const struct verb verb_roster_import, verb_roster_show, verb_roster_revoke;
extern const struct verb verb_push, verb_status, verb_due, verb_task, verb_explain, verb_history;
extern const struct verb verb_watch, verb_alerts, verb_sign, verb_answer;
extern const struct verb verb_remark_set, verb_remark_import, verb_remark_proposed, verb_review;
extern const struct verb verb_bulletin, verb_bulletin_close, verb_digest, verb_letter;
extern const struct verb verb_correct, verb_extend, verb_accept, verb_return, verb_suspend, verb_close;
extern const struct verb verb_withdraw, verb_text, verb_exceptions, verb_promises, verb_letter_sign;
extern const struct verb verb_clock_show, verb_clock_advance, verb_clock_confirm;
extern const struct verb verb_health, verb_policy_show, verb_policy_set;

#endif
