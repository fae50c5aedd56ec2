/* notifier_run.c - from the last derived event on, judge what comes, write what follows. */
#include "workers/notifier/notifier_run.h"

#include <stdlib.h>

#include "lib/base/log.h"
#include "lib/bus/link.h"
#include "proto/codec.h"
#include "workers/notifier/catch_up.h"
#include "workers/notifier/notifier.h"
#include "workers/notifier/replay_walk.h"

enum {
        RECORDS_PER_SNAPSHOT = 256,
        TASKS_PER_SNAPSHOT = 256,
        RECORDS_PER_RUN = 8192, /* handing over waits for a commit: under load, once for so many records */
        RUN_BYTES = 1048576, /* derived events handed over at once */
        ANSWER_MS = 5000, /* then the collector is asked again */
        WAIT_MS = 500,
        FULL_PAUSE_MS = 1000,
};

struct notifier {
        const struct notifier_options *options;
        struct journal_reader *reader;
        struct world *world;
        struct bus_socket *collector;
        struct link_run *run;
        struct arena *decode;
        struct arena *scratch;
        struct arena *encode;
        uint64_t looked; /* at how many tasks */
        uint64_t judged;
        uint64_t handed; /* everything that follows from records up to here is durable */
};

/* -- handing over -- */

static int open_collector(struct notifier *n)
{
        const struct bus_options options = {
                .kind = BUS_DEALER,
                .endpoint = n->options->collector,
                .large = true,
        };

        n->collector = bus_close(n->collector);
        return bus_open(n->options->bus, &options, &n->collector);
}

static bool stopped(const struct notifier *n)
{
        return __atomic_load_n(n->options->stop, __ATOMIC_ACQUIRE);
}

/* One try. `ret_byte`: the collector's answer, or 0 when there was none. */
static int ask_collector(struct notifier *n, uint8_t *ret_byte)
{
        struct bus_message answer;
        bool ready = false;
        int r = bus_send(n->collector, NULL, link_run_bytes(n->run));

        if (r == 0)
                r = bus_poll(&n->collector, 1, n->options->wake_fd, ANSWER_MS, &ready);
        if (r == 0 && ready)
                r = bus_receive(n->collector, &answer);
        if (r == 0)
                *ret_byte = ready && answer.body.len == 1 ? answer.body.at[0] : 0;
        if (r == BUS_AGAIN || r == BUS_BAD) {
                *ret_byte = 0;
                r = 0;
        }
        return r < 0 ? err_trace(r) : r;
}

/* Sends the run until the collector says that it is durable. Sent twice it is stored once.
 * → NOTIFIER_STOPPED, and the run is still there. */
static int hand_over(struct notifier *n)
{
        while (!link_run_empty(n->run)) {
                uint8_t answer = 0;
                int r = stopped(n) ? BUS_ENDED : ask_collector(n, &answer);

                if (r)
                        return r < 0 ? err_trace(r) : NOTIFIER_STOPPED;
                if (answer == 'd') {
                        link_run_reset(n->run);
                } else if (answer == 'f') {
                        log_warning("notifier", "waiting=\"the disk is full\"");
                        marks_wait(n->options->marks, MARK_HEAD, UINT64_MAX, FULL_PAUSE_MS);
                } else {
                        r = open_collector(n);
                        if (r)
                                return err_trace(r);
                }
        }
        return 0;
}

static int emit(void *context, const struct event *event)
{
        struct notifier *n = context;
        struct link_request item = {.key_id = ID_NOTIFIER};
        int r;

        arena_reset(n->encode);
        r = codec_put_event(event, n->encode, &item.body);
        if (r == 0)
                r = link_run_add(n->run, &item);
        return r ? err_trace(r) : 0;
}

/* A cause that touches very many tasks is handed over in pieces, cut between tasks. No snapshot lasts longer than such a
 * piece: the collector goes on writing, and an old one would keep it from using its free pages again. */
static int task_done(void *context)
{
        struct notifier *n = context;
        const bool full = link_run_size(n->run) >= RUN_BYTES;
        int r = 0;

        if (stopped(n))
                return NOTIFIER_STOPPED;
        if (++n->looked % TASKS_PER_SNAPSHOT && !full)
                return 0;
        journal_read_end(n->reader);
        if (full)
                r = hand_over(n);
        return r ? r : journal_read_begin(n->reader);
}

/* -- judging -- */

/* Right behind the writer: what this very process appended a moment ago is not hashed again. */
static int read_live(struct notifier *n, uint64_t seq, struct record *ret_record, struct event *ret_event)
{
        if (journal_follow(n->reader, seq, ret_record))
                return err_fail("record %llu is not readable: run `duband verify`", (unsigned long long)seq);
        return replay_walk_event(ret_record, n->decode, ret_event);
}

static int judge_range(struct notifier *n, uint64_t to)
{
        const struct notifier_sink sink = {n, emit, task_done};
        const struct notifier_step step = {n->world, n->reader, n->scratch, &sink};
        int r = journal_read_begin(n->reader);

        while (n->judged < to && r == 0 && link_run_size(n->run) < RUN_BYTES) {
                struct record record;
                struct event event = {0};

                r = read_live(n, n->judged + 1, &record, &event);
                if (r == 0 && record.author != ID_NOTIFIER)
                        r = notifier_step(&step, &record, &event);
                if (r == 0)
                        n->judged++;
        }
        journal_read_end(n->reader);
        return r < 0 ? err_trace(r) : r;
}

static bool must_hand_over(const struct notifier *n, uint64_t head)
{
        return n->judged == head || n->judged - n->handed >= RECORDS_PER_RUN || link_run_size(n->run) >= RUN_BYTES;
}

/* → NOTIFIER_STOPPED */
static int follow(struct notifier *n)
{
        const uint64_t head = marks_wait(n->options->marks, MARK_HEAD, n->judged + 1, WAIT_MS);
        int r = 0;

        while (n->judged < head && r == 0) {
                const uint64_t last = n->judged + RECORDS_PER_SNAPSHOT;

                r = stopped(n) ? NOTIFIER_STOPPED : judge_range(n, last < head ? last : head);
                if (r == 0 && must_hand_over(n, head)) {
                        r = hand_over(n);
                        if (r == 0)
                                n->handed = n->judged;
                }
                if (r == 0 && link_run_empty(n->run))
                        marks_set(n->options->marks, MARK_JUDGED, n->judged);
        }
        return r < 0 ? err_trace(r) : r;
}

static int start(struct notifier *n)
{
        struct catch_up reading;
        int r;

        n->run = link_run_new();
        n->decode = arena_new(0);
        n->scratch = arena_new(0);
        n->encode = arena_new(0);
        r = n->run && n->decode && n->scratch && n->encode ? 0 : err_fail("out of memory");
        if (r == 0)
                r = world_new(&n->world);
        if (r == 0)
                r = journal_reader_new(n->options->journal, &n->reader);
        if (r == 0)
                r = open_collector(n);
        if (r)
                return err_trace(r);
        reading = (struct catch_up){n->world, n->reader, n->decode};
        r = catch_up(&reading, &n->judged);
        n->handed = n->judged;
        marks_set(n->options->marks, MARK_JUDGED, n->judged);
        return r ? err_trace(r) : 0;
}

int notifier_run(const struct notifier_options *options)
{
        struct notifier n = {.options = options};
        int r = start(&n);

        while (r == 0 && !stopped(&n))
                r = follow(&n);
        bus_close(n.collector);
        link_run_free(n.run);
        journal_reader_free(n.reader);
        world_free(n.world);
        arena_free(n.decode);
        arena_free(n.scratch);
        arena_free(n.encode);
        return r < 0 ? err_trace(r) : 0;
}
