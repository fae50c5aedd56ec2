/* page.c - blocks in a list; a table grows by doubling. */
#include "client/cli/page.h"

#include <stdarg.h>
#include <stdlib.h>

void page_open(struct page *page, struct arena *arena, enum language language)
{
        *page = (struct page){.arena = arena, .language = language};
}

void page_close(struct page *page)
{
        for (struct block *b = page->first; b; b = b->next) {
                json_decref(b->cell.json);
                for (size_t i = 0; i < b->rows * b->n_columns; i++)
                        json_decref(b->cells[i].json);
                free(b->cells);
        }
        *page = (struct page){.failed = true};
}

const char *page_text(struct page *page, const char *format, ...)
{
        va_list args;
        char *text = NULL;
        int len;

        va_start(args, format);
        len = vsnprintf(NULL, 0, format, args);
        va_end(args);
        if (len >= 0)
                text = arena_take(page->arena, (size_t)len + 1);
        if (!text) {
                page->failed = true;
                return "";
        }
        va_start(args, format);
        vsnprintf(text, (size_t)len + 1, format, args);
        va_end(args);
        return text;
}

const char *page_say(const struct page *page, const char *zh, const char *en)
{
        return page->language == LANGUAGE_ZH ? zh : en;
}

const char *page_date(struct page *page, struct day day)
{
        const struct date date = day_date(day);
        char text[DAY_TEXT_SIZE];

        if (!day_is_set(day) || page->language == LANGUAGE_EN)
                return page_text(page, "%s", day_text(day, text));
        return page_text(page, "%d年%d月%d日", date.year, date.month, date.day);
}

const char *page_join(struct page *page, const char *text, const char *more)
{
        if (!*text || !*more)
                return *text ? text : more;
        return page_text(page, page_say(page, "%s;%s", "%s; %s"), text, more);
}

static struct block *add(struct page *page, enum block_kind kind)
{
        struct block *block = page->failed ? NULL : arena_take(page->arena, sizeof *block);

        if (!block) {
                page->failed = true;
                return NULL;
        }
        block->kind = kind;
        if (page->last)
                page->last->next = block;
        else
                page->first = block;
        page->last = block;
        return block;
}

void page_heading(struct page *page, const char *text)
{
        struct block *block = add(page, BLOCK_HEADING);

        if (block)
                block->text = text;
}

static void add_led(struct page *page, enum block_kind kind, const char *lead, const char *between, const char *rest)
{
        struct block *block = add(page, kind);

        if (!block)
                return;
        block->text = page_text(page, "%s%s%s", lead, between, rest);
        block->lead = lead;
        block->rest = rest;
}

void page_appendix(struct page *page, const char *mark, const char *title)
{
        add_led(page, BLOCK_APPENDIX, mark, page_say(page, "：", ": "), title);
}

void page_item(struct page *page, const char *lead, const char *rest)
{
        add_led(page, BLOCK_PARAGRAPH, lead, page_say(page, "", " "), rest);
}

void page_paragraph(struct page *page, const char *text)
{
        page_line(page, text, PLACE_BODY);
}

void page_line(struct page *page, const char *text, enum line_place place)
{
        struct block *block = add(page, BLOCK_PARAGRAPH);

        if (!block)
                return;
        block->text = text;
        block->place = place;
}

void page_fact(struct page *page, const char *id, const char *zh, const char *en, struct cell cell)
{
        struct block *block = cell.json ? add(page, BLOCK_FACT) : NULL;

        if (!block) {
                json_decref(cell.json);
                page->failed = true;
                return;
        }
        block->id = id;
        block->text = page_say(page, zh, en);
        block->cell = cell;
}

void page_table(struct page *page, const char *id, const struct column *columns, size_t n_columns)
{
        struct block *block = add(page, BLOCK_TABLE);

        if (!block)
                return;
        block->id = id;
        block->columns = columns;
        block->n_columns = n_columns;
}

void page_chart(struct page *page, const struct chart *chart)
{
        struct block *block = add(page, BLOCK_CHART);

        if (block)
                block->chart = chart;
}

static bool make_room(struct block *block)
{
        const size_t room = block->room ? 2 * block->room : 16;
        struct cell *cells;

        if (block->rows < block->room)
                return true;
        cells = reallocarray(block->cells, room * block->n_columns, sizeof *cells);
        if (!cells)
                return false;
        block->cells = cells;
        block->room = room;
        return true;
}

void page_row(struct page *page, const struct cell *cells)
{
        struct block *block = page->last;
        bool whole = true;

        if (page->failed)
                return;
        invariant(block && block->kind == BLOCK_TABLE);
        for (size_t i = 0; i < block->n_columns; i++)
                whole = whole && cells[i].json;
        if (!whole || !make_room(block)) {
                for (size_t i = 0; i < block->n_columns; i++)
                        json_decref(cells[i].json);
                page->failed = true;
                return;
        }
        memcpy(block->cells + block->rows * block->n_columns, cells, block->n_columns * sizeof *cells);
        block->rows++;
}

void page_few(struct page *page, size_t most, const char *command)
{
        struct block *block = page->last;

        if (page->failed || block->rows <= most)
                return;
        invariant(block->kind == BLOCK_TABLE);
        block->few = most;
        page_paragraph(
                page, page_text(page, page_say(page, "另有%zu项:%s", "and %zu more: %s"), block->rows - most, command));
}

size_t page_shown(const struct block *block)
{
        return block->few ? block->few : block->rows;
}
