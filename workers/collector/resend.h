/* resend.h - a number that was used before gets its recorded outcome again, for ever; the same number with
 * other bytes is a conflict. The record is found by walking back the stream from its head or from the
 * nearest signpost. Owner: the taking of one batch; the collector's thread. */
#ifndef DUBAN_COLLECTOR_RESEND_H
#define DUBAN_COLLECTOR_RESEND_H

#include "workers/collector/round.h"

struct collector;

struct resend {
        uint64_t agent;
        const uint8_t *stream;
        uint64_t key_id; /* who repeats */
        uint64_t first; /* number of seqs[0]; 0 = not walked yet */
        size_t n;
        uint64_t *seqs;
};

/* → COLLECTOR_STOP: other bytes, or the record on the disk is damaged; COLLECTOR_FULL. */
int resend_check(struct collector *, struct resend *, struct round_answer *, uint64_t number,
                 struct bytes bytes) CHECKED;
void resend_done(struct resend *);

#endif
