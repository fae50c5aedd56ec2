/* session.c - common options, complaints, the connection. */
#include "client/cli/session.h"

#include <stdlib.h>
#include <unistd.h>

#include "lib/base/text.h"

enum { SENTENCE_MAX = 1024 };

enum language session_language(void)
{
        static const char *const NAMES[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

        for (size_t i = 0; i < COUNT_OF(NAMES); i++) {
                const char *value = getenv(NAMES[i]);

                if (value && *value)
                        return strncmp(value, "zh", 2) == 0 ? LANGUAGE_ZH : LANGUAGE_EN;
        }
        return LANGUAGE_EN;
}

static int read_language(struct session *session, const char *text)
{
        if (!text)
                return 0;
        if (strcmp(text, "zh") != 0 && strcmp(text, "en") != 0)
                return session_complain(session, CLI_USAGE, "--lang 只能是 zh 或 en,不能是 %s",
                                        "--lang is zh or en, not %s", text);
        session->language = strcmp(text, "zh") == 0 ? LANGUAGE_ZH : LANGUAGE_EN;
        return 0;
}

/* Where in the past the questions stand; verbs that speak of now have no such options. */
static int read_past(struct session *session, const struct args *args)
{
        const char *as_of = args_get(args, "as-of");
        int r = session_count(session, "--as-of", as_of, INT64_MAX, &session->as_of);

        if (r)
                return r;
        if (as_of && session->as_of == 0)
                return session_complain(session, CLI_USAGE, "日志序号从 1 开始", "sequences begin with 1");
        return session_day(session, "--for-date", args_get(args, "for-date"), &session->for_date);
}

int session_start(struct session *session, const struct args *args)
{
        const char *format = args_get(args, "format");
        int r;

        r = read_language(session, args_get(args, "lang"));
        if (r == 0)
                r = read_past(session, args);
        if (r)
                return r;
        session->home = args_get(args, "home");
        session->service = args_get(args, "service");
        session->plan = bytes_str(args_get(args, "plan"));
        session->output = output_find(format ? format : "text");
        if (!session->output)
                return session_complain(session, CLI_USAGE, "没有 %s 这种格式;可用 text json csv md html xlsx",
                                        "there is no format %s; use text, json, csv, md, html or xlsx", format);
        return session_count(session, "--at-least", args_get(args, "at-least"), INT64_MAX, &session->at_least);
}

void session_end(struct session *session)
{
        session->client = duban_close(session->client);
        session->arena = arena_free(session->arena);
}

const char *session_home(struct session *session)
{
        const char *home = session->home ? session->home : getenv("DUBAN_HOME");
        const char *user = getenv("HOME");

        if (home && *home)
                return home;
        return user && *user ? arena_print(session->arena, "%s/.duban", user) : NULL;
}

int session_client(struct session *session, struct duban_client **ret_client)
{
        const struct duban_options options = {.home = session->home, .service = session->service};
        int r;

        if (!session->client) {
                r = duban_open(&options, &session->client);
                if (r < 0)
                        return err_trace(r);
                if (r > 0)
                        return CLI_USAGE; /* libduban has said what and where */
        }
        *ret_client = session->client;
        return 0;
}

const char *session_say(const struct session *session, const char *zh, const char *en)
{
        return session->language == LANGUAGE_ZH ? zh : en;
}

void session_problem_list(const struct session *session, const char *place, const char *zh, const char *en,
                          va_list args)
{
        char sentence[SENTENCE_MAX];
        const struct bytes where = text_escape(session->arena, bytes_str(place));
        struct bytes what;

        vsnprintf(sentence, sizeof sentence, session_say(session, zh, en), args);
        what = text_escape(session->arena, bytes_str(sentence));
        fprintf(stderr, "%.*s: %.*s\n", BYTES_ARG(where), BYTES_ARG(what));
}

void session_problem(const struct session *session, const char *place, const char *zh, const char *en, ...)
{
        va_list args;

        va_start(args, en);
        session_problem_list(session, place, zh, en, args);
        va_end(args);
}

int session_complain(const struct session *session, int outcome, const char *zh, const char *en, ...)
{
        va_list args;

        va_start(args, en);
        session_problem_list(session, "duban", zh, en, args);
        va_end(args);
        return outcome;
}

void session_progress(const struct session *session, const char *zh, const char *en, uint64_t done, uint64_t total)
{
        if (!isatty(STDERR_FILENO))
                return;
        fprintf(stderr, "\r%s %llu", session_say(session, zh, en), (unsigned long long)done);
        if (total)
                fprintf(stderr, "/%llu", (unsigned long long)total);
        fputs(done == total ? "\r\033[K" : "\033[K", stderr);
}

int session_count(const struct session *session, const char *what, const char *text, uint64_t most, uint64_t *ret_count)
{
        uint64_t count = 0;
        const char *at = text;

        if (!text)
                return 0;
        for (; *at >= '0' && *at <= '9' && count <= most; at++) {
                if (__builtin_mul_overflow(count, 10, &count) ||
                    __builtin_add_overflow(count, (uint64_t)(*at - '0'), &count))
                        break;
        }
        if (!*text || text[strspn(text, "0123456789")])
                return session_complain(session, CLI_USAGE, "%s 须为整数,不能是 %s", "%s is a whole number, not %s",
                                        what, *text ? text : "\"\"");
        if (*at || count > most)
                return session_complain(session, CLI_USAGE, "%s 最大为 %llu,不能是 %s", "%s is at most %llu, not %s",
                                        what, (unsigned long long)most, text);
        *ret_count = count;
        return 0;
}

int session_day(const struct session *session, const char *what, const char *text, struct day *ret_day)
{
        struct day day;

        if (!text)
                return 0;
        if (day_from_text(bytes_str(text), &day) != 0)
                return session_complain(session, CLI_USAGE, "%s 须为日期,如 2023-06-30,不能是 %s",
                                        "%s is a date such as 2023-06-30, not %s", what, text);
        *ret_day = day;
        return 0;
}

int session_word(const struct session *session, const char *what, const char *text, const struct word_list *words,
                 int *ret_value)
{
        const int value = text ? word_find(words, bytes_str(text)) : 0;

        if (!text)
                return 0;
        if (value > 0) {
                *ret_value = value;
                return 0;
        }
        session_complain(session, CLI_USAGE, "%s 不能是 %s;可用:", "%s is not %s; use one of:", what, text);
        for (int i = 1; i < words->n; i++)
                fprintf(stderr, "  %s %s\n", words->at[i].id, word_in(&words->at[i], session->language));
        return CLI_USAGE;
}

const char *session_words(const struct session *session, const struct word_list *words)
{
        const char *text = "";

        for (int i = 1; text && i < words->n; i++)
                text = arena_print(session->arena, session_say(session, "%s%s%s %s", "%s%s%s"), text,
                                   *text ? session_say(session, "、", ", ") : "", words->at[i].id,
                                   word_in(&words->at[i], session->language));
        return text ? text : "";
}

int session_task(const struct session *session, const char *text, struct task_ref *ret_task)
{
        uint64_t no = 0;
        int r = session_count(session, "TASK", text, UINT32_MAX, &no);

        if (r)
                return r;
        if (no == 0)
                return session_complain(session, CLI_USAGE, "任务序号从 1 开始", "task numbers begin with 1");
        *ret_task = (struct task_ref){session->plan, (uint32_t)no};
        return 0;
}

int session_print(struct session *session, struct page *page, int outcome)
{
        int r = output_page(session->output, session->out, page);

        page_close(page);
        return r ? err_trace(r) : outcome;
}
