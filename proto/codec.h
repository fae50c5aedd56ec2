/* codec.h - bytes of the wire to plain structs and back. The only module that sees generated code.
 *
 * Decoding takes an arena with a budget (LIMIT_ARENA_BYTES), fresh or reset for each message: when it is spent, the
 * message is refused as CODE_TOO_LARGE. Views in the result point into the arena, not into the input.
 * Everything that came in is checked here: shape, UTF-8, control characters, enums, days, numbers, list
 * lengths (proto/limits.h), and what a message cannot do without (NEEDED in proto/shapes_*.c). Whether it fits plan
 * and roster is the collector's to say. Unknown fields are allowed (at most 32) and ignored; the caller keeps the
 * bytes. Decoding: 0, or CODEC_BAD with the flaw; never negative. Any thread. */
#ifndef DUBAN_PROTO_CODEC_H
#define DUBAN_PROTO_CODEC_H

#include "lib/base/arena.h"
#include "lib/model/event.h"
#include "proto/ask.h"
#include "proto/codes.h"
#include "proto/wire.h"

enum { CODEC_BAD = 1 };

struct flaw {
        enum code code;
        char field[96]; /* path: "report.line[2].unit"; terminated, ASCII */
};

int codec_event(struct bytes, struct arena *, struct event *ret_event, struct flaw *ret_flaw) CHECKED;
int codec_task(struct bytes, struct arena *, struct task *ret_task, struct flaw *ret_flaw) CHECKED;
int codec_plan(struct bytes, struct arena *, struct plan *ret_plan, struct flaw *ret_flaw) CHECKED;
int codec_member(struct bytes, struct arena *, struct member *ret_member, struct flaw *ret_flaw) CHECKED;
int codec_key(struct bytes, struct arena *, struct key *ret_key, struct flaw *ret_flaw) CHECKED;
int codec_reply(struct bytes, struct arena *, struct reply *ret_reply, struct flaw *ret_flaw) CHECKED;
int codec_query(struct bytes, struct arena *, struct query *ret_query, struct flaw *ret_flaw) CHECKED;
int codec_answer(struct bytes, struct arena *, struct answer *ret_answer, struct flaw *ret_flaw) CHECKED;
int codec_bell(struct bytes, struct arena *, struct bell *ret_bell, struct flaw *ret_flaw) CHECKED;

/* Encoding: the bytes live in the arena. What is zero or empty is left out. Values are not checked: the receiver does
 * that, and answers with the field. 0, or negative when the arena is spent or an event has no kind. */
int codec_put_event(const struct event *, struct arena *, struct bytes *ret_bytes) CHECKED;
int codec_put_task(const struct task *, struct arena *, struct bytes *ret_bytes) CHECKED;
int codec_put_plan(const struct plan *, struct arena *, struct bytes *ret_bytes) CHECKED;
int codec_put_member(const struct member *, struct arena *, struct bytes *ret_bytes) CHECKED;
int codec_put_key(const struct key *, struct arena *, struct bytes *ret_bytes) CHECKED;
int codec_put_batch(const struct batch *, struct arena *, struct bytes *ret_bytes) CHECKED;
int codec_put_reply(const struct reply *, struct arena *, struct bytes *ret_bytes) CHECKED;
int codec_put_query(const struct query *, struct arena *, struct bytes *ret_bytes) CHECKED;
int codec_put_answer(const struct answer *, struct arena *, struct bytes *ret_bytes) CHECKED;
int codec_put_bell(const struct bell *, struct arena *, struct bytes *ret_bytes) CHECKED;

#endif
