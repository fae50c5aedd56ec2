/* bytes.h - a borrowed view of memory, text or not; and byte order.
 *
 * A view owns nothing: the comment of whoever hands it out says until when it holds. Text is UTF-8
 * and is not terminated. Pure; any thread. */
#ifndef DUBAN_BASE_BYTES_H
#define DUBAN_BASE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct bytes {
        const uint8_t *at; /* may be NULL when len is 0 */
        size_t len;
};

/* A counted array of T, owned by whoever owns the struct it stands in (mostly an arena). */
#define LIST(T)                                                                                                        \
        struct {                                                                                                       \
                T *at;                                                                                                 \
                size_t n;                                                                                              \
        }

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static inline struct bytes bytes_of(const void *at, size_t len)
{
        return (struct bytes){at, len};
}

static inline struct bytes bytes_str(const char *text)
{
        return (struct bytes){(const uint8_t *)text, text ? strlen(text) : 0};
}

static inline bool bytes_equal(struct bytes a, struct bytes b)
{
        return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

static inline bool bytes_is(struct bytes a, const char *text)
{
        return bytes_equal(a, bytes_str(text));
}

/* Ordering by bytes, shorter first on a tie. <0, 0, >0. */
int bytes_compare(struct bytes a, struct bytes b);

/* For printf("%.*s"): BYTES_ARG(x). */
#define BYTES_ARG(b) (int)(b).len, (const char *)(b).at

/* Big-endian in memory: the order of keys and of the journal. */
void be16_put(uint8_t *at, uint16_t value);
void be32_put(uint8_t *at, uint32_t value);
void be64_put(uint8_t *at, uint64_t value);
uint16_t be16_get(const uint8_t *at);
uint32_t be32_get(const uint8_t *at);
uint64_t be64_get(const uint8_t *at);

/* Lower-case hexadecimal. `out` holds 2*len+1 bytes and is terminated. */
void hex_put(char *out, const uint8_t *at, size_t len);
/* 0 and len bytes in `out`, or 1 when `text` is not exactly 2*len hexadecimal digits. */
int hex_get(struct bytes text, uint8_t *out, size_t len);

#endif
