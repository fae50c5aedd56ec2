/* verb.h - what a verb of the command line is: one entry, in the file that carries it out.
 *
 * A verb's name is one word or two ("status", "plan import"). How to add one: a file verb_x.c that ends in an
 * entry, its name here and in the table of verb.c. */
#ifndef DUBAN_CLI_VERB_H
#define DUBAN_CLI_VERB_H

#include "client/cli/args.h"
#include "client/cli/session.h"

/* Who uses it, in the order of the help. */
enum verb_group { GROUP_DEPARTMENT, GROUP_SUPERVISOR, GROUP_LEADER, GROUP_OPERATOR, GROUP_EVERYONE, GROUP_COUNT };

/* The axes of time along which a reading verb can go back: with --as-of, with --for-date. */
enum { PAST_AS_OF = 1, PAST_FOR_DATE = 2, PAST_BOTH = PAST_AS_OF | PAST_FOR_DATE };

struct verb {
        const char *name;
        const char *also; /* the second word of its name written otherwise; NULL = only so */
        enum verb_group group;
        const char *arguments; /* "TASK"; "" = none */
        size_t words_min; /* how many words it takes after its name */
        size_t words_max;
        unsigned formats; /* set of enum output_format; 0 = prints no page */
        unsigned past; /* set of PAST_*; 0 = speaks of now only */
        const char *zh;
        const char *en;
        const char *example; /* a whole command */
        const char *more_zh; /* shown under --help; NULL = nothing */
        const char *more_en;
        const struct args_option *options; /* its own; NULL = none */
        int (*run)(struct session *, const struct args *); /* enum outcome, or negative */
};

/* The ids of WORDS_ROLE, for help texts; unit.cli_verb looks that none is missing. */
#define VERB_ROLES "agent supervisor operator security auditor observer"

/* The table, ended by NULL; in verb.c. */
extern const struct verb *const verb_table[];

/* The verb that the first one or two arguments name, or NULL; `ret_words` says how many. "letter sign" goes before
 * "letter". */
const struct verb *verb_find(int argc, char **argv, int *ret_words);

/* Every table of options that a verb takes, its own and the common ones (those alone for NULL). Those it does not have
 * are NULL. */
enum { VERB_OPTIONS = 4 };
void verb_options(const struct verb *, const struct args_option *ret_tables[VERB_OPTIONS]);

/* departments */
extern const struct verb verb_push, verb_correct, verb_extend, verb_due, verb_sign, verb_answer, verb_countersign;
/* supervisors */
extern const struct verb verb_watch, verb_review, verb_accept, verb_return, verb_suspend, verb_close, verb_withdraw,
        verb_text, verb_exceptions, verb_promises, verb_remark_set, verb_remark_import, verb_remark_proposed,
        verb_letter, verb_letter_sign, verb_bulletin_close, verb_plan_propose, verb_plan_proposals, verb_plan_approve;
/* leaders */
extern const struct verb verb_status, verb_digest, verb_bulletin;
/* operators */
extern const struct verb verb_plan_import, verb_plan_check, verb_plan_diff, verb_roster_import, verb_roster_show,
        verb_roster_revoke, verb_policy_set, verb_clock_advance, verb_clock_confirm, verb_health;
/* everyone */
extern const struct verb verb_task, verb_explain, verb_history, verb_alerts, verb_plan_show, verb_policy_show,
        verb_clock_show, verb_key_new, verb_key_show, verb_whoami;

#endif
