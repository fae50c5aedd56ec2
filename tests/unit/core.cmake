foreach(name front_no gate keyfile options)
        check(${name} SOURCES unit/${name}_test.c NEEDS broker)
endforeach()
check(tally SOURCES unit/tally_test.c NEEDS collector)
