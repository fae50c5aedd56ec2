/* derived.h - a derived event as the line that a story has for it. */
#ifndef DUBAN_TESTS_SCENARIO_DERIVED_H
#define DUBAN_TESTS_SCENARIO_DERIVED_H

#include "lib/model/event.h"

void derived_line(const struct event *, char *line, size_t size);

#endif
