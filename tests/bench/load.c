/* load.c - fill, poll, drain. */
#include "tests/bench/load.h"

#include <errno.h>
#include <stdlib.h>

enum { WAIT_MS = 60000 };

struct connection {
        struct peer peer;
        uint64_t next;
        uint64_t done;
        uint64_t most; /* ever sent */
        struct mono sent;
};

struct load {
        const struct load_options *options;
        struct connection *connections;
        struct peer bell;
        zmq_pollitem_t *items; /* one a connection, and the bell's */
        int n;
        zmq_msg_t message;
        uint64_t rewinds;
        int busy; /* connections with something outstanding */
        bool over;
};

static int fill(struct load *load, int i)
{
        const struct load_options *options = load->options;
        struct connection *c = &load->connections[i];
        const uint64_t end = c->done + (uint64_t)options->window;
        const bool was_busy = c->next > c->done;
        int r = 0;

        while (r == 0 && (load->over ? c->next < c->most : c->next < end)) {
                r = peer_send(&c->peer, options->driver.message(options->driver.self, i, c->next));
                if (r == 0)
                        c->next++;
        }
        if (c->next > c->most)
                c->most = c->next;
        if (options->latencies)
                c->sent = clock_mono();
        load->busy += (c->next > c->done) - was_busy;
        return r < 0 ? r : 0;
}

static int drain(struct load *load, int i)
{
        const struct load_options *options = load->options;
        struct connection *c = &load->connections[i];
        const bool was_busy = c->next > c->done;
        int r;

        while ((r = peer_receive(&c->peer, &load->message)) == 0) {
                struct load_answer answer = {.done = c->done};

                r = options->driver.answered(options->driver.self, i, peer_body(&load->message), &answer);
                if (r)
                        return err_trace(r);
                if (options->latencies && answer.done > c->done)
                        r = samples_add(options->latencies, mono_since_us(c->sent));
                if (r)
                        return err_trace(r);
                c->done = answer.done > c->done ? answer.done : c->done;
                if (c->next < c->done || answer.rewind)
                        c->next = c->done;
                load->rewinds += answer.rewind;
                load->over |= answer.over;
        }
        load->busy += (c->next > c->done) - was_busy;
        return r < 0 ? r : fill(load, i);
}

static int hear(struct load *load)
{
        int r;

        while ((r = peer_receive(&load->bell, &load->message)) == 0)
                if (load->options->driver.heard(load->options->driver.self, peer_body(&load->message)))
                        return -1;
        return r < 0 ? r : 0;
}

static int round_trip(struct load *load)
{
        int r = zmq_poll(load->items, load->n + 1, WAIT_MS);

        if (r < 0)
                return errno == EINTR ? 0 : err_fail("poll: %s", zmq_strerror(errno));
        if (r == 0)
                return err_fail("no answer for %d s: %d connections wait", WAIT_MS / 1000, load->busy);
        r = 0;
        for (int i = 0; i < load->n && r == 0; i++)
                if (load->items[i].revents & ZMQ_POLLIN)
                        r = drain(load, i);
        if (r == 0 && load->items[load->n].revents & ZMQ_POLLIN)
                r = hear(load);
        return r;
}

static int connect_all(struct load *load)
{
        const struct load_options *options = load->options;
        const uint8_t *server_key = options->place->plain ? NULL : options->place->server_key;
        struct bus_keypair keys;
        int r = 0;

        for (int i = 0; i < options->connections && r == 0; i++) {
                place_keys(options->place, i, &keys);
                r = peer_open(options->context, ZMQ_DEALER, options->endpoint, &keys, server_key,
                              &load->connections[i].peer);
                load->items[i] = (zmq_pollitem_t){.socket = load->connections[i].peer.socket, .events = ZMQ_POLLIN};
                load->n++;
        }
        load->items[load->n] = (zmq_pollitem_t){.fd = -1};
        if (r == 0 && options->bell) {
                place_keys(options->place, PEER_OPERATOR, &keys);
                r = peer_open(options->context, ZMQ_SUB, options->bell, &keys, server_key, &load->bell);
                load->items[load->n] = (zmq_pollitem_t){.socket = load->bell.socket, .events = ZMQ_POLLIN};
        }
        return r;
}

static int run_all(struct load *load, struct load_result *result)
{
        int r = 0;

        result->start = clock_mono();
        for (int i = 0; i < load->n && r == 0; i++)
                r = fill(load, i);
        while (r == 0 && (!load->over || load->busy > 0)) {
                r = round_trip(load);
                if (!load->over && mono_since_us(result->start) >= load->options->us)
                        load->over = true;
        }
        result->us = mono_since_us(result->start);
        result->rewinds = load->rewinds;
        for (int i = 0; i < load->n; i++)
                result->messages += load->connections[i].done;
        return r;
}

int load_run(const struct load_options *options, struct load_result *ret_result)
{
        struct load load = {.options = options};
        struct load_result result = {0};
        int r = 0;

        load.connections = calloc((size_t)options->connections, sizeof *load.connections);
        load.items = calloc((size_t)options->connections + 1, sizeof *load.items);
        zmq_msg_init(&load.message);
        if (!load.connections || !load.items)
                r = err_fail("out of memory");
        if (r == 0)
                r = connect_all(&load);
        if (r == 0)
                r = run_all(&load, &result);
        for (int i = 0; i < load.n; i++)
                peer_close(&load.connections[i].peer);
        peer_close(&load.bell);
        zmq_msg_close(&load.message);
        free(load.connections);
        free(load.items);
        if (r == 0)
                *ret_result = result;
        return r ? err_trace(r) : 0;
}
