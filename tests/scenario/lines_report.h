/* lines_report.h - the lines in which a department speaks. For lines.c. */
#ifndef DUBAN_TESTS_SCENARIO_LINES_REPORT_H
#define DUBAN_TESTS_SCENARIO_LINES_REPORT_H

#include "tests/scenario/words.h"

void lines_report(struct story *, const struct words *);
void lines_report_correct(struct story *, const struct words *);
void lines_report_answer(struct story *, const struct words *);

#endif
