/* cell.c - one value twice: as text for people and as JSON for machines. */
#include <inttypes.h>

#include "client/cli/page.h"
#include "lib/base/text.h"

struct cell cell_none(void)
{
        return (struct cell){"", json_null()};
}

struct cell cell_pair(const char *text, json_t *json)
{
        return (struct cell){text, json};
}

struct cell cell_string(struct page *page UNUSED, const char *text)
{
        return text && *text ? cell_pair(text, json_string(text)) : cell_none();
}

static json_t *json_of(struct bytes text)
{
        json_t *json = json_stringn((const char *)text.at, text.len);

        /* The codec lets nothing through that is not UTF-8; this is for answers of a stranger. */
        return json ? json : json_string("\xef\xbf\xbd");
}

struct cell cell_bytes(struct page *page, struct bytes text)
{
        if (text.len == 0)
                return cell_none();
        return cell_pair(page_text(page, "%.*s", BYTES_ARG(text)), json_of(text));
}

struct cell cell_count(struct page *page, uint64_t count)
{
        return cell_pair(page_text(page, "%" PRIu64, count), json_integer((json_int_t)count));
}

struct cell cell_nonzero(struct page *page, uint64_t count)
{
        return count ? cell_count(page, count) : cell_none();
}

struct cell cell_place(struct page *page, uint32_t task, uint32_t part)
{
        return task ? cell_string(page, page_text(page, "%" PRIu32 ".%" PRIu32, task, part)) : cell_none();
}

struct cell cell_yes(struct page *page, bool yes)
{
        return cell_pair(yes ? page_say(page, "是", "yes") : page_say(page, "否", "no"), json_boolean(yes));
}

struct cell cell_word(struct page *page, const struct word_list *words, int value)
{
        const struct word *word = word_of(words, value);

        if (word == word_of(words, 0))
                return cell_none();
        return cell_pair(word_in(word, page->language), json_string(word->id));
}

struct cell cell_day(struct page *page, struct day day)
{
        char text[DAY_TEXT_SIZE];

        if (!day_is_set(day))
                return cell_none();
        day_text(day, text);
        return cell_pair(page_text(page, "%s", text), json_string(text));
}

struct cell cell_instant(struct page *page, uint64_t utc_ms)
{
        const time_t seconds = (time_t)(utc_ms / 1000);
        struct tm local;
        char text[40];

        if (utc_ms == 0 || !localtime_r(&seconds, &local) || strftime(text, sizeof text, "%F %T", &local) == 0)
                return cell_none();
        return cell_pair(page_text(page, "%s", text), json_integer((json_int_t)utc_ms));
}

/* Read back as a decimal: output prints 15 significant digits, which gives the figure as it was written. */
static json_t *json_decimal(const char *text)
{
        return json_loads(text, JSON_DECODE_ANY, NULL);
}

struct cell cell_number(struct page *page, struct number number)
{
        char text[NUMBER_TEXT_SIZE];

        if (!number.known)
                return cell_none();
        number_text(number, text);
        return cell_pair(page_text(page, "%s", text), json_decimal(text));
}

struct cell cell_percent(struct page *page, struct ratio ratio)
{
        char text[NUMBER_TEXT_SIZE];

        if (!ratio_is_set(ratio))
                return cell_none();
        ratio_percent_text(ratio, text);
        return cell_pair(page_text(page, "%s", text), json_real((double)ratio_tenths_of_percent(ratio) / 10.0));
}

static struct cell joined(struct page *page, const struct bytes *texts, size_t n, const char *between)
{
        const char *text = "";
        json_t *json = json_array();

        for (size_t i = 0; i < n; i++) {
                text = page_text(page, "%s%s%.*s", text, i ? between : "", BYTES_ARG(texts[i]));
                json_array_append_new(json, json_of(texts[i]));
        }
        return cell_pair(text, json);
}

struct cell cell_names(struct page *page, const struct bytes *names, size_t n)
{
        return joined(page, names, n, page_say(page, "、", ", "));
}

struct cell cell_paragraphs(struct page *page, const struct bytes *paragraphs, size_t n)
{
        return joined(page, paragraphs, n, "\n");
}

struct cell cell_sequences(struct page *page, const uint64_t *sequences, size_t n)
{
        const char *text = "";
        json_t *json = json_array();

        for (size_t i = 0; i < n; i++) {
                text = page_text(page, "%s%s%" PRIu64, text, i ? ", " : "", sequences[i]);
                json_array_append_new(json, json_integer((json_int_t)sequences[i]));
        }
        return cell_pair(text, json);
}

struct cell cell_hex(struct page *page, struct bytes bytes)
{
        char *text = bytes.len ? arena_take(page->arena, 2 * bytes.len + 1) : NULL;

        if (!text) {
                page->failed = page->failed || bytes.len > 0;
                return cell_none();
        }
        hex_put(text, bytes.at, bytes.len);
        return cell_pair(text, json_string(text));
}
