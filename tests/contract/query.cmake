foreach(test query query_row query_countersign query_standing query_due query_alerts query_page query_wait)
        check(${test} SOURCES contract/${test}_test.c contract/query_office.c contract/query_data.c
              NEEDS query store bus protocol model base LABEL contract)
endforeach()
foreach(test query_past query_words)
        check(${test} SOURCES contract/${test}_test.c contract/query_story.c contract/query_office.c contract/query_data.c
              NEEDS query notifier store bus protocol model base LABEL contract SECONDS 180)
endforeach()

# By hand: the board as of any sequence, behind a million records.
add_executable(past_bench EXCLUDE_FROM_ALL bench/past_bench.c)
target_link_libraries(past_bench PRIVATE flags query store protocol model base)
