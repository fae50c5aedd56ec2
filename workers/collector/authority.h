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

/* authority_roster.c */
int authority_check_roster(const struct authority_case *, struct flaw *) CHECKED;
/* Chunks and the plan itself (authority_plan.c): whole, sound, unaltered. As authority_check. */
int authority_check_chunk(const struct authority_case *, struct flaw *) CHECKED;
int authority_check_plan(const struct authority_case *, struct flaw *) CHECKED;
/* Fills the flaw; returns CODEC_BAD. */
int authority_refuse(struct flaw *, enum code, const char *field);

#endif
