# Loss of power: recorder.so goes into the program under test, everything else into the test.
add_library(recorder MODULE fault/recorder.c)
target_link_libraries(recorder PRIVATE flags ${CMAKE_DL_LIBS})
target_compile_options(recorder PRIVATE -fno-sanitize=all)
target_link_options(recorder PRIVATE -fno-sanitize=all)
set_target_properties(recorder PROPERTIES PREFIX "")

set(power fault/power.c fault/medium.c fault/tape.c contract/store_kit.c)
check(power_journal SOURCES fault/power_journal_test.c contract/office.c ${power} NEEDS store LABEL fault SECONDS 60)
add_dependencies(fault_power_journal recorder)
check(power_spool SOURCES fault/power_spool_test.c ${power} NEEDS client store LABEL fault SECONDS 60)
add_dependencies(fault_power_spool recorder)
