/* query_inquiry.c - refusals, rights, and the size of a page. */
#include "workers/query/query_inquiry.h"

#include <stdlib.h>

#include "proto/codec.h"
#include "proto/ids.h"
#include "proto/limits.h"

enum {
        ANSWER_BUDGET = 4 * LIMIT_ARENA_BYTES,
        ANSWER_SPENT = 2 * LIMIT_ARENA_BYTES, /* leaves room for one more row and for encoding */
        SCRATCH_BUDGET = 6 * LIMIT_ARENA_BYTES, /* a report and the short records that go with it */
        ENVELOPE = 64, /* what stands around the rows of an answer */
        RETRY_AFTER_MS = 200,
};

int query_inquiry_new(const struct query_options *options, struct inquiry **ret_inquiry)
{
        struct inquiry *inquiry = calloc(1, sizeof *inquiry);
        int r;

        if (!inquiry)
                return err_fail("out of memory");
        inquiry->arena = arena_new(ANSWER_BUDGET);
        inquiry->scratch = arena_new(SCRATCH_BUDGET);
        r = inquiry->arena && inquiry->scratch ? 0 : err_fail("out of memory");
        if (!r)
                r = query_archive_new(options, &inquiry->archive);
        if (r) {
                query_inquiry_free(inquiry);
                return err_trace(r);
        }
        *ret_inquiry = inquiry;
        return 0;
}

struct inquiry *query_inquiry_free(struct inquiry *inquiry)
{
        if (inquiry) {
                query_archive_free(inquiry->archive);
                arena_free(inquiry->scratch);
                arena_free(inquiry->arena);
                free(inquiry);
        }
        return NULL;
}

int query_inquiry_refuse(struct inquiry *inquiry, enum code code, const char *field)
{
        const struct code_row *row = code_row(code);

        invariant(row);
        inquiry->refusal = (struct refusal){
                .code = row->code,
                .name = bytes_str(row->name),
                .field = bytes_str(field),
                .sentence_zh = bytes_str(row->zh),
                .sentence_en = bytes_str(row->en),
                .retry = row->cost == CODE_RETRY,
                .retry_after_ms = row->cost == CODE_RETRY ? RETRY_AFTER_MS : 0,
        };
        return QUERY_REFUSED;
}

int query_inquiry_take(struct inquiry *inquiry, size_t count, size_t size, void *ret_memory)
{
        void *memory = arena_array(inquiry->arena, count, size);

        if (!memory)
                return err_fail("the memory of an answer is spent");
        memcpy(ret_memory, &memory, sizeof memory);
        return 0;
}

uint32_t query_inquiry_rows(const struct inquiry *inquiry, uint32_t usual)
{
        uint32_t rows = inquiry->query.limit ? inquiry->query.limit : usual;

        return rows < QUERY_ROWS_MAX ? rows : QUERY_ROWS_MAX;
}

int query_inquiry_fits(struct inquiry *inquiry, const struct answer *row, bool *ret_fits)
{
        struct bytes encoded;
        int r;

        arena_reset(inquiry->scratch);
        r = codec_put_answer(row, inquiry->scratch, &encoded);
        if (r)
                return err_trace(r);
        *ret_fits = !inquiry->told || inquiry->told + encoded.len <= LIMIT_ANSWER_BYTES - ENVELOPE;
        if (*ret_fits)
                inquiry->told += encoded.len;
        return 0;
}

bool query_inquiry_spent(const struct inquiry *inquiry)
{
        return arena_used(inquiry->arena) > ANSWER_SPENT;
}

int query_inquiry_plan(struct inquiry *inquiry, const struct plan **ret_plan)
{
        struct bytes asked = inquiry->query.task.plan;
        const struct plan *plan;
        int r = query_archive_plan(inquiry->archive, &plan);

        if (r == QUERY_MISSING)
                return query_inquiry_refuse(inquiry, CODE_NOT_FOUND, "plan");
        if (r)
                return query_pass(r);
        if (asked.len && !bytes_equal(asked, plan->id))
                return query_inquiry_refuse(inquiry, CODE_NOT_FOUND, "task.plan");
        *ret_plan = plan;
        return 0;
}

int query_inquiry_task(struct inquiry *inquiry, uint64_t *ret_task)
{
        struct task_ref ref = inquiry->query.task;
        const struct plan *plan;
        int r;

        if (ref.no && !ref.plan.len) {
                r = query_inquiry_plan(inquiry, &plan);
                if (r)
                        return query_pass(r);
                ref.plan = plan->id;
        }
        *ret_task = ref.no ? ids_task(ref) : 0;
        return 0;
}

bool query_inquiry_reads(const struct inquiry *inquiry, const struct task *task)
{
        const struct member *asker = &inquiry->asker->member;

        return roster_reads_texts(asker->role) || plan_has_duty(task, asker->department);
}

bool query_inquiry_reads_link(const struct inquiry *inquiry, struct bytes department)
{
        const struct member *asker = &inquiry->asker->member;

        return roster_reads_texts(asker->role) || bytes_equal(asker->department, department);
}

bool query_inquiry_reads_keys(const struct inquiry *inquiry)
{
        enum role role = inquiry->asker->member.role;

        return role == ROLE_OPERATOR || role == ROLE_SECURITY || role == ROLE_AUDITOR;
}
