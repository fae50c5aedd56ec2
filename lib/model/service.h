/* service.h - what the service alone writes about itself: its birth, its days, what it refused, what it found broken.
 * Mirrors proto/event.proto. */
#ifndef DUBAN_MODEL_SERVICE_H
#define DUBAN_MODEL_SERVICE_H

#include "lib/model/day.h"
#include "lib/model/roster.h"

struct genesis {
        uint32_t format;
        struct bytes log_id;
        uint32_t epoch;
        struct bytes hash;
        struct bytes zone;
        int32_t utc_offset_minutes;
        uint32_t tick_days;
        bool virtual_clock;
        struct day first_day;
        const struct member *operator_member;
        const struct key *operator_key;
        struct bytes software;
};

struct tick {
        struct day day;
};

struct resumed {
        uint64_t down_from; /* UTC ms */
        uint64_t down_to;
        struct day down_from_day;
        struct day down_to_day;
};

struct restored {
        uint32_t epoch;
        uint64_t old_head;
        struct bytes reason;
};

struct refused {
        uint32_t code;
        struct bytes field;
        struct bytes hash;
        uint32_t length;
};

struct refused_sum {
        uint64_t key_id;
        uint32_t code;
        uint32_t count;
        uint64_t first_at;
};

struct quarantine {
        uint64_t seq;
        struct bytes reason;
};

enum link_state { LINK_UNSPECIFIED, LINK_UP, LINK_DOWN, LINK_GONE, LINK_STATE_COUNT };

struct link { /* a member whose agent says that it will be heard again */
        struct bytes member;
        struct bytes department;
        enum link_state state;
        struct day since; /* down: the last day on which it was heard; else the day that was open */
};

struct judge_version {
        uint32_t version;
};

#endif
