/* log.h - one line an event on standard error: time, level, event, key=value pairs.
 *
 * Never payload text, never secrets. Control characters are written as '?'. Threads: any; a line is
 * one write(2). Library modules only log at debug level; *_run.c and main.c log the rest. */
#ifndef DUBAN_BASE_LOG_H
#define DUBAN_BASE_LOG_H

#include "lib/base/error.h"

enum log_level { LOG_ERROR, LOG_WARNING, LOG_INFO, LOG_DEBUG };

/* Lines above this level are dropped. Default LOG_INFO. Call before threads start. */
void log_set_level(enum log_level level);

#define log_error(event, ...) log_line(LOG_ERROR, event, __VA_ARGS__)
#define log_warning(event, ...) log_line(LOG_WARNING, event, __VA_ARGS__)
#define log_info(event, ...) log_line(LOG_INFO, event, __VA_ARGS__)
#define log_debug(event, ...) log_line(LOG_DEBUG, event, __VA_ARGS__)

/* `event` is one lower-case word; `format` makes the key=value pairs, "" for none. */
void log_line(enum log_level level, const char *event, const char *format, ...) PRINTF(3, 4);

#endif
