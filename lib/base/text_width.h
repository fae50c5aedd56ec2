/* text_width.h - how many columns one code point takes; for text.c. Pure; any thread. */
#ifndef DUBAN_BASE_TEXT_WIDTH_H
#define DUBAN_BASE_TEXT_WIDTH_H

#include <stddef.h>
#include <stdint.h>

/* 0, 1 or 2. */
size_t text_width_of(uint32_t point);

#endif
