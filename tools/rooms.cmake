# The verbs that the module files are written in.
#
#   module(model SOURCES a.c b.c NEEDS base PkgConfig::X)   a static library, libmodel.a
#   schema(schema plan.proto ...)                           generated C for .proto files
#   program(duband SOURCES main.c NEEDS broker ...)         an executable
#   check(judge SOURCES judge_test.c NEEDS model [LABEL unit] [SECONDS 10])   a test program
#   script(demo COMMAND ... [LABEL system] [SECONDS 60])    a test that is a script

add_library(flags INTERFACE)
target_compile_features(flags INTERFACE c_std_17)
target_include_directories(flags INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_definitions(flags INTERFACE _GNU_SOURCE DUBAN_VERSION="${PROJECT_VERSION}"
        $<$<BOOL:${DUBAN_PLAIN}>:DUBAN_PLAIN>)
target_compile_options(flags INTERFACE -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes
        -Wmissing-prototypes -Wvla -Wcast-qual -Wwrite-strings -fno-common
        -include ${PROJECT_SOURCE_DIR}/tests/lint/banned.h)
target_link_libraries(flags INTERFACE Threads::Threads)

function(module name)
        cmake_parse_arguments(M "" "" "SOURCES;NEEDS" ${ARGN})
        add_library(${name} STATIC ${M_SOURCES})
        target_link_libraries(${name} PUBLIC flags ${M_NEEDS})
endfunction()

# C reads `string` fields as `bytes` (the same on the wire), because a C string would lose a NUL inside.
function(schema name)
        set(out ${CMAKE_CURRENT_BINARY_DIR}/generated)
        set(made "")
        set(copies "")
        foreach(file ${ARGN})
                get_filename_component(stem ${file} NAME_WE)
                add_custom_command(OUTPUT ${out}/${file} DEPENDS ${file}
                        COMMAND sed -E "s/^( *(optional|repeated)) string /\\1 bytes /"
                                ${CMAKE_CURRENT_SOURCE_DIR}/${file} > ${out}/${file} VERBATIM)
                list(APPEND copies ${out}/${file})
        endforeach()
        foreach(file ${ARGN})
                get_filename_component(stem ${file} NAME_WE)
                add_custom_command(OUTPUT ${out}/${stem}.pb-c.c ${out}/${stem}.pb-c.h DEPENDS ${copies}
                        COMMAND ${PROTOC_C} --c_out=${out} -I${out} ${out}/${file} VERBATIM)
                list(APPEND made ${out}/${stem}.pb-c.c)
        endforeach()
        file(MAKE_DIRECTORY ${out})
        add_library(${name} STATIC ${made})
        target_include_directories(${name} SYSTEM PUBLIC ${out})
        target_link_libraries(${name} PUBLIC PkgConfig::PROTOBUF_C)
endfunction()

function(program name)
        cmake_parse_arguments(P "" "" "SOURCES;NEEDS" ${ARGN})
        add_executable(${name} ${P_SOURCES})
        target_link_libraries(${name} PRIVATE flags ${P_NEEDS})
        set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
endfunction()

function(check name)
        cmake_parse_arguments(C "" "LABEL;SECONDS" "SOURCES;NEEDS;ARGUMENTS" ${ARGN})
        if(NOT C_LABEL)
                set(C_LABEL unit)
        endif()
        if(NOT C_SECONDS)
                set(C_SECONDS 60) # a limit is for what hangs; disks and neighbours may be slow
        endif()
        add_executable(${C_LABEL}_${name} ${C_SOURCES})
        target_link_libraries(${C_LABEL}_${name} PRIVATE flags ${C_NEEDS} PkgConfig::CMOCKA)
        add_test(NAME ${C_LABEL}.${name} COMMAND ${C_LABEL}_${name} ${C_ARGUMENTS})
        set_tests_properties(${C_LABEL}.${name} PROPERTIES LABELS ${C_LABEL} TIMEOUT ${C_SECONDS}
                ENVIRONMENT "CMOCKA_MESSAGE_OUTPUT=stdout;SOURCE=${PROJECT_SOURCE_DIR};BUILD=${PROJECT_BINARY_DIR}")
endfunction()

function(script name)
        cmake_parse_arguments(S "" "LABEL;SECONDS" "COMMAND" ${ARGN})
        if(NOT S_LABEL)
                set(S_LABEL system)
        endif()
        if(NOT S_SECONDS)
                set(S_SECONDS 90)
        endif()
        add_test(NAME ${S_LABEL}.${name} COMMAND ${S_COMMAND})
        set_tests_properties(${S_LABEL}.${name} PROPERTIES LABELS ${S_LABEL} TIMEOUT ${S_SECONDS}
                ENVIRONMENT "SOURCE=${PROJECT_SOURCE_DIR};BUILD=${PROJECT_BINARY_DIR}")
endfunction()
