set(kit contract/store_kit.c)
check(journal SOURCES contract/journal_test.c ${kit} NEEDS store LABEL contract)
check(chain SOURCES contract/chain_test.c ${kit} NEEDS store LABEL contract)
check(marks SOURCES contract/marks_test.c ${kit} NEEDS store LABEL contract)

# By hand: records a second beside bare LMDB.
add_executable(store_bench EXCLUDE_FROM_ALL bench/store_bench.c)
target_link_libraries(store_bench PRIVATE flags store)
