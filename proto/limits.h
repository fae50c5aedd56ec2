/* limits.h - how much of anything the service takes. One table; docs/PROTOCOL.md prints it. */
#ifndef DUBAN_PROTO_LIMITS_H
#define DUBAN_PROTO_LIMITS_H

enum {
        LIMIT_FRAME_BYTES = 131072, /* one frame on any endpoint */
        LIMIT_RECORD_BYTES = 65536, /* one Event */
        LIMIT_BATCH_RECORDS = 512, /* in one Batch */
        LIMIT_ARENA_BYTES = 2097152, /* memory to decode one message */
        LIMIT_TEXT_BYTES = 16384, /* one paragraph or sentence */
        LIMIT_NAME_BYTES = 255, /* names, units, ids */
        LIMIT_LIST_ITEMS = 512, /* any other list that a client sends, but tasks of a chunk */
        LIMIT_PARTS = 200, /* parts of a task, lines of a report */
        LIMIT_UNKNOWN_FIELDS = 32, /* fields of a newer schema, in one message */
        LIMIT_ANSWER_BYTES = 98304, /* an answer stops adding rows here and pages on */
        LIMIT_BELL_BYTES = 16384, /* alert records a bell frame carries */
        LIMIT_OUTSTANDING = 64, /* records a client may have unacknowledged per stream by default */
};

#endif
