/* banned.h - included before every source file: calls that this project does not make.
 * Each has a safer form in lib/base or in the standard library. */
#ifndef DUBAN_BANNED_H
#define DUBAN_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#ifdef DUBAN_INCLUDE_FIRST /* a library's header whose macros name what is poisoned below */
#include DUBAN_INCLUDE_FIRST
#endif

#undef strcpy
#undef strcat
#undef sprintf
#undef vsprintf
#undef strtok
#undef atoi
#undef atol
#undef atof
#undef gets
#undef rand
#undef srand
#undef sleep
#undef usleep
#undef system
#undef localtime
#undef gmtime
#undef strncpy
#pragma GCC poison strcpy strcat sprintf vsprintf strtok atoi atol atof gets rand srand sleep usleep system
#pragma GCC poison localtime gmtime strncpy

#endif
