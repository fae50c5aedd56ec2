foreach(test query query_row query_page query_wait)
        check(${test} SOURCES contract/${test}_test.c contract/query_office.c contract/query_data.c
              NEEDS query store bus protocol model base LABEL contract)
endforeach()
