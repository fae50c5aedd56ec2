/* lines.h - the language of stories; tests/scenario/README.md lists it. */
#ifndef DUBAN_TESTS_SCENARIO_LINES_H
#define DUBAN_TESTS_SCENARIO_LINES_H

#include "tests/scenario/story.h"

/* Lives through one line; a remark (#) or an empty line is nothing. */
void lines_run(struct story *, const char *text, struct place);

#endif
