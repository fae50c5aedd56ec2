/* words.c - from text to days, numbers and places. */
#include "tests/scenario/words.h"

#include <stdlib.h>

void words_split(const char *line, struct place place, struct words *ret_words)
{
        *ret_words = (struct words){.place = place};
        while (*line && *line != '#') {
                const size_t len = strcspn(line, " \t\n");

                if (len && ret_words->n == WORDS_MAX)
                        story_die(place, "too many words");
                if (len)
                        ret_words->at[ret_words->n++] = bytes_of(line, len);
                line += len + (line[len] != '\0');
        }
}

struct bytes words_after(const struct words *words, const char *name)
{
        for (size_t i = 0; i + 1 < words->n; i++)
                if (bytes_is(words->at[i], name))
                        return words->at[i + 1];
        return (struct bytes){NULL, 0};
}

bool words_has(const struct words *words, const char *name)
{
        for (size_t i = 0; i < words->n; i++)
                if (bytes_is(words->at[i], name))
                        return true;
        return false;
}

struct day words_day(const struct words *words, struct bytes word)
{
        struct day day = {0};

        if (word.len && day_from_text(word, &day))
                story_die(words->place, "a date such as 2023-06-30 is wanted");
        return day;
}

struct number words_number(const struct words *words, struct bytes word)
{
        struct number number = {0};

        if (word.len && number_from_text(word, &number))
                story_die(words->place, "a number is wanted");
        return number;
}

uint32_t words_count(struct bytes word)
{
        char text[16] = "";

        memcpy(text, word.at, word.len < sizeof text ? word.len : sizeof text - 1);
        return (uint32_t)strtoul(text, NULL, 10);
}

struct part_place words_part(struct bytes word)
{
        const uint8_t *dot = memchr(word.at, '.', word.len);

        return (struct part_place){
                .task = words_count(word),
                .part = dot ? words_count(bytes_of(dot + 1, word.len - (size_t)(dot + 1 - word.at))) : 0,
        };
}

int words_find(const struct words *words, const struct word_list *list, struct bytes word)
{
        const int value = word_find(list, word);

        if (value <= 0)
                story_die(words->place, "there is no such word");
        return value;
}
