foreach(name arena bytes config file map signals text)
        check(${name} SOURCES unit/${name}_test.c NEEDS base)
endforeach()
