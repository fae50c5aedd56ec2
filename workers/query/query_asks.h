/* query_asks.h - the questions: one function each, listed in the table of query_answer.c.
 *
 * Each finds asker and open snapshot in the inquiry and fills its answer. 0, QUERY_REFUSED, QUERY_DAMAGED. */
#ifndef DUBAN_QUERY_ASKS_H
#define DUBAN_QUERY_ASKS_H

#include "workers/query/query_inquiry.h"

int query_tasks_status(struct inquiry *) CHECKED;
int query_tasks_task(struct inquiry *) CHECKED;
int query_tasks_due(struct inquiry *) CHECKED;
int query_tasks_countersign(struct inquiry *) CHECKED;
int query_tasks_plan(struct inquiry *) CHECKED;

int query_records_history(struct inquiry *) CHECKED;
int query_records_onward(struct inquiry *) CHECKED;

int query_alerts(struct inquiry *) CHECKED;

int query_members(struct inquiry *) CHECKED;

int query_admin_whoami(struct inquiry *) CHECKED;
int query_admin_policy(struct inquiry *) CHECKED;
int query_admin_health(struct inquiry *) CHECKED;
int query_admin_clock(struct inquiry *) CHECKED;
int query_admin_cursor(struct inquiry *) CHECKED;

#endif
