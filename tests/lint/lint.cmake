# Lint reads the source and the plain objects; in an instrumented build it would only say the same again.
if(NOT CMAKE_C_FLAGS MATCHES "-fsanitize")
        foreach(name layers doors pure size format banned headers)
                script(${name} LABEL lint COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/lint/${name}.sh)
        endforeach()
endif()
