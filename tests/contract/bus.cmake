check(bus SOURCES contract/bus_test.c NEEDS bus LABEL contract)
check(guard SOURCES contract/guard_test.c NEEDS bus LABEL contract)
check(link SOURCES contract/link_test.c NEEDS bus LABEL contract)
