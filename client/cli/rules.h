/* rules.h - the rules of docs/RULES.md section 3 in a sentence each, for `duban explain`. */
#ifndef DUBAN_CLI_RULES_H
#define DUBAN_CLI_RULES_H

#include <stdint.h>

#include "lib/model/words.h"

/* "" for a number that is no rule. */
const char *rules_sentence(uint32_t rule, enum language);

#endif
