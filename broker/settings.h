/* settings.h - the configuration of duband: one table, from which parser, `config --print`, the commented
 * file of `init` and the manual's list are made. */
#ifndef DUBAN_BROKER_SETTINGS_H
#define DUBAN_BROKER_SETTINGS_H

#include "lib/base/config.h"

extern const struct config_row SETTINGS[];
extern const size_t SETTINGS_COUNT;

/* DIR/duban.conf over the defaults; a missing file is fine. Every flaw is told on standard error.
 * → CONFIG_BAD */
int settings_load(const char *dir, struct config **ret_config) CHECKED;

#endif
