/* config_value.h - one value of a configuration, by the type of its row; for config.c. Pure. */
#ifndef DUBAN_BASE_CONFIG_VALUE_H
#define DUBAN_BASE_CONFIG_VALUE_H

#include "lib/base/config.h"

struct config_value {
        char *text; /* as written, owned */
        uint64_t number; /* from CONFIG_NUMBER on */
};

enum { CONFIG_RULE_SIZE = 160 };

/* → CONFIG_BAD: not what the row allows. */
int config_value_read(const struct config_row *, struct bytes text, struct config_value *ret_value) CHECKED;
/* What the row allows, in words: "a duration from 1 s to 1 h (ms, s, min, h, d)". */
void config_value_rule(const struct config_row *, char out[CONFIG_RULE_SIZE]);

#endif
