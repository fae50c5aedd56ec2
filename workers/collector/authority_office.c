/* authority_office.c - what the office says about tasks: remarks, suspensions, closing, texts, the bulletin. */
#include <stdio.h>

#include "proto/ids.h"
#include "workers/collector/authority_checks.h"

static int check_about_task(const struct authority_case *c, struct flaw *flaw)
{
        const struct book_task *task;

        return authority_task(c, event_task(c->event), flaw, &task);
}

int authority_check_remark(const struct authority_case *c, struct flaw *flaw)
{
        if (c->event->remark.word == REMARK_UNSPECIFIED)
                return authority_refuse(flaw, CODE_MISSING_FIELD, "remark.word");
        return check_about_task(c, flaw);
}

int authority_check_suspension(const struct authority_case *c, struct flaw *flaw)
{
        const struct suspension *suspension = &c->event->suspension;
        int r = check_about_task(c, flaw);

        if (r == 0 && !suspension->lifted && day_is_set(suspension->until) &&
            day_before(suspension->until, c->book->today))
                r = authority_refuse(flaw, CODE_NOT_LATER, "suspension.until");
        return r;
}

static int check_evidence(const struct attachment *evidence, size_t i, struct flaw *flaw)
{
        char field[sizeof flaw->field];

        if (evidence->name.len && evidence->hash.len)
                return 0;
        snprintf(field, sizeof field, "close.evidence[%zu].%s", i, evidence->name.len ? "hash" : "name");
        return authority_refuse(flaw, CODE_MISSING_FIELD, field);
}

/* 销号 on evidence or for a reason; to undo it there must be a reason. */
int authority_check_close(const struct authority_case *c, struct flaw *flaw)
{
        const struct close *close = &c->event->close;
        int r = check_about_task(c, flaw);

        for (size_t i = 0; i < close->evidence.n && r == 0; i++)
                r = check_evidence(&close->evidence.at[i], i, flaw);
        if (r)
                return r;
        if (close->reason.len == 0 && close->reopened)
                return authority_refuse(flaw, CODE_MISSING_FIELD, "close.reason");
        if (close->reason.len == 0 && close->evidence.n == 0)
                return authority_refuse(flaw, CODE_MISSING_FIELD, "close.evidence");
        return 0;
}

/* 采用稿 */
int authority_check_plan_text(const struct authority_case *c, struct flaw *flaw)
{
        const struct plan_text *text = &c->event->plan_text;
        bool is_empty = true;

        for (size_t i = 0; i < text->progress.n; i++)
                is_empty = is_empty && text->progress.at[i].len == 0;
        if (is_empty)
                return authority_refuse(flaw, CODE_MISSING_FIELD, "plan_text.progress");
        return check_about_task(c, flaw);
}

/* -- the bulletin -- */

/* The first task of the plan in force that the office has said no word about, or 0. */
static uint32_t first_without_remark(const struct book *book)
{
        uint32_t first = 0;

        for (size_t i = 0; i < book->tasks.n; i++) {
                const struct book_task *task = &book->tasks.at[i];
                const uint32_t no = ids_task_no(task->id);

                if (task->n_departments && !task->has_remark && (first == 0 || no < first))
                        first = no;
        }
        return first;
}

/* 定稿: what is printed stands in the journal already, and no remark is empty. */
int authority_check_bulletin(const struct authority_case *c, struct flaw *flaw)
{
        const struct bulletin_closed *bulletin = &c->event->bulletin_closed;
        const uint32_t bare = first_without_remark(c->book);
        char field[sizeof flaw->field];
        int r;

        if (c->book->plan_tag == 0 || !bytes_equal(bulletin->plan, c->book->plan_id))
                return authority_refuse(flaw, CODE_UNKNOWN_REFERENCE, "bulletin_closed.plan");
        if (bulletin->hash.len == 0)
                return authority_refuse(flaw, CODE_MISSING_FIELD, "bulletin_closed.hash");
        if (bulletin->through_seq == 0)
                return authority_refuse(flaw, CODE_MISSING_FIELD, "bulletin_closed.through_seq");
        if (bulletin->through_seq > journal_read_head(c->journal))
                return authority_refuse(flaw, CODE_UNKNOWN_REFERENCE, "bulletin_closed.through_seq");
        r = authority_day(c, bulletin->data_date, "bulletin_closed.data_date", flaw);
        if (r || bare == 0)
                return r;
        snprintf(field, sizeof field, "bulletin_closed.task[%u].remark", bare);
        return authority_refuse(flaw, CODE_MISSING_FIELD, field);
}
