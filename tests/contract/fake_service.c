/* fake_service.c - a service of one stream in a process of its own. */
#include "tests/contract/fake_service.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "proto/codec.h"
#include "proto/ids.h"

enum { SEQ_BASE = 1000, REFUSALS = 8, PATIENCE_S = 10 };

struct desk { /* of the child */
        struct fake_service *fake;
        struct bus *bus;
        struct bus_socket *reports, *queries, *bell;
        struct arena *arena;
        uint64_t refused; /* the number that was refused for good */
};

static bool may_enter(void *context, const uint8_t key[BUS_KEY_SIZE], UNUSED const char *door)
{
        const struct fake_service *fake = context;

        return memcmp(key, fake->admitted, BUS_KEY_SIZE) == 0;
}

static void check(bool holds, const char *what)
{
        if (holds)
                return;
        fprintf(stderr, "fake service: %s\n", what);
        _exit(1);
}

static bool take_one(atomic_uint *knob)
{
        if (atomic_load(knob) == 0)
                return false;
        atomic_fetch_sub(knob, 1);
        return true;
}

static void add(struct reply *reply, struct refusal *space, struct refusal refusal)
{
        if (reply->refusal.n == REFUSALS)
                return;
        space[reply->refusal.n++] = refusal;
        reply->refusal.at = space;
}

/* What becomes of one record. False: the run ends here. */
static bool take_record(struct desk *desk, uint64_t number, struct bytes record, struct reply *reply,
                        struct refusal *space)
{
        struct fake_service *fake = desk->fake;
        const uint64_t mark = atomic_load(&fake->mark);
        bool same;

        check(number < FAKE_RECORDS && record.len <= FAKE_RECORD_SIZE, "a record too many or too long");
        same = bytes_equal(record, bytes_of(fake->record[number].at, fake->record[number].len));
        if (number > mark + 1) {
                add(reply, space, (struct refusal){.number = number, .code = CODE_GAP, .expected = mark + 1});
                return false;
        }
        if (number <= mark && !same) {
                add(reply, space, (struct refusal){.number = number, .code = CODE_CONFLICT});
                return false;
        }
        if (number == mark + 1 && number == atomic_load(&fake->retry)) {
                atomic_store(&fake->retry, 0);
                add(reply, space,
                    (struct refusal){.number = number, .code = CODE_BUSY, .retry = true, .retry_after_ms = 20});
                return false;
        }
        if (number == mark + 1) {
                fake->record[number].len = record.len;
                memcpy(fake->record[number].at, record.at, record.len);
                atomic_store(&fake->mark, number);
                sem_post(&fake->changed);
                if (number == atomic_load(&fake->refuse))
                        desk->refused = number;
        }
        if (number == desk->refused)
                add(reply, space,
                    (struct refusal){.number = number,
                                     .code = CODE_BAD_VALUE,
                                     .seq = SEQ_BASE + number,
                                     .field = bytes_str("report.line[2].unit"),
                                     .sentence_zh = bytes_str("取值超出范围"),
                                     .sentence_en = bytes_str("Value out of range")});
        return true;
}

static void answer_batch(struct desk *desk, const struct bus_message *message)
{
        static const uint8_t CHAIN[HASH_SIZE] = {1};
        struct refusal space[REFUSALS];
        struct batch_walk walk;
        struct receipt receipt;
        struct reply reply = {0};
        struct bytes record, out;
        const char *field;
        enum code code;
        uint64_t number;

        check(wire_batch_open(message->body, &walk, &code, &field) == 0, "no batch");
        atomic_fetch_add(&desk->fake->links, walk.keeps_link ? 1 : 0);
        atomic_fetch_add(&desk->fake->batches, 1);
        number = walk.first_number;
        while (wire_batch_next(&walk, &record) == 0 && take_record(desk, number, record, &reply, space))
                number++;
        receipt = (struct receipt){.stream = walk.stream,
                                   .number = atomic_load(&desk->fake->mark),
                                   .epoch = 1,
                                   .seq = SEQ_BASE + atomic_load(&desk->fake->mark),
                                   .chain = bytes_of(CHAIN, sizeof CHAIN)};
        if (receipt.number > 0)
                reply.receipt = &receipt;
        check(codec_put_reply(&reply, desk->arena, &out) == 0, "no reply");
        if (take_one(&desk->fake->garbage))
                out = bytes_str("\xff\xff garbage");
        check(bus_send(desk->reports, &message->route, out) == 0, "reply not sent");
}

static void answer_query(struct desk *desk, const struct bus_message *message)
{
        struct answer answer = {.epoch = 7, .through_seq = 99};
        struct query query;
        struct bytes out;
        struct flaw flaw;

        check(codec_query(message->body, desk->arena, &query, &flaw) == 0, "no query");
        if (take_one(&desk->fake->deaf))
                return;
        if (desk->fake->answer[query.ask].len)
                check(codec_answer(bytes_of(desk->fake->answer[query.ask].at, desk->fake->answer[query.ask].len),
                                   desk->arena, &answer, &flaw) == 0,
                      "no answer to give");
        answer.id = query.id + 1;
        check(codec_put_answer(&answer, desk->arena, &out) == 0, "no answer");
        if (atomic_load(&desk->fake->foreign))
                check(bus_send(desk->queries, &message->route, out) == 0, "answer not sent");
        answer.id = query.id;
        if (!desk->fake->answer[query.ask].len)
                answer.judged_through = query.ask;
        check(codec_put_answer(&answer, desk->arena, &out) == 0, "no answer");
        if (take_one(&desk->fake->garbage))
                out = bytes_str("\xff\xff garbage");
        check(bus_send(desk->queries, &message->route, out) == 0, "answer not sent");
}

static void ring(struct desk *desk)
{
        const struct bell bell = {.epoch = 1, .head = 5, .previous_head = 4};
        struct bytes out;

        check(codec_put_bell(&bell, desk->arena, &out) == 0, "no bell");
        check(bus_send(desk->bell, NULL, out) == 0, "bell not sent");
}

static void serve(struct desk *desk)
{
        struct bus_socket *const sockets[] = {desk->reports, desk->queries};
        struct bus_message message;
        bool ready[2];

        for (;;) {
                arena_reset(desk->arena);
                check(bus_poll(sockets, 2, -1, 20, ready) == 0, "poll");
                if (ready[0] && bus_receive(desk->reports, &message) == 0)
                        answer_batch(desk, &message);
                if (ready[1] && bus_receive(desk->queries, &message) == 0)
                        answer_query(desk, &message);
                if (atomic_load(&desk->fake->ringing))
                        ring(desk);
        }
}

static struct bus_socket *bind_door(struct desk *desk, enum bus_kind kind, const char *door, char *ret_endpoint)
{
        const struct bus_options options = {
                .kind = kind, .endpoint = "tcp://127.0.0.1:*", .bind = true, .door = door, .keys = &desk->fake->keys};
        struct bus_socket *socket;

        check(bus_open(desk->bus, &options, &socket) == 0, "bind");
        snprintf(ret_endpoint, 64, "%s", bus_endpoint(socket));
        return socket;
}

static _Noreturn void be_service(struct fake_service *fake)
{
        struct desk desk = {.fake = fake};

        prctl(PR_SET_PDEATHSIG, SIGKILL);
        desk.arena = arena_new(0);
        desk.bus = bus_new();
        check(desk.bus && bus_guard_start(desk.bus, may_enter, fake) == 0, "guard");
        desk.reports = bind_door(&desk, BUS_ROUTER, "reports", fake->reports);
        desk.queries = bind_door(&desk, BUS_ROUTER, "queries", fake->queries);
        desk.bell = bind_door(&desk, BUS_PUBLISHER, "bell", fake->bell);
        sem_post(&fake->changed);
        serve(&desk);
        _exit(0);
}

static bool wait_for_change(struct fake_service *fake)
{
        struct timespec until;

        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec += PATIENCE_S;
        return sem_timedwait(&fake->changed, &until) == 0;
}

bool fake_service_await(struct fake_service *fake, uint64_t mark)
{
        while (atomic_load(&fake->mark) < mark)
                if (!wait_for_change(fake))
                        return false;
        return true;
}

struct fake_service *fake_service_start(const uint8_t admitted[BUS_KEY_SIZE])
{
        struct fake_service *fake = mmap(NULL, sizeof *fake, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        pid_t child;

        check(fake != MAP_FAILED && ids_start() == 0 && bus_keypair_new(&fake->keys) == 0, "start");
        check(sem_init(&fake->changed, 1, 0) == 0, "semaphore");
        memcpy(fake->admitted, admitted, BUS_KEY_SIZE);
        child = fork();
        check(child >= 0, "fork");
        if (child == 0)
                be_service(fake);
        fake->child = child; /* not what fork gave to the child: the memory is shared */
        check(wait_for_change(fake), "the fake service is ready");
        return fake;
}

struct fake_service *fake_service_stop(struct fake_service *fake)
{
        if (!fake)
                return NULL;
        check(fake->child > 0, "no child"); /* 0 and -1 would mean others */
        kill(fake->child, SIGKILL);
        waitpid(fake->child, NULL, 0);
        munmap(fake, sizeof *fake);
        return NULL;
}

void fake_service_set_answer(struct fake_service *fake, enum ask ask, const struct answer *answer)
{
        ARENA struct arena *arena = arena_new(0);
        struct answer decoded;
        struct bytes bytes = {0};
        struct flaw flaw = {.field = "-"};

        check(arena && codec_put_answer(answer, arena, &bytes) == 0, "no answer");
        check(codec_answer(bytes, arena, &decoded, &flaw) == 0, flaw.field);
        check(bytes.len <= FAKE_ANSWER_SIZE, "an answer too long");
        memcpy(fake->answer[ask].at, bytes.at, bytes.len);
        fake->answer[ask].len = bytes.len;
}

void fake_service_write_card(const struct fake_service *fake, const char *path)
{
        FILE *card = fopen(path, "w");
        char key[BUS_Z85_SIZE];

        check(card != NULL, "card");
        bus_z85(fake->keys.public_key, key);
        fprintf(card, "reports = %s\nqueries = %s\nbell = %s\nserver_key = %s\n", fake->reports, fake->queries,
                fake->bell, key);
        fclose(card);
}
