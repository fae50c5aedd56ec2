/* gate.h - who may come in: the key table as the collector last told it. Empty until then, so everybody is
 * refused. Looked at by the guard's thread at every handshake and by the front desk for every message, which
 * is how a revocation reaches a connection that is already open. Thread-safe. */
#ifndef DUBAN_BROKER_GATE_H
#define DUBAN_BROKER_GATE_H

#include "lib/base/bytes.h"
#include "lib/base/clock.h"
#include "lib/base/error.h"
#include "lib/model/roster.h"

struct gate;

struct gate_limits { /* for members without a quota of their own; 0 = none */
        uint32_t records_per_second;
        uint32_t burst;
};

enum { GATE_UNKNOWN = 1, GATE_TOO_FAST };

int gate_new(struct gate_limits, struct gate **ret_gate) CHECKED;
struct gate *gate_free(struct gate *);

/* Take over a key table (workers/collector/collector_tell.c has its layout). `ret_listener_left`: a key
 * that could listen to the bell no longer may, so its open connection must be cut. */
int gate_admit(struct gate *, struct bytes key_table, bool *ret_listener_left) CHECKED;

/* For the guard: may the key enter this door? */
bool gate_may_enter(void *gate, const uint8_t public_key[KEY_SIZE], const char *door);
/* The key's id. → GATE_UNKNOWN */
int gate_key_id(struct gate *, const uint8_t public_key[KEY_SIZE], uint64_t *ret_key_id) CHECKED;
/* The key's id if it may send so many records now. → GATE_UNKNOWN, GATE_TOO_FAST with how long to wait. */
int gate_charge(struct gate *, const uint8_t public_key[KEY_SIZE], uint32_t records, struct mono now,
                uint64_t *ret_key_id, uint32_t *ret_wait_ms) CHECKED;

#endif
