/* bus_socket.c - sockets and their options: the only place that makes one.
 *
 * A CURVE socket of libzmq lets everybody in when no ZAP handler runs, unless it has a domain and
 * ZMQ_ZAP_ENFORCE_DOMAIN; a door always has both. No socket ever sets a routing id or ROUTER_HANDOVER: a claimed
 * id black-holes its second owner, or lets him take the first one's replies. Heartbeats stand on the binding side
 * only: on a connecting DEALER or SUB that reads slowly they abort the process (libzmq #3937). */
#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "lib/bus/bus_inside.h"

/* Left out of Debian's zmq.h as a draft, but in the library. */
#define ENFORCE_DOMAIN 93

enum {
        BOUND = 1,
        CONNECTING = 2,
        TCP = 4,
        IPC = 8,
        CURVE = 16,
        DOOR = 32,
        ROUTER = 64,
        PUBLISHER = 128,
        SUBSCRIBER = 256,
        LARGE = 512,
};

enum { REBIND_TRIES = 20, REBIND_PAUSE_NS = 5000000 };

enum { CURVE_ENVELOPE = 33 }; /* what encryption adds to a frame: libzmq applies the limit to the whole */
enum { SUBSCRIPTION_MAX = 512 }; /* all that a subscriber may send, its handshake included */

/* Which socket gets which option: one that has all the traits named. Later rows win. Times in ms but for the
 * keepalive's seconds. */
static const struct {
        int name;
        int value;
        unsigned traits;
} OPTIONS[] = {
        {ZMQ_LINGER, 0, 0},
        {ZMQ_HANDSHAKE_IVL, 5000, 0},
        {ZMQ_SNDHWM, 1000, 0},
        {ZMQ_RCVHWM, 1000, 0},
        {ZMQ_MAXMSGSIZE, BUS_BODY_MAX, 0},
        {ZMQ_MAXMSGSIZE, BUS_BODY_MAX + CURVE_ENVELOPE, CURVE},
        {ZMQ_SNDHWM, 128, ROUTER},
        {ZMQ_RCVHWM, 64, ROUTER},
        {ZMQ_ROUTER_MANDATORY, 1, ROUTER},
        {ZMQ_SNDHWM, 64, PUBLISHER},
        {ZMQ_MAXMSGSIZE, SUBSCRIPTION_MAX, PUBLISHER},
        {ZMQ_SNDHWM, 16, LARGE},
        {ZMQ_RCVHWM, 16, LARGE},
        {ZMQ_MAXMSGSIZE, BUS_RUN_MAX, LARGE},
        {ZMQ_CURVE_SERVER, 1, DOOR},
        {ENFORCE_DOMAIN, 1, DOOR},
        {ZMQ_BACKLOG, 512, BOUND},
        {ZMQ_IPV6, 1, TCP},
        {ZMQ_TCP_KEEPALIVE, 1, TCP},
        {ZMQ_TCP_KEEPALIVE_IDLE, 60, TCP},
        {ZMQ_TCP_KEEPALIVE_INTVL, 10, TCP},
        {ZMQ_TCP_KEEPALIVE_CNT, 3, TCP},
        {ZMQ_HEARTBEAT_IVL, 10000, TCP | BOUND},
        {ZMQ_HEARTBEAT_TIMEOUT, 30000, TCP | BOUND},
        {ZMQ_HEARTBEAT_TTL, 60000, TCP | BOUND},
        {ZMQ_RECONNECT_IVL, 500, TCP | CONNECTING},
        {ZMQ_RECONNECT_IVL_MAX, 30000, TCP | CONNECTING},
        {ZMQ_RECONNECT_IVL, 100, IPC | CONNECTING},
        {ZMQ_RECONNECT_IVL_MAX, 1000, IPC | CONNECTING},
};

static const struct {
        int type;
        unsigned trait;
} KINDS[] = {
        [BUS_ROUTER] = {ZMQ_ROUTER, ROUTER},
        [BUS_DEALER] = {ZMQ_DEALER, 0},
        [BUS_PUBLISHER] = {ZMQ_PUB, PUBLISHER}, /* not XPUB: that one keeps what subscribers send, without limit */
        [BUS_SUBSCRIBER] = {ZMQ_SUB, SUBSCRIBER},
};

static const struct {
        const char *prefix;
        unsigned trait;
} SCHEMES[] = {{"tcp://", TCP}, {"ipc://", IPC}, {"inproc://", 0}};

/* The index of the endpoint's scheme in SCHEMES, or -1. Libzmq knows more of them; none is for us. */
static int scheme_of(const char *endpoint)
{
        for (size_t i = 0; i < COUNT_OF(SCHEMES); i++)
                if (strncmp(endpoint, SCHEMES[i].prefix, strlen(SCHEMES[i].prefix)) == 0)
                        return (int)i;
        return -1;
}

static const char *ipc_path(const char *endpoint)
{
        return endpoint + strlen("ipc://");
}

/* Neither an abstract address nor one that libzmq makes up: both have no file mode that guards them. */
static bool is_ipc_path(const char *path)
{
        return path[0] != '\0' && path[0] != '@' && path[0] != '*' &&
               strlen(path) < sizeof(((struct sockaddr_un *)NULL)->sun_path);
}

/* Libzmq takes the port modulo 65536. */
static bool is_tcp_address(const char *address)
{
        const char *colon = strrchr(address, ':');
        const char *port = colon ? colon + 1 : "";
        const size_t digits = strspn(port, "0123456789");

        if (!colon || colon == address)
                return false;
        return strcmp(port, "*") == 0 || (digits > 0 && port[digits] == '\0' && strtoul(port, NULL, 10) <= UINT16_MAX);
}

#ifdef DUBAN_PLAIN
/* Loopback or ipc without CURVE, for benchmarks: the peer's word is its key. Inside links are `large`. */
static bool is_plain(const struct bus_options *options)
{
        static const char LOOPBACK[] = "tcp://127.0.0.1:";
        const bool is_near = strncmp(options->endpoint, LOOPBACK, strlen(LOOPBACK)) == 0 ||
                             (strncmp(options->endpoint, "ipc://", strlen("ipc://")) == 0 && !options->large);

        return is_near && (options->bind ? !options->door : !options->server_key && options->keys);
}
#else
static bool is_plain(UNUSED const struct bus_options *options)
{
        return false;
}
#endif

static bool is_curve(const struct bus_options *options)
{
        return options->bind ? options->door != NULL : options->server_key != NULL;
}

/* The traits of the socket these options describe, or -1 when they describe none of ours. */
static int traits_of(const struct bus_options *options)
{
        const int scheme = scheme_of(options->endpoint);
        unsigned traits = KINDS[options->kind].trait;

        if (scheme < 0 || strlen(options->endpoint) >= BUS_ENDPOINT_SIZE)
                return -1;
        traits |= SCHEMES[scheme].trait | (options->bind ? BOUND : CONNECTING);
        if (traits & IPC && !is_ipc_path(ipc_path(options->endpoint)))
                return -1;
        if (traits & TCP && !is_tcp_address(options->endpoint + strlen("tcp://")))
                return -1;
        if (is_curve(options)) {
                if (!options->keys || options->large)
                        return -1;
                traits |= CURVE | (options->bind ? DOOR : 0);
        } else if (traits & TCP && !is_plain(options)) {
                return -1;
        }
        return (int)(traits | (options->large ? LARGE : 0));
}

static int set_option(void *handle, int name, int value)
{
        const int64_t wide = value;
        const bool is_wide = name == ZMQ_MAXMSGSIZE;

        if (zmq_setsockopt(handle, name, is_wide ? (const void *)&wide : &value, is_wide ? sizeof wide : sizeof value))
                return err_fail("socket option %d = %d: %s", name, value, zmq_strerror(errno));
        return 0;
}

static int set_options(void *handle, unsigned traits, int queue)
{
        int r = 0;

        for (size_t i = 0; i < COUNT_OF(OPTIONS) && !r; i++)
                if ((OPTIONS[i].traits & traits) == OPTIONS[i].traits)
                        r = set_option(handle, OPTIONS[i].name, OPTIONS[i].value);
        if (!r && queue > 0)
                r = set_option(handle, ZMQ_SNDHWM, queue);
        if (!r && queue > 0)
                r = set_option(handle, ZMQ_RCVHWM, queue);
        return r ? err_trace(r) : 0;
}

static int set_bytes(void *handle, int name, const void *at, size_t len)
{
        if (zmq_setsockopt(handle, name, at, len) < 0)
                return err_fail("socket option %d: %s", name, zmq_strerror(errno));
        return 0;
}

int bus_socket_be_client(void *handle, const struct bus_keypair *keys, const uint8_t server_key[BUS_KEY_SIZE])
{
        int r = set_bytes(handle, ZMQ_CURVE_SERVERKEY, server_key, BUS_KEY_SIZE);

        if (!r)
                r = set_bytes(handle, ZMQ_CURVE_PUBLICKEY, keys->public_key, BUS_KEY_SIZE);
        if (!r)
                r = set_bytes(handle, ZMQ_CURVE_SECRETKEY, keys->secret_key, BUS_KEY_SIZE);
        return r ? err_trace(r) : 0;
}

static int be_server(void *handle, const struct bus_keypair *keys, const char *door)
{
        int r = set_bytes(handle, ZMQ_CURVE_SECRETKEY, keys->secret_key, BUS_KEY_SIZE);

        invariant(door[0] != '\0' && strlen(door) < BUS_DOOR_MAX);
        if (!r)
                r = set_bytes(handle, ZMQ_ZAP_DOMAIN, door, strlen(door));
        return r ? err_trace(r) : 0;
}

static int set_up(void *handle, const struct bus_options *options, unsigned traits)
{
        int r = set_options(handle, traits, options->queue);

        if (!r && traits & DOOR)
                r = be_server(handle, options->keys, options->door);
        if (!r && !options->bind && options->server_key)
                r = bus_socket_be_client(handle, options->keys, options->server_key);
        if (!r && traits & SUBSCRIBER)
                r = set_bytes(handle, ZMQ_SUBSCRIBE, "", 0);
        return r ? err_trace(r) : 0;
}

/* Libzmq unlinks whatever stands at the path before it binds, a living server's socket too. */
static bool ipc_is_live(const char *path)
{
        struct sockaddr_un address = {.sun_family = AF_UNIX};
        const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        bool live;

        if (fd < 0)
                return false;
        memcpy(address.sun_path, path, strlen(path));
        live = connect(fd, (const struct sockaddr *)&address, sizeof address) == 0 || errno == EAGAIN;
        close(fd);
        return live;
}

/* With the umask, not by chmod afterwards: there is no moment in which others may connect. */
static int bind_ipc(void *handle, const char *endpoint, bool door)
{
        mode_t old;
        int r;

        if (ipc_is_live(ipc_path(endpoint))) {
                errno = EADDRINUSE;
                return -1;
        }
        old = umask(door ? 0117 : 0177);
        r = zmq_bind(handle, endpoint);
        umask(old);
        return r;
}

static int bind_or_connect(void *handle, const struct bus_options *options, unsigned traits)
{
        if (!options->bind)
                return zmq_connect(handle, options->endpoint);
        if (traits & IPC)
                return bind_ipc(handle, options->endpoint, traits & DOOR);
        return zmq_bind(handle, options->endpoint);
}

/* The listener of a socket closed a moment ago lives on until libzmq's threads get to it: try again for a while. */
static int attach(void *handle, const struct bus_options *options, unsigned traits)
{
        static const struct timespec PAUSE = {.tv_nsec = REBIND_PAUSE_NS};
        int r = bind_or_connect(handle, options, traits);

        for (int i = 0; i < REBIND_TRIES && r < 0 && errno == EADDRINUSE; i++) {
                nanosleep(&PAUSE, NULL);
                r = bind_or_connect(handle, options, traits);
        }
        if (r == 0)
                return 0;
        if (errno == EADDRINUSE)
                return BUS_IN_USE;
        if (errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ETERM)
                return err_fail("endpoint %s: %s", options->endpoint, zmq_strerror(errno));
        return BUS_BAD;
}

void *bus_socket_take(struct bus *bus, int type)
{
        void *handle = zmq_socket(bus->context, type);

        if (!handle) {
                (void)err_fail("zmq_socket: %s", zmq_strerror(errno));
                return NULL;
        }
        atomic_fetch_add(&bus->sockets, 1);
        return handle;
}

void *bus_socket_drop(struct bus *bus, void *handle)
{
        if (!handle)
                return NULL;
        zmq_close(handle);
        atomic_fetch_sub(&bus->sockets, 1);
        return NULL;
}

static struct bus_socket *new_socket(struct bus *bus, const struct bus_options *options)
{
        struct bus_socket *socket = calloc(1, sizeof *socket);

        if (!socket)
                return NULL;
        socket->bus = bus;
        socket->kind = options->kind;
        socket->door = options->bind && options->door;
        socket->body_max = options->large ? BUS_RUN_MAX : BUS_BODY_MAX;
        zmq_msg_init(&socket->part);
        zmq_msg_init(&socket->body);
#ifdef DUBAN_PLAIN
        socket->hears_claims = is_plain(options) && options->bind && options->kind == BUS_ROUTER;
        socket->makes_claims = is_plain(options) && !options->bind && options->kind == BUS_DEALER;
        if (socket->makes_claims)
                memcpy(socket->claim, options->keys->public_key, BUS_KEY_SIZE);
#endif
        return socket;
}

/* An IPv4 address comes back from an IPv6 socket as [::ffff:127.0.0.1]: say it as people do. */
static int learn_endpoint(struct bus_socket *socket)
{
        static const char MAPPED[] = "tcp://[::ffff:";
        char given[BUS_ENDPOINT_SIZE];
        size_t size = sizeof given;
        const char *rest = given + strlen(MAPPED);
        const char *bracket;

        if (zmq_getsockopt(socket->handle, ZMQ_LAST_ENDPOINT, given, &size) < 0)
                return err_fail("last endpoint: %s", zmq_strerror(errno));
        bracket = strchr(given, ']');
        if (bracket && strncmp(given, MAPPED, strlen(MAPPED)) == 0)
                snprintf(socket->endpoint, sizeof socket->endpoint, "tcp://%.*s%s", (int)(bracket - rest), rest,
                         bracket + 1);
        else
                snprintf(socket->endpoint, sizeof socket->endpoint, "%s", given);
        return 0;
}

int bus_open(struct bus *bus, const struct bus_options *options, struct bus_socket **ret_socket)
{
        const int traits = traits_of(options);
        struct bus_socket *socket;
        int r = -1;

        if (traits < 0)
                return BUS_BAD;
        socket = new_socket(bus, options);
        if (!socket)
                return err_fail("out of memory: socket");
        socket->handle = bus_socket_take(bus, KINDS[options->kind].type);
        if (socket->handle)
                r = set_up(socket->handle, options, (unsigned)traits);
        if (r == 0)
                r = attach(socket->handle, options, (unsigned)traits);
        if (r == 0)
                r = learn_endpoint(socket);
        if (r) {
                bus_close(socket);
                return r < 0 ? err_trace(r) : r;
        }
        socket->owns_path = options->bind && (unsigned)traits & IPC;
        *ret_socket = socket;
        return 0;
}

struct bus_socket *bus_close(struct bus_socket *socket)
{
        if (!socket)
                return NULL;
        if (socket->owns_path)
                unlink(ipc_path(socket->endpoint)); /* libzmq leaves it behind */
        zmq_msg_close(&socket->part);
        zmq_msg_close(&socket->body);
        bus_socket_drop(socket->bus, socket->handle);
        free(socket);
        return NULL;
}

const char *bus_endpoint(const struct bus_socket *socket)
{
        return socket->endpoint;
}
