/* office.h - the service of a simulated year: the real collector, notifier, applier and query over a real journal
 * and state, in one thread, without sockets. It can be stopped, cut off anywhere, and started again.
 *
 * Owner: the year. Answers and bells come out through `struct office_ears`, during office_turn(). */
#ifndef DUBAN_SIM_OFFICE_H
#define DUBAN_SIM_OFFICE_H

#include "lib/store/applier.h"
#include "proto/ask.h"
#include "workers/collector/collector.h"
#include "workers/query/query.h"

enum { OFFICE_PATH_SIZE = 128 };

struct office_ears { /* views hold during the call */
        void *context;
        void (*reply)(void *context, uint32_t peer, struct bytes body);
        void (*bell)(void *context, struct bytes frame);
        void (*keys)(void *context, struct bytes table);
};

struct office {
        char dir[OFFICE_PATH_SIZE];
        char path[OFFICE_PATH_SIZE + 32];
        char alive_path[OFFICE_PATH_SIZE + 32];
        struct office_ears ears;
        bool up;
        struct journal *journal; /* NULL while it is down, as all the rest */
        struct journal_reader *reader; /* of whoever checks */
        struct state *state;
        struct state_reader *state_reader; /* of whoever checks */
        struct applier *applier;
        struct marks *marks;
        struct collector *collector;
        struct link_service service;
        struct query_worker *query;
};

/* A directory `base`/year with the first record in it; the service is down. Whoever made `base` removes it. */
void office_make(struct office *, const char *base, struct day first_day, bool virtual_clock,
                 const struct member *operator_member, const struct key *operator_key);

void office_start(struct office *);
/* What is not durable is gone, as after kill -9: nothing is finished, nothing is answered. */
void office_stop(struct office *);

/* One request of the peer; then, when all have been taken, the end of the round. */
void office_take(struct office *, uint64_t key_id, uint32_t peer, bool delimiter, struct bytes body);
void office_turn(struct office *);
/* The notifier goes on, for at most `steps` hand-overs. True when it has come to the head. */
bool office_judge(struct office *, uint32_t steps);
/* The next run of derived events is cut: only a part of it becomes durable, the answer is lost and the service
 * ends. False when there was nothing to hand over: it is still up then. */
bool office_cut_notifier(struct office *, uint32_t keep_per_mille);
void office_apply(struct office *, uint32_t records); /* 0 = all */
/* Everything judged, handed out and applied. */
void office_settle(struct office *);
/* One question; the answer lives in the arena. */
void office_ask(struct office *, uint64_t key_id, const struct query *, struct arena *, struct answer *ret_answer);

#endif
