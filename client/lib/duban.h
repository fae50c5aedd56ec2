/* duban.h - libduban, the small public C library: speak to a Duban service from your own program.
 *
 * A home is a directory with this client's key, the service's address card and the spool. What is sent
 * goes through the spool: it is on this disk before it leaves, keeps its number for ever and is sent again
 * until the service answers for it. docs/PROTOCOL.md says what the messages mean; records, queries and
 * answers are passed as encoded messages of package duban.v1.
 * Threads: a client is used by one thread at a time. Functions return 0, DUBAN_E* as listed, or -1 for
 * a failure of this machine. What -1, DUBAN_ENOHOME and DUBAN_EBAD are about is told on standard error,
 * with the file and what to do. */
#ifndef DUBAN_H
#define DUBAN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum duban_error {
        DUBAN_ENOHOME = 1, /* the home has no usable key or address card, or others may enter */
        DUBAN_ENOANSWER = 2, /* no answer within the time: kept in the spool */
        DUBAN_EREFUSED = 3, /* answered with a refusal */
        DUBAN_EFULL = 4, /* the spool has reached its bound */
        DUBAN_EBUSY = 5, /* another process is sending from this spool */
        DUBAN_EBAD = 6, /* bad argument, or an answer that is no message of ours */
};

struct duban_client;

struct duban_options {
        const char *home; /* NULL: $DUBAN_HOME, else ~/.duban */
        const char *service; /* address card; NULL: $DUBAN_SERVICE, else HOME/service */
        int timeout_ms; /* how long to wait for an answer; 0 = 10000 */
};

int duban_open(const struct duban_options *, struct duban_client **ret_client);
struct duban_client *duban_close(struct duban_client *);

/* Make a home: directory, key pair (0600), a copy of the address card when given. DUBAN_EBAD when it has a
 * key already. */
int duban_home_new(const char *home, const char *service);
/* The public key as Z85 text (41 bytes with the end). */
int duban_public_key(const char *home, char out[41]);

/* -- sending -- */

/* Put one encoded Event into the spool, synced. `ret_number` is its number in this spool's stream.
 * DUBAN_EFULL; DUBAN_EBAD: no Event, or longer than 65536 bytes. */
int duban_put(struct duban_client *, const void *event, size_t len, uint64_t *ret_number);

struct duban_outcome {
        uint64_t number;
        uint64_t seq; /* of a receipt: the record of the newest number covered */
        uint32_t code; /* 0 = accepted; else the refusal */
        int retry;
        char field[96];
        char sentence_zh[256];
        char sentence_en[256];
};
/* Called for every refusal, and for every receipt (code 0, cumulative). */
typedef void duban_on_outcome(void *context, const struct duban_outcome *);
/* Send what the spool holds until all is answered or the time is over. Progress through the callback.
 * DUBAN_ENOANSWER: something is still unanswered; DUBAN_EREFUSED: answered, but something was refused, or
 * the service takes nothing from us until a person settles it (the last outcome says what);
 * DUBAN_EBUSY: the agent is at it. */
int duban_flush(struct duban_client *, int timeout_ms, duban_on_outcome *, void *context);
/* How much is waiting: numbers (answered, put]. */
int duban_waiting(struct duban_client *, uint64_t *ret_answered, uint64_t *ret_put);
/* The journal's sequence of the newest answer, 0 when not known: a query with it as `at_least` sees the effect of
 * all that was sent from this home. */
int duban_answered_seq(struct duban_client *, uint64_t *ret_seq);
/* Count nothing from `from_number` on as answered: the next flush, or the agent, sends it again (after the
 * service was restored from a backup). DUBAN_EBUSY; DUBAN_EBAD: not kept any more, or not answered yet. */
int duban_resend(struct duban_client *, uint64_t from_number);

/* -- asking -- */

/* One encoded Query in, the encoded Answer out; `*ret_answer` belongs to the client until its next call.
 * `id` in the query is set by the library. Asks twice, each time for half of timeout_ms: a query with `at_least` has a
 * `timeout_ms` of its own that is shorter. DUBAN_ENOANSWER, DUBAN_EBAD. */
int duban_ask(struct duban_client *, const void *query, size_t len, const void **ret_answer, size_t *ret_len);

/* -- hearing -- */

/* Wait for the bell: DUBAN_ENOANSWER when the time is over. The first call subscribes. `*ret_bell` belongs
 * to the client until its next call. A bell is a hint: read on over duban_ask from your own cursor. */
int duban_hear(struct duban_client *, int timeout_ms, const void **ret_bell, size_t *ret_len);

#ifdef __cplusplus
}
#endif

#endif
