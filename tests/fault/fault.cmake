# Loss of power: recorder.so goes into the program under test, everything else into the test.
add_library(recorder MODULE fault/recorder.c)
target_link_libraries(recorder PRIVATE flags ${CMAKE_DL_LIBS})
target_compile_options(recorder PRIVATE -fno-sanitize=all)
target_link_options(recorder PRIVATE -fno-sanitize=all)
set_target_properties(recorder PROPERTIES PREFIX "")

set(power fault/power.c fault/medium.c fault/tape.c contract/store_kit.c)
set(power_store fault/power_store.c ${power})
check(power_journal SOURCES fault/power_journal_test.c contract/office.c ${power_store}
        NEEDS store LABEL fault SECONDS 120)
add_dependencies(fault_power_journal recorder)
check(power_spool SOURCES fault/power_spool_test.c ${power} NEEDS client store LABEL fault SECONDS 120)
add_dependencies(fault_power_spool recorder)
check(sweep_journal SOURCES fault/sweep_journal_test.c ${power_store} NEEDS store LABEL fault SECONDS 120)
add_dependencies(fault_sweep_journal recorder)

add_executable(power_service fault/power_service.c ${power_store})
target_link_libraries(power_service PRIVATE flags store PkgConfig::CMOCKA)
add_dependencies(power_service recorder)
script(power_service LABEL fault SECONDS 120 COMMAND bash ${CMAKE_CURRENT_SOURCE_DIR}/fault/power_service.sh)
