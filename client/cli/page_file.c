/* page_file.c - printed into memory first: a page that cannot be printed leaves the older file alone. */
#include "client/cli/page_file.h"

#include <errno.h>
#include <stdlib.h>

#include "lib/base/file.h"

static int print_into(struct session *session, struct page *page, char **ret_content, size_t *ret_len)
{
        FILE *file = open_memstream(ret_content, ret_len);
        int r = file ? output_page(session->output, file, page) : err_fail("out of memory");

        if (file && fclose(file) != 0 && r == 0)
                r = err_fail("out of memory");
        return r;
}

static int complain(const struct session *session, const char *path, int reason)
{
        static const struct {
                int reason;
                const char *zh;
        } REASONS[] = {
                {FILE_MISSING, "目录不存在"},
                {FILE_DENIED, "没有权限,或它不是普通文件"},
                {FILE_FULL, "磁盘已满或超出配额"},
        };
        const char *zh = "";

        for (size_t i = 0; i < COUNT_OF(REASONS); i++) {
                if (REASONS[i].reason == reason)
                        zh = REASONS[i].zh;
        }
        return session_complain(session, CLI_NO_ANSWER, "不能写入 %s:%s", "cannot write %s: %s", path,
                                session_say(session, zh, file_reason(reason)));
}

static int write_file(struct session *session, struct page *page, const char *path, int outcome)
{
        char *content = NULL;
        size_t len = 0;
        int r = print_into(session, page, &content, &len);

        if (r == 0)
                r = file_write(path, bytes_of(content, len), 0644, FILE_REPLACE);
        free(content);
        if (r > 0)
                return complain(session, path, r);
        return r ? err_trace(r) : outcome;
}

int page_file_print(struct session *session, struct page *page, const char *path, int outcome)
{
        int r;

        if (path) {
                r = write_file(session, page, path, outcome);
                page_close(page);
                return r;
        }
        if (session->output->format == OUTPUT_XLSX && isatty(fileno(session->out))) {
                page_close(page);
                return session_complain(session, CLI_USAGE, "工作簿不能显示在终端上;请加 --output 文件名.xlsx",
                                        "a workbook is nothing for a terminal; add --output FILE.xlsx");
        }
        return session_print(session, page, outcome);
}
