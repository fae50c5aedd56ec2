/* folder.c - mkdtemp and its opposite. */
#include "tests/sim/folder.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/sim/fail.h"

void folder_make(char path[FOLDER_PATH_SIZE])
{
        snprintf(path, FOLDER_PATH_SIZE, "%s/duban-sim-XXXXXX", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
        EXPECT(mkdtemp(path), "no temporary directory");
}

static int remove_entry(const char *path, const struct stat *status UNUSED, int type UNUSED, struct FTW *ftw UNUSED)
{
        return remove(path);
}

void folder_remove(const char *path)
{
        nftw(path, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}
