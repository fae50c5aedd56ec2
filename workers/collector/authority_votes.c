/* authority_votes.c - reads a proposal and walks back from the task's head to it. */
#include "workers/collector/authority_votes.h"

#include "proto/limits.h"
#include "workers/collector/authority_checks.h"

static const char FIELD[] = "approval.proposal_seq";

int authority_motion(const struct authority_case *c, const struct book_task *task, struct flaw *flaw,
                     struct motion *ret_motion)
{
        ARENA struct arena *arena = arena_new(LIMIT_ARENA_BYTES);
        struct record record;
        struct event event;
        int r = arena ? authority_record(c, c->event->approval.proposal_seq, FIELD, flaw, &record)
                      : err_fail("out of memory");

        if (r)
                return r;
        if ((record.kind != EVENT_PROPOSAL && record.kind != EVENT_EXTENSION) || record.task != task->id)
                return authority_refuse(flaw, CODE_UNKNOWN_REFERENCE, FIELD);
        r = authority_read(&record, FIELD, flaw, arena, &event);
        if (r == 0)
                *ret_motion = motion_of(&record, &event);
        return r;
}

/* One "no" decides, and so does the amendment that follows the last "yes". */
static int count_record(const struct authority_case *c, const struct record *record, struct arena *arena,
                        struct flaw *flaw, uint32_t *votes)
{
        const uint64_t seq = c->event->approval.proposal_seq;
        struct event event;
        struct flaw unreadable;

        if (record->kind != EVENT_APPROVAL && record->kind != EVENT_AMENDMENT)
                return 0;
        if (authority_read(record, FIELD, &unreadable, arena, &event))
                return 0;
        if (record->kind == EVENT_AMENDMENT)
                return event.amendment.proposal_seq == seq ? authority_refuse(flaw, CODE_ALREADY_DONE, FIELD) : 0;
        if (event.approval.proposal_seq != seq)
                return 0;
        if (!event.approval.approved || record->author == c->key_id)
                return authority_refuse(flaw, CODE_ALREADY_DONE, FIELD);
        (*votes)++;
        return 0;
}

int authority_votes(const struct authority_case *c, const struct book_task *task, struct flaw *flaw,
                    uint32_t *ret_votes)
{
        ARENA struct arena *arena = arena_new(LIMIT_ARENA_BYTES);
        const uint64_t proposal = c->event->approval.proposal_seq;
        struct record record;
        uint32_t votes = 0;
        int r = arena ? 0 : err_fail("out of memory");

        for (uint64_t seq = task->head; seq > proposal && r == 0; seq = record.prev_of_task) {
                r = authority_record(c, seq, FIELD, flaw, &record);
                if (r == 0)
                        r = count_record(c, &record, arena, flaw, &votes);
        }
        if (r == 0)
                *ret_votes = votes;
        return r;
}
