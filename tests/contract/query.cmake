check(query SOURCES contract/query_test.c contract/query_office.c NEEDS query store bus protocol model base LABEL contract)
