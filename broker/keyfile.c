/* keyfile.c - two lines of Z85. */
#include "broker/keyfile.h"

#include <stdio.h>

#include "lib/base/file.h"

/* Exactly what keyfile_write writes; not a configuration, because Z85 uses the comment sign as a digit. */
static const char PUBLIC[] = "public = ";
static const char SECRET[] = "secret = ";
enum { Z85 = BUS_Z85_SIZE - 1, LABEL = sizeof PUBLIC - 1, LINE = LABEL + Z85 + 1, CAP = 4096 };

static int read_line(struct bytes content, size_t line, const char *label, uint8_t key[BUS_KEY_SIZE])
{
        const uint8_t *at = content.at + line * LINE;

        if (content.len != 2 * LINE || memcmp(at, label, LABEL) != 0 || at[LINE - 1] != '\n')
                return KEYFILE_BAD;
        return bus_from_z85(bytes_of(at + LABEL, Z85), key) ? KEYFILE_BAD : 0;
}

static int parse(const char *path, struct bytes content, struct bus_keypair *ret_pair)
{
        struct bus_keypair pair;

        if (read_line(content, 0, PUBLIC, pair.public_key) || read_line(content, 1, SECRET, pair.secret_key)) {
                fprintf(stderr,
                        "%s: it must be the two lines `public = …` and `secret = …`; bring it back from its "
                        "backup\n",
                        path);
                return KEYFILE_BAD;
        }
        *ret_pair = pair;
        return 0;
}

int keyfile_read(const char *path, struct bus_keypair *ret_pair)
{
        ARENA struct arena *arena = arena_new(0);
        struct bytes content;
        int r = arena ? file_check_private(path) : err_fail("out of memory");

        if (r == 0)
                r = file_read(path, CAP, arena, &content);
        if (r > 0) {
                fprintf(stderr, "%s: %s\n", path, file_reason(r));
                return KEYFILE_BAD;
        }
        return r ? err_trace(r) : parse(path, content, ret_pair);
}

int keyfile_write(const char *path, const struct bus_keypair *pair)
{
        char public_text[BUS_Z85_SIZE];
        char secret_text[BUS_Z85_SIZE];
        char content[256];
        int r;

        bus_z85(pair->public_key, public_text);
        bus_z85(pair->secret_key, secret_text);
        snprintf(content, sizeof content, "%s%s\n%s%s\n", PUBLIC, public_text, SECRET, secret_text);
        r = file_write(path, bytes_str(content), 0600, FILE_KEEP);
        if (r > 0) {
                fprintf(stderr, "%s: %s\n", path, file_reason(r));
                return KEYFILE_BAD;
        }
        return r ? err_trace(r) : 0;
}
