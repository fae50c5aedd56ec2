/* plan_curve.h - a plan curve (序时计划) as the text of one cell: "seasonal|2023-06-30=10|2023-10-31=95.5".
 *
 * The kind (table, step, seasonal), then what share of the target, in percent with at most two decimals, is to be there
 * at the close of a day; days rise, shares never fall. Lives in the arena given. */
#ifndef DUBAN_CLI_PLAN_CURVE_H
#define DUBAN_CLI_PLAN_CURVE_H

#include "client/cli/page.h"
#include "lib/model/plan.h"

const char *plan_curve_kind(enum curve_kind); /* "linear" when unspecified */
/* 0, 1 when the text is no curve, negative when out of memory. */
int plan_curve_read(struct arena *, struct bytes text, const struct curve **ret_curve) CHECKED;
struct cell plan_curve_cell(struct page *, const struct curve *); /* NULL = none */
bool plan_curve_same(const struct curve *, const struct curve *);

#endif
