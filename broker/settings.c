/* settings.c - the table of settings. */
#include "broker/settings.h"

#include <stdio.h>

#include "lib/base/arena.h"
#include "lib/base/file.h"

const struct config_row SETTINGS[] = {
        {"listen", CONFIG_TEXT, NULL, 1, 255, "127.0.0.1", "broker", "address or host name to listen on; * = all"},
        {"reports_port", CONFIG_NUMBER, "port", 0, 65535, "7610", "broker", "reports and commands; 0 = any free port"},
        {"queries_port", CONFIG_NUMBER, "port", 0, 65535, "7611", "broker", "queries; 0 = any free port"},
        {"bell_port", CONFIG_NUMBER, "port", 0, 65535, "7612", "broker", "the bell; 0 = any free port"},
        {"records_per_second", CONFIG_NUMBER, "records/s", 0, 10000000, "2000", "broker",
         "what one key may send in the long run, unless the roster says otherwise; 0 = no limit"},
        {"burst", CONFIG_NUMBER, "records", 1, 10000000, "20000", "broker", "what one key may send at once"},
        {"map_size", CONFIG_BYTES, NULL, 1048576, 0, "1TiB", "collector notifier query",
         "address space for each of journal and state; not disk space"},
#ifdef DUBAN_PLAIN
        {"plain", CONFIG_TEXT, NULL, 0, 3, "", "broker", "benchmarks only: tcp or ipc, all doors without CURVE"},
#endif
};
const size_t SETTINGS_COUNT = COUNT_OF(SETTINGS);

enum { FILE_CAP = 65536, PATH_SIZE = 4096 };

static void complain(void *context, int line, const char *sentence)
{
        fprintf(stderr, "%s:%d: %s\n", (const char *)context, line, sentence);
}

int settings_load(const char *dir, struct config **ret_config)
{
        ARENA struct arena *arena = arena_new(0);
        struct config *config = config_new(SETTINGS, SETTINGS_COUNT);
        char path[PATH_SIZE];
        struct bytes content;
        int r = arena && config ? 0 : err_fail("out of memory");

        snprintf(path, sizeof path, "%s/duban.conf", dir);
        if (r == 0)
                r = file_read(path, FILE_CAP, arena, &content);
        if (r == FILE_MISSING) {
                r = 0;
        } else if (r > 0) {
                fprintf(stderr, "%s: %s\n", path, file_reason(r));
                r = CONFIG_BAD;
        } else if (r == 0) {
                r = config_parse(config, content, complain, path);
        }
        if (r) {
                config_free(config);
                return r;
        }
        *ret_config = config;
        return 0;
}
