/* bytes.c - views and byte order. */
#include "lib/base/bytes.h"

int bytes_compare(struct bytes a, struct bytes b)
{
        const size_t common = a.len < b.len ? a.len : b.len;
        const int order = common ? memcmp(a.at, b.at, common) : 0;

        if (order != 0)
                return order;
        return (a.len > b.len) - (a.len < b.len);
}

void be16_put(uint8_t *at, uint16_t value)
{
        at[0] = (uint8_t)(value >> 8);
        at[1] = (uint8_t)value;
}

void be32_put(uint8_t *at, uint32_t value)
{
        be16_put(at, (uint16_t)(value >> 16));
        be16_put(at + 2, (uint16_t)value);
}

void be64_put(uint8_t *at, uint64_t value)
{
        be32_put(at, (uint32_t)(value >> 32));
        be32_put(at + 4, (uint32_t)value);
}

uint16_t be16_get(const uint8_t *at)
{
        return (uint16_t)((unsigned)at[0] << 8 | at[1]);
}

uint32_t be32_get(const uint8_t *at)
{
        return (uint32_t)be16_get(at) << 16 | be16_get(at + 2);
}

uint64_t be64_get(const uint8_t *at)
{
        return (uint64_t)be32_get(at) << 32 | be32_get(at + 4);
}

void hex_put(char *out, const uint8_t *at, size_t len)
{
        static const char DIGITS[] = "0123456789abcdef";

        for (size_t i = 0; i < len; i++) {
                out[2 * i] = DIGITS[at[i] >> 4];
                out[2 * i + 1] = DIGITS[at[i] & 15];
        }
        out[2 * len] = '\0';
}

static int hex_digit(uint8_t c)
{
        if (c >= '0' && c <= '9')
                return c - '0';
        if (c >= 'a' && c <= 'f')
                return c - 'a' + 10;
        if (c >= 'A' && c <= 'F')
                return c - 'A' + 10;
        return -1;
}

int hex_get(struct bytes text, uint8_t *out, size_t len)
{
        if (text.len != 2 * len)
                return 1;
        for (size_t i = 0; i < text.len; i++)
                if (hex_digit(text.at[i]) < 0)
                        return 1;
        for (size_t i = 0; i < len; i++)
                out[i] = (uint8_t)(hex_digit(text.at[2 * i]) << 4 | hex_digit(text.at[2 * i + 1]));
        return 0;
}
