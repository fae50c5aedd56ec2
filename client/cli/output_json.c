/* output_json.c - a page as one JSON object: facts by their ids, tables as arrays of objects. */
#include "client/cli/output.h"

enum { REAL_DIGITS = 15 };

json_t *output_row(const struct block *table, size_t row)
{
        json_t *object = json_object();

        for (size_t i = 0; i < table->n_columns; i++) {
                const struct column *column = &table->columns[i];
                json_t *value = table->cells[row * table->n_columns + i].json;

                if (!(column->flags & COLUMN_PEOPLE) && json_object_set(object, column->id, value) != 0) {
                        json_decref(object);
                        return NULL;
                }
        }
        return object;
}

static json_t *rows_of(const struct block *table)
{
        json_t *rows = json_array();

        for (size_t i = 0; i < table->rows; i++) {
                if (json_array_append_new(rows, output_row(table, i)) != 0) {
                        json_decref(rows);
                        return NULL;
                }
        }
        return rows;
}

static json_t *object_of(const struct page *page)
{
        json_t *object = json_object();
        int r = 0;

        for (const struct block *b = page->first; b && r == 0; b = b->next) {
                if (b->kind == BLOCK_FACT)
                        r = json_object_set(object, b->id, b->cell.json);
                else if (b->kind == BLOCK_TABLE)
                        r = json_object_set_new(object, b->id, rows_of(b));
        }
        if (r != 0) {
                json_decref(object);
                return NULL;
        }
        return object;
}

int output_value(FILE *file, const json_t *value, bool indented)
{
        const size_t layout = indented ? JSON_INDENT(1) : JSON_COMPACT;

        if (!value || json_dumpf(value, file, layout | JSON_ENCODE_ANY | JSON_REAL_PRECISION(REAL_DIGITS)) != 0 ||
            fputc('\n', file) < 0)
                return err_fail("cannot write JSON");
        return 0;
}

static int whole(FILE *file, struct page *page)
{
        json_t *object = object_of(page);
        int r = object ? output_value(file, object, true) : err_fail("out of memory");

        json_decref(object);
        return r;
}

const struct output output_json = {.name = "json", .format = OUTPUT_JSON, .whole = whole};
