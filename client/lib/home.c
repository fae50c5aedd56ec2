/* home.c - a client's directory: its key, the service's address card. */
#include "client/lib/home.h"

#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/file.h"

enum { HOME_ARENA = 65536 };

enum home_type { HOME_IS_ENDPOINT, HOME_IS_KEY, HOME_IS_LOG_ID };

struct home_row { /* one name a file may hold */
        const char *name;
        enum home_type type;
        size_t offset;
        bool needed;
};

struct home_format {
        const struct home_row *row;
        size_t rows;
        const char *cure; /* what to do about a bad file */
};

static const struct home_row CARD_ROWS[] = {
        {"reports", HOME_IS_ENDPOINT, offsetof(struct home_card, reports), true},
        {"queries", HOME_IS_ENDPOINT, offsetof(struct home_card, queries), true},
        {"bell", HOME_IS_ENDPOINT, offsetof(struct home_card, bell), true},
        {"server_key", HOME_IS_KEY, offsetof(struct home_card, server_key), true},
        {"log_id", HOME_IS_LOG_ID, offsetof(struct home_card, log_id), false},
};

static const struct home_row KEY_ROWS[] = {
        {"public", HOME_IS_KEY, offsetof(struct bus_keypair, public_key), true},
        {"secret", HOME_IS_KEY, offsetof(struct bus_keypair, secret_key), true},
};

static const struct home_format CARD = {CARD_ROWS, COUNT_OF(CARD_ROWS),
                                        "get the address card again from the service (run/service in its data)"};
static const struct home_format KEY = {KEY_ROWS, COUNT_OF(KEY_ROWS), "bring the key back from its backup"};

static int PRINTF(2, 3) flaw(struct home_flaw *ret_flaw, const char *format, ...)
{
        va_list args;

        va_start(args, format);
        vsnprintf(ret_flaw->text, sizeof ret_flaw->text, format, args);
        va_end(args);
        return HOME_BAD;
}

/* -- reading -- */

static struct bytes trim(struct bytes text)
{
        while (text.len && (text.at[0] == ' ' || text.at[0] == '\t'))
                text = bytes_of(text.at + 1, text.len - 1);
        while (text.len && strchr(" \t\r", text.at[text.len - 1]) && text.at[text.len - 1])
                text.len--;
        return text;
}

/* Up to `mark` or the end; `rest` goes on behind it. False when the mark is not there. */
static bool split(struct bytes *rest, char mark, struct bytes *ret_part)
{
        const uint8_t *at = rest->len ? memchr(rest->at, mark, rest->len) : NULL;
        const size_t len = at ? (size_t)(at - rest->at) : rest->len;

        *ret_part = bytes_of(rest->at, len);
        *rest = at ? bytes_of(at + 1, rest->len - len - 1) : bytes_of(NULL, 0);
        return at != NULL;
}

static const char *take_endpoint(struct bytes value, char *out)
{
        if (value.len >= HOME_ENDPOINT)
                return "is too long";
        for (size_t i = 0; i < value.len; i++)
                if (value.at[i] <= ' ' || value.at[i] > '~')
                        return "has a character that no address has";
        memcpy(out, value.at, value.len);
        out[value.len] = '\0';
        if (strncmp(out, "tcp://", 6) != 0 && strncmp(out, "ipc://", 6) != 0)
                return "must begin with tcp:// or ipc://";
        return NULL;
}

/* NULL, or what is wrong with the value. */
static const char *take_value(const struct home_row *row, struct bytes value, void *out)
{
        uint8_t *place = (uint8_t *)out + row->offset;

        switch (row->type) {
        case HOME_IS_ENDPOINT:
                return take_endpoint(value, (char *)place);
        case HOME_IS_KEY:
                return bus_from_z85(value, place) ? "is no key of 40 Z85 characters" : NULL;
        case HOME_IS_LOG_ID:
                return hex_get(value, place, LOG_ID_SIZE) ? "is not 32 hexadecimal digits" : NULL;
        }
        return "is of no type";
}

struct place { /* where a parse is, for its sentences */
        const char *file;
        int line;
};

static int take_line(const struct home_format *format, struct bytes line, struct place place, void *out, unsigned *seen,
                     struct home_flaw *ret_flaw)
{
        struct bytes name;
        const char *wrong;

        if (!split(&line, '=', &name))
                return flaw(ret_flaw, "%s, line %d: no \"name = value\"; %s", place.file, place.line, format->cure);
        for (size_t i = 0; i < format->rows; i++) {
                const struct home_row *row = &format->row[i];

                if (!bytes_is(trim(name), row->name))
                        continue;
                wrong = *seen & 1u << i ? "is here twice" : take_value(row, trim(line), out);
                if (wrong)
                        return flaw(ret_flaw, "%s, line %d: %s %s; %s", place.file, place.line, row->name, wrong,
                                    format->cure);
                *seen |= 1u << i;
        }
        return 0;
}

static int parse(const struct home_format *format, struct bytes text, const char *file, void *out,
                 struct home_flaw *ret_flaw)
{
        struct place place = {.file = file};
        unsigned seen = 0;
        struct bytes line;
        int r;

        while (text.len) {
                split(&text, '\n', &line);
                line = trim(line);
                place.line++;
                if (line.len == 0 || line.at[0] == '#')
                        continue;
                r = take_line(format, line, place, out, &seen, ret_flaw);
                if (r)
                        return r;
        }
        for (size_t i = 0; i < format->rows; i++)
                if (format->row[i].needed && !(seen & 1u << i))
                        return flaw(ret_flaw, "%s: %s is missing; %s", file, format->row[i].name, format->cure);
        return 0;
}

int home_parse_card(struct bytes text, const char *file, struct home_card *ret_card, struct home_flaw *ret_flaw)
{
        struct home_card card = {0};
        const int r = parse(&CARD, text, file, &card, ret_flaw);

        if (r == 0)
                *ret_card = card;
        return r;
}

int home_parse_key(struct bytes text, const char *file, struct bus_keypair *ret_pair, struct home_flaw *ret_flaw)
{
        struct bus_keypair pair = {0};
        const int r = parse(&KEY, text, file, &pair, ret_flaw);

        if (r == 0)
                *ret_pair = pair;
        explicit_bzero(&pair, sizeof pair);
        return r;
}

/* -- the directory -- */

int home_path(const char *given, char ret_path[HOME_PATH], struct home_flaw *ret_flaw)
{
        const char *set = getenv("DUBAN_HOME");
        const char *path = given ? given : set && *set ? set : NULL;
        const char *user = getenv("HOME");
        int n;

        if (path)
                n = snprintf(ret_path, HOME_PATH, "%s", path);
        else if (user && *user)
                n = snprintf(ret_path, HOME_PATH, "%s/.duban", user);
        else
                return flaw(ret_flaw, "no home: set DUBAN_HOME or give --home");
        if (n <= 0 || n >= HOME_PATH)
                return flaw(ret_flaw, "the path of the home is empty or too long; set DUBAN_HOME or give --home");
        return 0;
}

/* Like file_check_private, for the directory. */
int home_check(const char *path, struct home_flaw *ret_flaw)
{
        struct stat about;

        if (stat(path, &about) < 0 || !S_ISDIR(about.st_mode))
                return flaw(ret_flaw, "%s: there is no such home; make one with: duban key new --home %s", path, path);
        if (about.st_mode & 077 || about.st_uid != geteuid())
                return flaw(ret_flaw, "%s: it belongs to somebody else, or others may enter; chown it and chmod 700 %s",
                            path, path);
        return 0;
}

static int write_key(const char *file)
{
        char public_text[BUS_Z85_SIZE], secret_text[BUS_Z85_SIZE], text[160];
        struct bus_keypair pair;
        int n, r;

        r = bus_keypair_new(&pair);
        if (r < 0)
                return err_trace(r);
        bus_z85(pair.public_key, public_text);
        bus_z85(pair.secret_key, secret_text);
        n = snprintf(text, sizeof text, "public = %s\nsecret = %s\n", public_text, secret_text);
        r = file_write(file, bytes_of(text, (size_t)n), 0600, FILE_KEEP);
        explicit_bzero(&pair, sizeof pair);
        explicit_bzero(secret_text, sizeof secret_text);
        explicit_bzero(text, sizeof text);
        return r;
}

static void file_in(const char *path, const char *name, char out[HOME_PATH + 16])
{
        snprintf(out, HOME_PATH + 16, "%s/%s", path, name);
}

int home_make(const char *path, struct home_flaw *ret_flaw)
{
        char file[HOME_PATH + 16];
        int r;

        r = file_make_private_directory(path);
        if (r > 0)
                return flaw(ret_flaw, "%s: %s; choose another home, or chown it and chmod 700", path, file_reason(r));
        if (r < 0)
                return err_trace(r);
        file_in(path, "key", file);
        r = write_key(file);
        if (r == FILE_EXISTS)
                return flaw(ret_flaw, "%s: there is a key already; it was left as it is", file);
        if (r > 0)
                return flaw(ret_flaw, "%s: cannot be written: %s", file, file_reason(r));
        return r < 0 ? err_trace(r) : 0;
}

/* -- key and card -- */

int home_load_key(const char *path, struct bus_keypair *ret_pair, struct home_flaw *ret_flaw)
{
        ARENA struct arena *arena = arena_new(HOME_ARENA);
        char file[HOME_PATH + 16];
        struct bytes text;
        int r;

        if (!arena)
                return err_fail("out of memory");
        file_in(path, "key", file);
        r = file_check_private(file);
        if (r == FILE_MISSING)
                return flaw(ret_flaw, "%s: there is no key; make one with: duban key new", file);
        if (r == FILE_EXPOSED)
                return flaw(ret_flaw, "%s: %s; make a new key, or chown it and chmod 600 if nobody saw it", file,
                            file_reason(r));
        if (r == 0)
                r = file_read(file, HOME_TEXT_MAX, arena, &text);
        if (r)
                return r < 0 ? err_trace(r) : flaw(ret_flaw, "%s: %s; %s", file, file_reason(r), KEY.cure);
        r = home_parse_key(text, file, ret_pair, ret_flaw);
        return r;
}

static int read_card(const char *file, struct arena *arena, struct bytes *ret_text, struct home_card *ret_card,
                     struct home_flaw *ret_flaw)
{
        int r;

        r = file_read(file, HOME_TEXT_MAX, arena, ret_text);
        if (r)
                return r < 0 ? err_trace(r) : flaw(ret_flaw, "%s: %s; %s", file, file_reason(r), CARD.cure);
        return home_parse_card(*ret_text, file, ret_card, ret_flaw);
}

int home_load_card(const char *path, const char *file, struct home_card *ret_card, struct home_flaw *ret_flaw)
{
        ARENA struct arena *arena = arena_new(HOME_ARENA);
        char own[HOME_PATH + 16];
        struct bytes text;

        if (!arena)
                return err_fail("out of memory");
        if (!file)
                file = getenv("DUBAN_SERVICE");
        if (!file || !*file) {
                file_in(path, "service", own);
                file = own;
        }
        return read_card(file, arena, &text, ret_card, ret_flaw);
}

int home_keep_card(const char *path, const char *file, struct home_flaw *ret_flaw)
{
        ARENA struct arena *arena = arena_new(HOME_ARENA);
        char own[HOME_PATH + 16];
        struct home_card card;
        struct bytes text;
        int r;

        if (!arena)
                return err_fail("out of memory");
        r = read_card(file, arena, &text, &card, ret_flaw);
        if (r)
                return r < 0 ? err_trace(r) : r;
        file_in(path, "service", own);
        r = file_write(own, text, 0600, FILE_REPLACE);
        if (r > 0)
                return flaw(ret_flaw, "%s: cannot be written: %s", own, file_reason(r));
        return r < 0 ? err_trace(r) : 0;
}
