set(kit contract/store_kit.c)
check(journal SOURCES contract/journal_test.c ${kit} NEEDS store LABEL contract)
check(chain SOURCES contract/chain_test.c ${kit} NEEDS store LABEL contract)
check(marks SOURCES contract/marks_test.c ${kit} NEEDS store LABEL contract)
check(state SOURCES contract/state_test.c contract/office.c ${kit} NEEDS store LABEL contract)
check(state_tail SOURCES contract/state_tail_test.c contract/office.c ${kit} NEEDS store LABEL contract)
check(applier SOURCES contract/applier_test.c contract/office.c ${kit} NEEDS store LABEL contract)
check(past SOURCES contract/past_test.c contract/office.c ${kit} NEEDS store LABEL contract)
check(store_kill SOURCES fault/store_kill_test.c ${kit} NEEDS store LABEL fault)
check(store_full SOURCES fault/store_full_test.c ${kit} NEEDS store LABEL fault)

# By hand: records a second beside bare LMDB.
add_executable(store_bench EXCLUDE_FROM_ALL bench/store_bench.c)
target_link_libraries(store_bench PRIVATE flags store)
