/* verb_setup.c - a roster of 64 agents and a plan of so many tasks. */
#include "proto/ids.h"
#include "tests/bench/service.h"
#include "tests/bench/teller.h"

static int tell_roster(struct teller *t)
{
        struct bus_keypair keys[CITY_AGENTS];
        struct member members[CITY_AGENTS] = {0};
        struct key public_keys[CITY_AGENTS] = {0};
        struct event event = {.kind = EVENT_ROSTER_CHANGE};

        for (int i = 0; i < CITY_AGENTS; i++) {
                const struct bytes name = bytes_str(city_name(t->arena, i));

                city_keys(i, &keys[i]);
                members[i] = (struct member){.name = name, .department = name, .role = ROLE_AGENT};
                public_keys[i] = (struct key){.public_key = bytes_of(keys[i].public_key, KEY_SIZE), .member = name};
        }
        event.roster_change.member.at = members;
        event.roster_change.member.n = CITY_AGENTS;
        event.roster_change.key.at = public_keys;
        event.roster_change.key.n = CITY_AGENTS;
        return teller_say(t, &event);
}

static int tell_plan(struct teller *t)
{
        struct event in_force;
        int r = teller_chunks(t, &in_force);

        return r ? r : teller_say(t, &in_force);
}

int bench_setup(const struct run *run)
{
        struct teller teller = {0};
        struct service_sizes sizes;
        struct place place;
        void *context = zmq_ctx_new();
        int r = place_read(run, &place);

        if (r == 0)
                r = teller_open(run, &place, context, &teller);
        if (r == 0)
                r = tell_roster(&teller);
        if (r == 0)
                r = tell_plan(&teller);
        if (r == 0)
                r = service_settle(&place, context, &sizes);
        teller_close(&teller);
        zmq_ctx_term(context);
        return r ? err_trace(r) : 0;
}
