/* rules.h - the rules of docs/RULES.md section 3 in a sentence each, for `duban explain`, with the thresholds of the
 * policy that judged. What is returned lives in the page's arena. */
#ifndef DUBAN_CLI_RULES_H
#define DUBAN_CLI_RULES_H

#include <stdint.h>

#include "client/cli/page.h"
#include "lib/model/policy_field.h"
#include "lib/model/verdict.h"

/* "" for a number that is no rule. */
const char *rules_sentence(struct page *, uint32_t rule, const struct policy *);
/* Rule 3 with the figures of a part, as a clerk writes it down; "" where it has no gap. */
const char *rules_sum(struct page *, enum part_kind, const struct part_verdict *);
/* A threshold in the unit that people use. */
const char *rules_threshold(struct page *, const struct policy_field *, uint32_t stored);

#endif
