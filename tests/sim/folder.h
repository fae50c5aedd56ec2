/* folder.h - directories that go away again. */
#ifndef DUBAN_SIM_FOLDER_H
#define DUBAN_SIM_FOLDER_H

enum { FOLDER_PATH_SIZE = 64 };

/* A new one in memory if there is a file system for that, else in /tmp. */
void folder_make(char path[FOLDER_PATH_SIZE]);
void folder_remove(const char *path); /* with everything in it */

#endif
