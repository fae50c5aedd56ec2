/* authority.h - may this member say this now? The rules behind every refusal of the collector.
 *
 * Pure but for reading the records that an event refers to. Sources: docs/ARCHITECTURE.md "Who may do
 * what", docs/RULES.md. Collector's thread. */
#ifndef DUBAN_COLLECTOR_AUTHORITY_H
#define DUBAN_COLLECTOR_AUTHORITY_H

#include "proto/codec.h"
#include "workers/collector/book.h"

struct authority_case {
        const struct book *book;
        const struct book_member *member;
        uint64_t key_id; /* by which it speaks */
        const struct event *event;
        struct journal_reader *journal; /* a snapshot, if authority_reads_journal(event->kind) */
};

/* May a member of this role say this kind of thing at all? Asked before the record is decoded.
 * 0, or CODEC_BAD with code and field. */
int authority_check_kind(const struct book_member *, enum event_kind, struct flaw *ret_flaw) CHECKED;
/* Does judging this kind look up earlier records? Then all of them must be durable and in the snapshot. */
bool authority_reads_journal(enum event_kind);
/* An event of a kind that was let through: 0 = it may; CODEC_BAD with code and field = why not; negative =
 * fatal. */
int authority_check(const struct authority_case *, struct flaw *ret_flaw) CHECKED;

/* What follows from an approval that was let through, in the same snapshot: an event of kind EVENT_AMENDMENT, in
 * the arena, when it is the last one its proposal needs; else one of kind EVENT_NONE. 0 or negative. */
int authority_amendment(const struct authority_case *, struct arena *, struct event *ret_event) CHECKED;

#endif
