/* past_bench.c - the board as of any sequence: how long it takes behind a million records. tools/bench calls it.
 *
 *   past_bench [RECORDS [DIRECTORY]]     default 1000000 in /var/tmp
 *
 * Reports in nearly the order of their dates, one in eight late by up to 90 days, on 110 tasks, all of which were
 * amended; every second report changes the verdict, so two of three records are reports. Prints the middle and the
 * worst time of the whole board (status of every task) now, as of sequences and up to dates spread over the journal,
 * and both; a JSON line each, beside the board now. */
#include <ftw.h>
#include <stdlib.h>

#include "lib/base/clock.h"
#include "lib/store/applier.h"
#include "proto/codec.h"
#include "proto/ids.h"
#include "workers/query/query.h"

enum { TASKS = 110, BATCH = 4096, ROUNDS = 41, DAYS = 700, IMPORT_ID_BYTES = 16, PATH_SIZE = 512 };

static const struct day FIRST = {19358}; /* 2023-01-01 */
static const uint8_t PUBLIC_KEY[KEY_SIZE] = {1};

struct bench {
        struct journal *journal;
        struct state *state;
        struct marks *marks;
        struct applier *applier;
        struct link_service service;
        struct arena *arena;
        uint64_t head_of_task[TASKS + 1];
        uint64_t head;
        size_t rows; /* of the last answer */
        double now_ms; /* the board as it stands */
};

static void must(int rc, const char *what)
{
        if (rc) {
                fprintf(stderr, "%s: %d\n", what, rc);
                exit(1);
        }
}

static void say(struct bench *bench, const struct event *event, uint32_t no)
{
        struct record record = {.kind = event->kind,
                                .epoch = 1,
                                .author = ID_COLLECTOR,
                                .agent = ID_COLLECTOR,
                                .day = event_day(event)};

        arena_reset(bench->arena);
        must(codec_put_event(event, bench->arena, &record.payload), "encode");
        if (no) {
                record.task = ids_task((struct task_ref){bytes_str("2023"), no});
                record.prev_of_task = bench->head_of_task[no];
        }
        must(journal_add(bench->journal, &record), "add");
        bench->head_of_task[no] = record.seq;
        bench->head = record.seq;
        if (record.seq % BATCH == 0)
                must(journal_commit(bench->journal), "commit");
}

static void say_roster(struct bench *bench)
{
        struct member member = {.name = bytes_str("op"), .department = bytes_str("d"), .role = ROLE_OPERATOR};
        struct key key = {.public_key = bytes_of(PUBLIC_KEY, KEY_SIZE), .member = bytes_str("op")};
        struct event event = {.kind = EVENT_ROSTER_CHANGE};

        event.roster_change.member.at = &member;
        event.roster_change.member.n = 1;
        event.roster_change.key.at = &key;
        event.roster_change.key.n = 1;
        say(bench, &event, 0);
}

static void say_plan(struct bench *bench)
{
        static const uint8_t import_id[IMPORT_ID_BYTES] = {1};
        static const uint8_t hash[HASH_SIZE] = {0};
        ARENA struct arena *arena = arena_new(0);
        struct bytes encoded[TASKS];
        struct bytes lead = bytes_str("d");
        struct part part = {.no = 1, .name = bytes_str("p"), .kind = PART_CUMULATIVE, .target = {100, 0, true}};
        struct event event = {.kind = EVENT_PLAN_CHUNK};

        for (uint32_t i = 0; i < TASKS; i++) {
                struct task task = {.no = i + 1, .title = bytes_str("t")};

                task.lead.at = &lead;
                task.lead.n = 1;
                task.part.at = &part;
                task.part.n = 1;
                must(codec_put_task(&task, arena, &encoded[i]), "task");
        }
        event.plan_chunk = (struct plan_chunk){.plan = bytes_str("2023"), .import_id = {import_id, IMPORT_ID_BYTES}};
        event.plan_chunk.task.at = encoded;
        event.plan_chunk.task.n = TASKS;
        say(bench, &event, 0);
        event = (struct event){.kind = EVENT_PLAN_IN_FORCE};
        event.plan_in_force = (struct plan){.id = bytes_str("2023"),
                                            .import_id = {import_id, IMPORT_ID_BYTES},
                                            .chunks = 1,
                                            .tasks = TASKS,
                                            .hash = {hash, HASH_SIZE},
                                            .start = FIRST,
                                            .end = day_plus(FIRST, DAYS)};
        say(bench, &event, 0);
}

/* What an answer reads of a task besides its report. */
static void say_verdict(struct bench *bench, uint32_t no)
{
        struct part_verdict part = {.part = 1, .verdict = VERDICT_ON_PACE, .raw_verdict = VERDICT_ON_PACE, .rule = 3};
        struct event event = {.kind = EVENT_VERDICT};

        event.verdict = (struct verdict){.task = {bytes_str("2023"), no},
                                         .cause = bench->head,
                                         .judge_version = 1,
                                         .policy_version = 1,
                                         .day = FIRST,
                                         .verdict = VERDICT_ON_PACE,
                                         .raw_verdict = VERDICT_ON_PACE,
                                         .report_seq = bench->head};
        event.verdict.part.at = &part;
        event.verdict.part.n = 1;
        say(bench, &event, no);
}

static void say_amendment(struct bench *bench, uint32_t no)
{
        struct part_change change = {.part = 1, .target = {90, 0, true}, .was_target = {100, 0, true}};
        struct event event = {.kind = EVENT_AMENDMENT, .amendment = {.task = {bytes_str("2023"), no}}};

        event.amendment.proposal_seq = bench->head;
        event.amendment.change.at = &change;
        event.amendment.change.n = 1;
        say(bench, &event, no);
}

static void say_reports(struct bench *bench, uint64_t records)
{
        struct line line = {.part = 1, .value = {50, 0, true}};
        struct bytes words = bytes_str("a paragraph as long as such paragraphs are, more or less, in most reports");
        struct event event = {.kind = EVENT_REPORT};
        int today = -1;

        for (uint64_t i = 0; i < records; i++) {
                const uint64_t chance = (i + 1) * 0x9E3779B97F4A7C15u;
                const uint32_t no = 1 + (uint32_t)((chance >> 32) % TASKS);
                const int day = (int)(i * DAYS / records);

                while (today < day) {
                        const struct event tick = {.kind = EVENT_TICK, .tick = {day_plus(FIRST, ++today)}};

                        say(bench, &tick, 0);
                }
                event.report = (struct report){.task = {bytes_str("2023"), no}};
                event.report.data_date = day_plus(FIRST, chance % 8 ? day : day - (int)(chance >> 8) % 90);
                event.report.line.at = &line;
                event.report.line.n = 1;
                event.report.progress.at = &words;
                event.report.progress.n = 1;
                say(bench, &event, no);
                if (chance >> 16 & 1)
                        say_verdict(bench, no);
                if (i < TASKS)
                        say_amendment(bench, (uint32_t)i + 1);
        }
        must(journal_commit(bench->journal), "commit");
}

static int count_rows(void *context, const struct bus_route *route UNUSED, struct bytes body)
{
        struct bench *bench = context;
        ARENA struct arena *arena = arena_new(0);
        struct answer answer;
        struct flaw flaw;

        must(codec_answer(body, arena, &answer, &flaw), "answer");
        if (answer.refusal)
                fprintf(stderr, "refused: %.*s\n", BYTES_ARG(answer.refusal->field));
        bench->rows = answer.task.n;
        return 0;
}

static double ask_ms(struct bench *bench, uint64_t as_of, struct day for_date)
{
        const struct query query = {.ask = ASK_STATUS, .as_of = as_of, .for_date = for_date};
        const struct link_sink sink = {.context = bench, .reply = count_rows};
        struct link_request request = {.key_id = ids_of_key(PUBLIC_KEY)};
        struct mono start;

        arena_reset(bench->arena);
        must(codec_put_query(&query, bench->arena, &request.body), "query");
        start = clock_mono();
        must(bench->service.take(bench->service.self, &request, &sink), "ask");
        must(bench->rows != TASKS, "rows");
        return (double)mono_since_us(start) / 1000;
}

static int by_size(const void *a, const void *b)
{
        const double x = *(const double *)a;
        const double y = *(const double *)b;

        return (x > y) - (x < y);
}

static void print(const char *what, const char *which, double ms, double now_ms)
{
        printf("{\"figure\":\"%s_%s\",\"tasks\":%d,\"value\":%.6g,\"unit\":\"ms\",\"limit\":%.6g,\"limit_is\":\"the "
               "same "
               "board now\",\"ratio\":%.3g}\n",
               what, which, TASKS, ms, now_ms, ms / now_ms);
        fflush(stdout);
}

static void measure(struct bench *bench, const char *what, bool as_of, bool for_date)
{
        double ms[ROUNDS];

        for (uint64_t i = 0; i < ROUNDS; i++) {
                const uint64_t seq = 200 + (bench->head - 200) * ((i * 17) % ROUNDS) / ROUNDS;
                const struct day day = day_plus(FIRST, (int)((i * 13) % ROUNDS * DAYS / ROUNDS));

                ms[i] = ask_ms(bench, as_of ? seq : 0, for_date ? day : (struct day){0});
        }
        qsort(ms, ROUNDS, sizeof *ms, by_size);
        if (!as_of && !for_date)
                bench->now_ms = ms[ROUNDS / 2];
        print(what, "p50", ms[ROUNDS / 2], bench->now_ms);
        print(what, "worst", ms[ROUNDS - 1], bench->now_ms);
}

static int remove_one(const char *path, const struct stat *status UNUSED, int type UNUSED, struct FTW *at UNUSED)
{
        return remove(path);
}

int main(int argc, char **argv)
{
        const uint64_t records = argc > 1 ? strtoull(argv[1], NULL, 10) : 1000000;
        char dir[PATH_SIZE], journal[PATH_SIZE + 16], state[PATH_SIZE + 16], marks[PATH_SIZE + 16];
        struct bench bench = {.arena = arena_new(0)};
        struct query_worker *worker;
        struct mono start;

        must(ids_start(), "start");
        snprintf(dir, sizeof dir, "%s/past-bench-XXXXXX", argc > 2 ? argv[2] : "/var/tmp");
        must(mkdtemp(dir) ? 0 : 1, "directory");
        snprintf(journal, sizeof journal, "%s/journal", dir);
        snprintf(state, sizeof state, "%s/state", dir);
        snprintf(marks, sizeof marks, "%s/marks", dir);
        must(journal_open(&(struct journal_options){journal, JOURNAL_WRITE, true, 0}, &bench.journal), "journal");
        must(state_open(&(struct state_options){state, true, 0}, &bench.state), "state");
        must(marks_open(marks, &bench.marks), "marks");
        must(applier_new(bench.journal, bench.state, &bench.applier), "applier");
        say_roster(&bench);
        say_plan(&bench);
        say_reports(&bench, records * 2 / 3);
        start = clock_mono();
        must(applier_step(bench.applier, 0, &bench.head), "apply");
        fprintf(stderr, "  %llu records, applied at %.0f a second\n", (unsigned long long)bench.head,
                (double)bench.head * 1e6 / (double)mono_since_us(start));
        must(query_new(&(struct query_options){.journal = bench.journal, .state = bench.state, .marks = bench.marks},
                       &worker),
             "query");
        bench.service = query_service(worker);
        measure(&bench, "board_now", false, false);
        measure(&bench, "board_as_of", true, false);
        measure(&bench, "board_for_date", false, true);
        measure(&bench, "board_as_of_for_date", true, true);
        query_free(worker);
        applier_free(bench.applier);
        marks_close(bench.marks);
        state_close(bench.state);
        journal_close(bench.journal);
        arena_free(bench.arena);
        nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
        return 0;
}
