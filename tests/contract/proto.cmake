check(formats SOURCES contract/formats_test.c unit/fill.c NEEDS protocol LABEL contract)
script(samples COMMAND sh ${CMAKE_CURRENT_SOURCE_DIR}/contract/samples.sh LABEL contract)
script(schema COMMAND /usr/bin/python3 ${CMAKE_CURRENT_SOURCE_DIR}/contract/schema.py check LABEL contract)
script(protocol_page COMMAND /usr/bin/python3 ${CMAKE_CURRENT_SOURCE_DIR}/contract/protocol_page.py LABEL contract)
