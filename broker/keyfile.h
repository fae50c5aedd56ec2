/* keyfile.h - a CURVE key pair in a private file: `public = Z85` and `secret = Z85`, mode 0600. The same form
 * as in a client's home, so `duband init` can make the operator's. Flaws are told on standard error. */
#ifndef DUBAN_BROKER_KEYFILE_H
#define DUBAN_BROKER_KEYFILE_H

#include "lib/bus/bus.h"

enum { KEYFILE_BAD = 1 };

int keyfile_read(const char *path, struct bus_keypair *ret_pair) CHECKED; /* → KEYFILE_BAD */
/* Never replaces a key. → KEYFILE_BAD */
int keyfile_write(const char *path, const struct bus_keypair *) CHECKED;

#endif
