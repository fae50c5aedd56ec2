/* front_no.h - the refusals that the front desk gives by itself, in the form of its endpoint. */
#ifndef DUBAN_BROKER_FRONT_NO_H
#define DUBAN_BROKER_FRONT_NO_H

#include "broker/front.h"
#include "lib/base/arena.h"
#include "proto/codes.h"

/* The encoded Reply or Answer that says `code`; it lives in the arena. `request` is what was asked, for the
 * number or id to answer to; it may be anything. */
int front_no(enum front_kind, enum code, struct bytes request, uint32_t retry_after_ms, struct arena *,
             struct bytes *ret_body) CHECKED;
/* What a message of no known shape is on this endpoint. */
enum code front_bad_code(enum front_kind);

#endif
