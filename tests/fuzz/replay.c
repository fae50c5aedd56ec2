/* replay.c - runs a fuzz target over the files of the directories given, and over cut and altered copies
 * of each, so that every run looks a little around the corpus. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/bytes.h"
#include "tests/fuzz/fuzz.h"

enum { INPUT_MAX = 1 << 18 };

static size_t read_file(const char *path, uint8_t *out)
{
        FILE *file = fopen(path, "rb");
        size_t len;

        if (!file) {
                perror(path);
                exit(1);
        }
        len = fread(out, 1, INPUT_MAX, file);
        fclose(file);
        return len;
}

/* A copy of its exact size, so that a sanitizer sees a read past the end. */
static void run(const uint8_t *data, size_t len)
{
        uint8_t *copy = malloc(len ? len : 1);

        if (!copy)
                exit(1);
        memcpy(copy, data, len);
        LLVMFuzzerTestOneInput(copy, len);
        free(copy);
}

static void run_around(uint8_t *data, size_t len)
{
        const size_t step = len / 64 + 1;

        run(data, len);
        for (size_t i = 0; i < len; i += step) {
                run(data, i);
                data[i] ^= 0x81;
                run(data, len);
                data[i] ^= 0x81;
        }
}

static unsigned run_directory(const char *path, uint8_t *buffer)
{
        DIR *dir = opendir(path);
        char name[4096];
        unsigned files = 0;

        if (!dir) {
                perror(path);
                exit(1);
        }
        for (const struct dirent *entry; (entry = readdir(dir));) {
                if (entry->d_name[0] == '.')
                        continue;
                snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
                run_around(buffer, read_file(name, buffer));
                files++;
        }
        closedir(dir);
        return files;
}

int main(int argc, char **argv)
{
        uint8_t *buffer = malloc(INPUT_MAX);
        unsigned files = 0;

        if (!buffer)
                return 1;
        for (int i = 1; i < argc; i++)
                files += run_directory(argv[i], buffer);
        free(buffer);
        printf("%u files\n", files);
        return files > 0 ? 0 : 1; /* an empty corpus tests nothing */
}
