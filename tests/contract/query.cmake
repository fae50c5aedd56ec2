foreach(test query query_page query_wait)
        check(${test} SOURCES contract/${test}_test.c contract/query_office.c contract/query_furniture.c
              NEEDS query store bus protocol model base LABEL contract)
endforeach()
