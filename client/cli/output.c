/* output.c - walks a page and hands its blocks to the chosen filling. */
#include "client/cli/output.h"

#include <errno.h>

static const struct output *const OUTPUTS[] = {&output_text, &output_json, &output_csv,
                                               &output_md,   &output_html, &output_xlsx};

const struct output *output_find(const char *name)
{
        for (size_t i = 0; i < COUNT_OF(OUTPUTS); i++) {
                if (strcmp(OUTPUTS[i]->name, name) == 0)
                        return OUTPUTS[i];
        }
        return NULL;
}

const struct output *output_of(enum output_format format)
{
        for (size_t i = 0; i < COUNT_OF(OUTPUTS); i++) {
                if (OUTPUTS[i]->format == format)
                        return OUTPUTS[i];
        }
        return NULL;
}

bool output_ends_facts(const struct block *fact)
{
        const struct block *next = fact->next;

        while (next && next->kind == BLOCK_FACT && !*next->text)
                next = next->next;
        return next && next->kind != BLOCK_FACT;
}

static int print_block(const struct output *output, FILE *file, struct page *page, const struct block *block)
{
        int (*const print[])(FILE *, struct page *, const struct block *) = {
                [BLOCK_HEADING] = output->heading,     [BLOCK_APPENDIX] = output->heading,
                [BLOCK_PARAGRAPH] = output->paragraph, [BLOCK_FACT] = output->fact,
                [BLOCK_TABLE] = output->table,         [BLOCK_CHART] = NULL,
        };

        return print[block->kind] ? print[block->kind](file, page, block) : 0;
}

static int print_blocks(const struct output *output, FILE *file, struct page *page)
{
        int r = 0;

        for (const struct block *b = page->first; b && !r; b = b->next)
                r = print_block(output, file, page, b);
        return r;
}

int output_page(const struct output *output, FILE *file, struct page *page)
{
        int r;

        if (page->failed)
                return err_fail("out of memory");
        r = output->whole ? output->whole(file, page) : print_blocks(output, file, page);
        if (r)
                return err_trace(r);
        if (page->failed)
                return err_fail("out of memory");
        if (fflush(file) != 0 || ferror(file))
                return err_fail("cannot write the output: %s", strerror(errno));
        return 0;
}
