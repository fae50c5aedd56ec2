/* fake_service.h - a service of one stream in a process of its own, with knobs, for tests of the client.
 *
 * It keeps numbers as docs/PROTOCOL.md says and nothing else. The knobs and what it took stand in shared
 * memory. A process and not a thread: the client under test has the process's only libzmq context. */
#ifndef DUBAN_TESTS_FAKE_SERVICE_H
#define DUBAN_TESTS_FAKE_SERVICE_H

#include <semaphore.h>
#include <stdatomic.h>
#include <sys/types.h>

#include "lib/bus/bus.h"
#include "proto/ask.h"

enum { FAKE_RECORDS = 512, FAKE_RECORD_SIZE = 512, FAKE_ANSWER_SIZE = 4096 };

struct fake_service {
        pid_t child;
        struct bus_keypair keys;
        char reports[64], queries[64], bell[64];
        uint8_t admitted[BUS_KEY_SIZE]; /* the one key that may enter */
        sem_t changed; /* posted when it is ready and whenever the mark moves */
        /* knobs */
        atomic_uint garbage; /* so many replies are garbage */
        atomic_uint deaf; /* so many queries are not answered */
        atomic_bool foreign; /* answers are for another question first */
        atomic_bool ringing; /* the bell rings all the time */
        atomic_uint_fast64_t refuse; /* this number is refused for good */
        atomic_uint_fast64_t retry; /* this number is put off once */
        struct {
                size_t len; /* 0 = an empty answer */
                uint8_t at[FAKE_ANSWER_SIZE]; /* an encoded Answer */
        } answer[ASK_COUNT]; /* set while nobody asks */
        /* what it holds */
        atomic_uint_fast64_t mark;
        atomic_uint batches;
        atomic_uint links; /* of these say that their sender will be heard again */
        struct {
                size_t len;
                uint8_t at[FAKE_RECORD_SIZE];
        } record[FAKE_RECORDS]; /* by number */
};

/* Call before anything of libzmq lives in this process. */
struct fake_service *fake_service_start(const uint8_t admitted[BUS_KEY_SIZE]);
struct fake_service *fake_service_stop(struct fake_service *);
/* Until the mark is there; false when that takes ten seconds. One waiter at a time. */
bool fake_service_await(struct fake_service *, uint64_t mark);
/* What it answers from now on to questions of this kind. */
void fake_service_set_answer(struct fake_service *, enum ask, const struct answer *);
void fake_service_write_card(const struct fake_service *, const char *path);

#endif
