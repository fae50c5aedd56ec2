/* roster.h - members, keys, roles; and which role may say what. Mirrors proto/roster.proto.
 *
 * A member's id and a key's id are fingerprints (first 8 bytes of BLAKE2b-256 of the name, of the
 * public key), so nothing has to be numbered; the collector refuses a collision. Ids below
 * ID_RESERVED_END never belong to a member or key: they are the service's own authors. Pure. */
#ifndef DUBAN_MODEL_ROSTER_H
#define DUBAN_MODEL_ROSTER_H

#include "lib/base/bytes.h"
#include "lib/model/day.h"

enum role {
        ROLE_UNSPECIFIED,
        ROLE_AGENT,
        ROLE_SUPERVISOR,
        ROLE_OPERATOR,
        ROLE_SECURITY,
        ROLE_AUDITOR,
        ROLE_OBSERVER,
        ROLE_COUNT,
};

enum { KEY_SIZE = 32, STREAM_SIZE = 16, HASH_SIZE = 32, LOG_ID_SIZE = 16 };

enum { /* authors inside the service; never accepted from a socket */
       ID_NONE = 0,
       ID_COLLECTOR = 1,
       ID_NOTIFIER = 2,
       ID_RESERVED_END = 1024,
};

struct quota { /* 0 = the service's default */
        uint32_t reports_per_second;
        uint32_t burst;
        uint64_t bytes_per_day;
};

struct member {
        struct bytes name;
        struct bytes department;
        enum role role;
        bool retired;
        const struct quota *quota; /* NULL = default */
        struct bytes contact;
};

struct key {
        struct bytes public_key; /* KEY_SIZE */
        struct bytes member;
        struct day not_before;
        struct day not_after;
        bool revoked;
        struct bytes reason;
};

struct roster_change {
        LIST(struct member) member;
        LIST(struct key) key;
        struct bytes reason;
};

/* Is the key usable on that day? */
bool roster_key_valid(const struct key *, struct day today);
/* May a key of this role connect to the bell? */
bool roster_may_listen(enum role);
/* May this role read other departments' texts? */
bool roster_reads_texts(enum role);

#endif
