/* bulletin_read.h - a bulletin out of the service's answers, and the seal that tells whether it is still the same. */
#ifndef DUBAN_CLI_BULLETIN_READ_H
#define DUBAN_CLI_BULLETIN_READ_H

#include "client/cli/bulletin.h"
#include "client/cli/session.h"

/* Rows of the options that say what is printed on it. */
#define BULLETIN_PRINTED_OPTIONS                                                                                       \
        {"issued", "DATE", "印发日期(默认日志的当日)", "day of issue (default: the journal's today)", false},          \
                {"index", "TEXT", "索引号(默认留空)", "index number (default: left blank)", false},                    \
                {"number", "TEXT", "文号(默认留空)", "document number (default: left blank)", false},                  \
        {                                                                                                              \
                "title", "TEXT", "标题(默认由计划名称和数据期间组成)", "title (default: made of plan and period)",     \
                        false                                                                                          \
        }

/* What these options say. → CLI_USAGE after a complaint */
int bulletin_read_printed(struct session *, const struct args *, struct bulletin *) CHECKED;

/* Fills in the rest of a bulletin of which edition, numbers, title and day of issue are set; no day: the journal's
 * today. It is one state of the journal: when records are added while it is read, it is read again. → outcomes of
 * ask.h */
int bulletin_read(struct session *, struct bulletin *) CHECKED;
/* BLAKE2b-256 of the public edition as text, in Chinese: HASH_SIZE bytes. Negative when out of memory. */
int bulletin_read_seal(struct session *, const struct bulletin *, uint8_t *ret_hash) CHECKED;

#endif
