add_executable(store_bench EXCLUDE_FROM_ALL bench/store_bench.c)
target_link_libraries(store_bench PRIVATE flags store)
