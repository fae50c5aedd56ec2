/* store_bench.c - records a second that the journal makes durable, beside bare LMDB in the same run.
 *
 *   store_bench [DIRECTORY]     the directory must be on the disk that is to be measured; default /var/tmp
 *
 * One line a batch size: bare LMDB (append of the same bytes, no hash), the journal, their ratio. The two
 * take turns, five rounds; printed is the median. Machines drift, so only the ratio is worth keeping. Then
 * the applier, alone: reports a second into the state, by number of tasks. */
#include <lmdb.h>
#include <sys/stat.h>

#include "lib/base/clock.h"
#include "lib/store/applier.h"
#include "lib/store/journal.h"
#include "lib/store/record.h"
#include "proto/ids.h"

enum { PAYLOAD = 200, ROUNDS = 5, PATH_SIZE = 512, ROUND_US = 300000, APPLIED = 200000 };

static uint8_t payload[PAYLOAD];

static void must(int rc, const char *what)
{
        if (rc) {
                fprintf(stderr, "%s: %d\n", what, rc);
                exit(1);
        }
}

static void clear(const char *dir)
{
        static const char *const NAMES[] = {"data.mdb", "lock.mdb", "writer.lock"};
        char path[PATH_SIZE + 32];

        for (size_t i = 0; i < COUNT_OF(NAMES); i++) {
                snprintf(path, sizeof path, "%s/%s", dir, NAMES[i]);
                unlink(path);
        }
        rmdir(dir);
}

static double rate(uint64_t records, struct mono start)
{
        return (double)records * 1e6 / (double)mono_since_us(start);
}

static void bare_batch(MDB_env *env, MDB_dbi dbi, uint64_t *seq, int batch)
{
        uint8_t key[8];
        MDB_txn *txn;

        must(mdb_txn_begin(env, NULL, 0, &txn), "begin");
        for (int i = 0; i < batch; i++) {
                MDB_val at = {sizeof key, key};
                MDB_val value = {RECORD_OVERHEAD + PAYLOAD, NULL};

                be64_put(key, ++*seq);
                must(mdb_put(txn, dbi, &at, &value, MDB_APPEND | MDB_RESERVE), "put");
                memset(value.mv_data, 0, RECORD_OVERHEAD);
                memcpy((uint8_t *)value.mv_data + RECORD_OVERHEAD, payload, PAYLOAD);
        }
        must(mdb_txn_commit(txn), "commit");
}

static double bare(const char *dir, int batch)
{
        MDB_env *env;
        MDB_txn *txn;
        MDB_dbi dbi;
        uint64_t seq = 0;
        struct mono start;
        double result;

        must(mkdir(dir, 0700), "mkdir");
        must(mdb_env_create(&env), "create");
        must(mdb_env_set_mapsize(env, (size_t)1 << 36), "map size");
        must(mdb_env_open(env, dir, MDB_NOTLS, 0600), "open");
        must(mdb_txn_begin(env, NULL, 0, &txn), "begin");
        must(mdb_dbi_open(txn, NULL, 0, &dbi), "table");
        must(mdb_txn_commit(txn), "commit");
        start = clock_mono();
        while (mono_since_us(start) < ROUND_US)
                bare_batch(env, dbi, &seq, batch);
        result = rate(seq, start);
        mdb_env_close(env);
        clear(dir);
        return result;
}

static double ours(const char *dir, int batch)
{
        const struct journal_options options = {dir, JOURNAL_WRITE, true, UINT64_C(1) << 36};
        struct journal *journal;
        struct record record = {.kind = EVENT_REPORT, .epoch = 1, .payload = {payload, PAYLOAD}};
        struct mono start;
        double result;

        must(journal_open(&options, &journal), "open");
        start = clock_mono();
        while (mono_since_us(start) < ROUND_US) {
                for (int i = 0; i < batch; i++)
                        must(journal_add(journal, &record), "add");
                must(journal_commit(journal), "commit");
        }
        result = rate(record.seq, start);
        journal_close(journal);
        clear(dir);
        return result;
}

static void append_reports(struct journal *journal, uint64_t tasks)
{
        for (uint64_t i = 0; i < APPLIED; i++) {
                const uint64_t chance = i * 0x9E3779B97F4A7C15u;
                struct record record = {.kind = EVENT_REPORT,
                                        .epoch = 1,
                                        .agent = ID_RESERVED_END + i % 64,
                                        .number = 1 + i / 64,
                                        .task = 1 + (chance >> 32) % tasks,
                                        .day = {19500},
                                        .payload = {payload, PAYLOAD}};

                must(journal_add(journal, &record), "add");
        }
        must(journal_commit(journal), "commit");
}

static double applied(const char *dir, uint64_t tasks)
{
        char state_dir[PATH_SIZE + 16];
        const struct journal_options options = {dir, JOURNAL_WRITE, true, UINT64_C(1) << 36};
        const struct state_options state_options = {state_dir, true, UINT64_C(1) << 36};
        struct journal *journal;
        struct state *state;
        struct applier *applier;
        struct mono start;
        uint64_t seq;
        double result;

        snprintf(state_dir, sizeof state_dir, "%s-state", dir);
        must(journal_open(&options, &journal), "open");
        must(state_open(&state_options, &state), "open state");
        append_reports(journal, tasks);
        must(applier_new(journal, state, &applier), "applier");
        start = clock_mono();
        must(applier_step(applier, 0, &seq), "step");
        result = rate(seq, start);
        applier_free(applier);
        state_close(state);
        journal_close(journal);
        clear(dir);
        clear(state_dir);
        return result;
}

static int by_size(const void *a, const void *b)
{
        const double x = *(const double *)a;
        const double y = *(const double *)b;

        return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
        static const int BATCHES[] = {1, 64, 1000};
        static const uint64_t TASKS[] = {110, 10000, 100000, 1000000};
        char dir[PATH_SIZE];

        must(ids_start(), "start");
        ids_random(payload, sizeof payload);
        snprintf(dir, sizeof dir, "%s/store-bench-%d", argc > 1 ? argv[1] : "/var/tmp", (int)getpid());
        printf("%6s %12s %12s %6s\n", "batch", "bare LMDB/s", "journal/s", "ratio");
        for (size_t b = 0; b < COUNT_OF(BATCHES); b++) {
                double bare_rate[ROUNDS];
                double our_rate[ROUNDS];

                for (int i = 0; i < ROUNDS; i++) {
                        bare_rate[i] = bare(dir, BATCHES[b]);
                        our_rate[i] = ours(dir, BATCHES[b]);
                }
                qsort(bare_rate, ROUNDS, sizeof *bare_rate, by_size);
                qsort(our_rate, ROUNDS, sizeof *our_rate, by_size);
                printf("%6d %12.0f %12.0f %6.2f\n", BATCHES[b], bare_rate[ROUNDS / 2], our_rate[ROUNDS / 2],
                       our_rate[ROUNDS / 2] / bare_rate[ROUNDS / 2]);
        }
        printf("%8s %12s\n", "tasks", "applied/s");
        for (size_t i = 0; i < COUNT_OF(TASKS); i++)
                printf("%8llu %12.0f\n", (unsigned long long)TASKS[i], applied(dir, TASKS[i]));
        return 0;
}
