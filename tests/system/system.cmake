# Every system test runs in both wirings: threads of one process, and a process for each role.
function(system name)
        cmake_parse_arguments(S "" "SECONDS" "" ${ARGN})
        if(NOT S_SECONDS)
                set(S_SECONDS 90)
        endif()
        foreach(wiring one split)
                script(${name}.${wiring} LABEL system SECONDS ${S_SECONDS} COMMAND
                        ${CMAKE_COMMAND} -E env DUBAN_WIRING=${wiring} bash ${CMAKE_CURRENT_SOURCE_DIR}/system/${name}.sh)
        endforeach()
endfunction()

system(demo_golden)
system(refusals)
system(watch_catchup)
system(past)
system(kill9 SECONDS 180)
system(restore)
system(protocol_client)
