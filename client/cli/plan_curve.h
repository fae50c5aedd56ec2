/* plan_curve.h - a plan curve (序时计划) in one cell of a file: "step|2023-03-31=10|2023-09-30=62.5": which kind it is,
 * then the share in % that is to be done by the close of each day.
 *
 * Pure but for arena and page. */
#ifndef DUBAN_CLI_PLAN_CURVE_H
#define DUBAN_CLI_PLAN_CURVE_H

#include "client/cli/page.h"
#include "lib/model/plan.h"

enum { PLAN_CURVE_WRONG = 1 };

/* → PLAN_CURVE_WRONG: it is no curve: an unknown kind, no points where they are needed, days that do not ascend, shares
 * that fall or leave 0..100. `*ret_curve` is NULL for linear, which is the default. Negative: out of memory. */
int plan_curve_read(struct arena *, struct bytes text, const struct curve **ret_curve) CHECKED;
/* As it is read; "" for NULL. In the arena of the page. */
const char *plan_curve_text(struct page *, const struct curve *);
bool plan_curve_same(const struct curve *, const struct curve *);

#endif
