# Built with libFuzzer when DUBAN_FUZZ is on (preset fuzz); always replayed over its corpus as a test.
if(DUBAN_FUZZ)
        add_executable(libfuzzer_wire fuzz/fuzz_wire.c)
        target_link_libraries(libfuzzer_wire PRIVATE flags protocol -fsanitize=fuzzer)
endif()
check(wire SOURCES fuzz/fuzz_wire.c fuzz/replay.c NEEDS protocol LABEL fuzz
      ARGUMENTS ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/corpus/wire)
