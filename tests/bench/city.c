/* city.c - keys, tasks, reports. */
#include "tests/bench/city.h"

#include <sodium.h>

#include "proto/codec.h"
#include "proto/ids.h"

enum { FALLS_BEHIND = 64, TASK_LOW = 1 << 21, TASK_HIGH = (1 << 28) - 1, VALUE_LOW = 64, VALUE_HIGH = 8191 };

void city_keys(int agent, struct bus_keypair *ret_keys)
{
        uint8_t seed[16] = "duban-bench";

        be32_put(seed + 12, (uint32_t)agent);
        ids_hash(bytes_of(seed, sizeof seed), ret_keys->secret_key);
        crypto_scalarmult_base(ret_keys->public_key, ret_keys->secret_key);
}

const char *city_name(struct arena *arena, int agent)
{
        return arena_print(arena, "第%02d局", agent + 1);
}

uint32_t city_task_of(uint32_t tasks, int agent, uint64_t k)
{
        const uint32_t first = (uint32_t)agent % tasks;
        const uint32_t own = (tasks - first + CITY_AGENTS - 1) / CITY_AGENTS;

        return CITY_FIRST_TASK + first + CITY_AGENTS * (uint32_t)(k % own);
}

uint32_t city_value(int agent, uint64_t k)
{
        const uint64_t mixed = (k + (uint64_t)agent + 1) * UINT64_C(0x9e3779b97f4a7c15);

        if ((mixed >> 32) % FALLS_BEHIND == 0)
                return CITY_BEHIND;
        return 5001 + (uint32_t)(k % 900);
}

/* -- encoding -- */

int city_put_task(uint32_t index, struct arena *arena, struct bytes *ret_task)
{
        const char *name = city_name(arena, (int)(index % CITY_AGENTS));
        const char *title = arena_print(arena, "第%u项重点任务", index + 1);
        struct bytes lead = bytes_str(name);
        struct part part = {
                .no = 1,
                .name = bytes_str("完成数"),
                .kind = PART_CUMULATIVE,
                .unit = bytes_str("个"),
                .target = {.unscaled = 10000, .known = true},
        };
        struct task task = {.no = CITY_FIRST_TASK + index, .title = bytes_str(title)};

        if (!name || !title)
                return err_fail("out of memory");
        task.lead.at = &lead;
        task.lead.n = 1;
        task.part.at = &part;
        task.part.n = 1;
        return codec_put_task(&task, arena, ret_task);
}

static int put_report(uint32_t task, uint32_t value, struct arena *arena, struct bytes *ret_event)
{
        struct bytes progress = bytes_str("截至6月底,各有关单位按月调度、逐项推进,累计完成数见填报指标;"
                                          "下一步将继续加大协调力度,确保年底前完成。");
        struct line line = {
                .part = 1,
                .value = {.unscaled = value, .known = true},
                .unit = bytes_str("个"),
        };
        struct event event = {.kind = EVENT_REPORT};

        event.report.task = (struct task_ref){bytes_str(CITY_PLAN), task};
        event.report.data_date = day_of(2023, 6, 30);
        event.report.sent_at = UINT64_C(1688112000000);
        event.report.line.at = &line;
        event.report.line.n = 1;
        event.report.progress.at = &progress;
        event.report.progress.n = 1;
        return codec_put_event(&event, arena, ret_event);
}

/* Where two encodings of one length begin to differ. */
static size_t first_difference(struct bytes a, struct bytes b)
{
        size_t at = 0;

        invariant(a.len == b.len);
        while (at < a.len && a.at[at] == b.at[at])
                at++;
        return at;
}

int city_report_new(struct city_report *ret_report)
{
        ARENA struct arena *arena = arena_new(0);
        struct bytes low, other_task, other_value;
        int r = arena ? put_report(TASK_LOW, VALUE_LOW, arena, &low) : err_fail("out of memory");

        if (r == 0)
                r = put_report(TASK_HIGH, VALUE_LOW, arena, &other_task);
        if (r == 0)
                r = put_report(TASK_LOW, VALUE_HIGH, arena, &other_value);
        if (r)
                return err_trace(r);
        invariant(low.len <= CITY_REPORT_MAX);
        memcpy(ret_report->at, low.at, low.len);
        ret_report->len = low.len;
        ret_report->task_at = first_difference(low, other_task);
        ret_report->value_at = first_difference(low, other_value);
        return 0;
}

static void patch(uint8_t *at, uint32_t value, int width)
{
        for (int i = 0; i < width; i++, value >>= 7)
                at[i] = (uint8_t)((value & 0x7f) | (i < width - 1 ? 0x80 : 0));
}

void city_report_set(struct city_report *report, uint32_t task, uint32_t value)
{
        patch(report->at + report->task_at, task, 4);
        patch(report->at + report->value_at, value * 2, 2); /* zigzag */
}
