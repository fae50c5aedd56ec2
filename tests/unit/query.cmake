check(query_cycle SOURCES unit/query_cycle_test.c NEEDS query model base)
