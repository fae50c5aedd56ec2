/* hear.c - libduban: the bell. */
#include "client/lib/client.h"
#include "lib/base/clock.h"
#include "lib/base/log.h"

static int subscribe(struct duban_client *client)
{
        const struct bus_options options = {
                .kind = BUS_SUBSCRIBER,
                .endpoint = client->card.bell,
                .keys = &client->keys,
                .server_key = client->card.server_key,
        };
        int r;

        if (client->bell)
                return 0;
        r = bus_open(client->bus, &options, &client->bell);
        if (r > 0) {
                log_error("home", "the address card's bell is no address; get the card again from the service");
                return DUBAN_ENOHOME;
        }
        return r < 0 ? err_trace(r) : 0;
}

/* DUBAN_ENOANSWER: nothing came in that time. */
static int wait_once(struct duban_client *client, int timeout_ms, struct bytes *ret_bell)
{
        struct bus_message message;
        bool ready;
        int r;

        r = bus_poll(&client->bell, 1, -1, timeout_ms, &ready);
        if (r == 0)
                r = ready ? bus_receive(client->bell, &message) : BUS_AGAIN;
        if (r)
                return r < 0 ? err_trace(r) : DUBAN_ENOANSWER;
        *ret_bell = message.body;
        return 0;
}

int duban_hear(struct duban_client *client, int timeout_ms, const void **ret_bell, size_t *ret_len)
{
        const int64_t end = clock_mono().us + (int64_t)timeout_ms * 1000;
        struct bytes bell = {0};
        int r;

        r = subscribe(client);
        if (r)
                return r < 0 ? err_trace(r) : r;
        do {
                const int64_t left = end - clock_mono().us;

                r = wait_once(client, left > 0 ? (int)(left / 1000 + 1) : 0, &bell);
        } while (r == DUBAN_ENOANSWER && clock_mono().us < end);
        if (r)
                return r < 0 ? err_trace(r) : r;
        *ret_bell = bell.at;
        *ret_len = bell.len;
        return 0;
}
