/* fuzz.h - the entry that libFuzzer calls; tests/fuzz/replay.c calls it for every file of a corpus, so
 * that a fuzz target is an ordinary test with any compiler. */
#ifndef DUBAN_TESTS_FUZZ_H
#define DUBAN_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
