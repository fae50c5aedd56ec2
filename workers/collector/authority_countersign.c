/* authority_countersign.c - 会签: what another lead says to the report that counts. */
#include "proto/limits.h"
#include "workers/collector/authority_checks.h"

static const char FIELD[] = "countersign.report_seq";

/* Did this department say it to this report? Then the event is filled. */
static bool is_said(const struct authority_case *c, const struct record *record, struct arena *arena,
                    struct event *ret_event)
{
        const struct book_member *author = book_member(c->book, record->agent);
        struct flaw unreadable;

        return record->kind == EVENT_COUNTERSIGN && author && author->department == c->member->department &&
               authority_read(record, FIELD, &unreadable, arena, ret_event) == 0 &&
               ret_event->countersign.report_seq == c->event->countersign.report_seq;
}

/* Newest first, back to the report and no farther: the department may change its mind, but not repeat itself. */
static int check_new(const struct authority_case *c, const struct book_task *task, struct flaw *flaw)
{
        const struct countersign *now = &c->event->countersign;
        ARENA struct arena *arena = arena_new(LIMIT_ARENA_BYTES);
        struct record record;
        struct event said;
        int r = arena ? 0 : err_fail("out of memory");

        for (uint64_t seq = task->head; seq > now->report_seq && r == 0; seq = record.prev_of_task) {
                r = authority_record(c, seq, FIELD, flaw, &record);
                if (r || !is_said(c, &record, arena, &said))
                        continue;
                return said.countersign.objection == now->objection ? authority_refuse(flaw, CODE_ALREADY_DONE, FIELD)
                                                                    : 0;
        }
        return r;
}

int authority_check_countersign(const struct authority_case *c, struct flaw *flaw)
{
        const struct countersign *countersign = &c->event->countersign;
        const struct book_task *task;
        struct record report;
        uint64_t reporter;
        int r;

        if (countersign->objection && countersign->text.len == 0)
                return authority_refuse(flaw, CODE_MISSING_FIELD, "countersign.text");
        r = authority_task(c, &countersign->task, flaw, &task);
        if (r == 0 && !book_task_leads(task, c->member->department))
                r = authority_refuse(flaw, CODE_NOT_ALLOWED, "countersign.task");
        if (r == 0)
                r = authority_report_counts(c, task, countersign->report_seq, FIELD, flaw, &report);
        if (r == 0)
                r = authority_reporter(c, &report, FIELD, flaw, &reporter);
        if (r == 0 && reporter == c->member->department)
                r = authority_refuse(flaw, CODE_NOT_ALLOWED, FIELD);
        return r ? r : check_new(c, task, flaw);
}
