/* rules.h - the rules of docs/RULES.md section 3 in a sentence each, for `duban explain`, with the thresholds of the
 * policy that judged. What is returned lives in the page's arena. */
#ifndef DUBAN_CLI_RULES_H
#define DUBAN_CLI_RULES_H

#include <stdint.h>

#include "client/cli/page.h"
#include "lib/model/policy_field.h"

/* "" for a number that is no rule. */
const char *rules_sentence(struct page *, uint32_t rule, const struct policy *);
/* A threshold in the unit that people use. */
const char *rules_threshold(struct page *, const struct policy_field *, uint32_t stored);

#endif
