/* ask.h - questions to the service: pages are asked for until everything is told.
 *
 * Answers live in the session's arena. Each function returns 0, an outcome of session.h after a complaint, or
 * negative. */
#ifndef DUBAN_CLI_ASK_H
#define DUBAN_CLI_ASK_H

#include "client/cli/session.h"
#include "proto/ask.h"

/* One question, one answer. Sets --at-least, --as-of, --for-date and --plan. */
int ask_once(struct session *, const struct query *, struct answer *ret_answer) CHECKED;
/* The same whatever --as-of and --for-date say: for questions that have no past. */
int ask_now(struct session *, const struct query *, struct answer *ret_answer) CHECKED;
/* The same question from page to page; lists are joined, through_seq and judged_through are the lowest seen.
 * `query.limit` > 0 stops after that many rows. */
int ask_all(struct session *, const struct query *, struct answer *ret_answer) CHECKED;
/* The plan in force (or --plan), tasks in order of their numbers. */
int ask_plan(struct session *, struct answer *ret_answer) CHECKED;
/* All rows of a question about tasks, and the plan that names their parts. */
int ask_with_plan(struct session *, const struct query *, struct answer *ret_answer, struct answer *ret_plan) CHECKED;
/* Does the plan name that department at all? Asked when nothing was found of it: it may be misspelled, and "nothing is
 * owed" would be wrong. CLI_USAGE after a complaint; no name is fine. */
int ask_known(const struct session *, const struct plan_view *, struct bytes department) CHECKED;
/* The journal's today, in an answer that has `health`; the policy in force, in one that has `policy`. */
int ask_clock(struct session *, struct answer *ret_answer) CHECKED;
int ask_policy(struct session *, struct answer *ret_answer) CHECKED;
/* Is the plan of that id the one in force? */
int ask_in_force(struct session *, struct bytes plan, bool *ret_in_force) CHECKED;
/* The only view of ASK_TASK. CLI_REFUSED when there is no such task. */
int ask_task(struct session *, struct task_ref, struct answer *ret_answer, const struct task_view **ret_view) CHECKED;
/* Complains of a page that leads to itself. Returns CLI_NO_ANSWER. */
int ask_no_progress(const struct session *);
/* Prints a refusal. Returns CLI_REFUSED, or CLI_NO_ANSWER when it only says that the time was over. */
int ask_refused(const struct session *, const struct refusal *);

/* In a list sorted by number, or NULL. */
const struct task *ask_find_task(const struct plan_view *, uint32_t no);

#endif
