/* home.h - a client's directory: its key, the service's address card.
 *
 * HOME is 0700. HOME/key holds `public = Z85` and `secret = Z85` (0600); an address card holds `reports`,
 * `queries`, `bell` (tcp:// or ipc://), `server_key` (Z85) and perhaps `log_id` (hexadecimal). Lines of
 * `name = value`; # begins a comment; names we do not know are left to newer versions. Stateless; any
 * thread. 0, HOME_BAD with a sentence that says file, line and what to do; negative = this machine failed. */
#ifndef DUBAN_CLIENT_HOME_H
#define DUBAN_CLIENT_HOME_H

#include "lib/base/bytes.h"
#include "lib/base/error.h"
#include "lib/bus/bus.h"
#include "lib/model/roster.h"

enum { HOME_BAD = 1 };
enum { HOME_PATH = 2048, HOME_ENDPOINT = 256, HOME_FLAW = 512, HOME_TEXT_MAX = 8192 };

struct home_flaw {
        char text[HOME_FLAW]; /* terminated */
};

struct home_card {
        char reports[HOME_ENDPOINT]; /* terminated */
        char queries[HOME_ENDPOINT];
        char bell[HOME_ENDPOINT];
        uint8_t server_key[BUS_KEY_SIZE];
        uint8_t log_id[LOG_ID_SIZE]; /* zero = not stated */
};

/* `file` is how the text is called in the flaw. */
int home_parse_card(struct bytes text, const char *file, struct home_card *ret_card,
                    struct home_flaw *ret_flaw) CHECKED;
int home_parse_key(struct bytes text, const char *file, struct bus_keypair *ret_pair,
                   struct home_flaw *ret_flaw) CHECKED;

/* The given path, or $DUBAN_HOME, or ~/.duban. → HOME_BAD. */
int home_path(const char *given, char ret_path[HOME_PATH], struct home_flaw *ret_flaw) CHECKED;
/* Is there a home nobody else may enter? → HOME_BAD. */
int home_check(const char *path, struct home_flaw *ret_flaw) CHECKED;
/* Make the directory and a key pair in it. → HOME_BAD, also when it has a key: that one stays. */
int home_make(const char *path, struct home_flaw *ret_flaw) CHECKED;
int home_load_key(const char *path, struct bus_keypair *ret_pair, struct home_flaw *ret_flaw) CHECKED;
/* From `file`, or $DUBAN_SERVICE, or HOME/service. */
int home_load_card(const char *path, const char *file, struct home_card *ret_card, struct home_flaw *ret_flaw) CHECKED;
/* Keep a checked copy of the card `file` as HOME/service. */
int home_keep_card(const char *path, const char *file, struct home_flaw *ret_flaw) CHECKED;

#endif
