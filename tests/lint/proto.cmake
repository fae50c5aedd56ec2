script(protocol_tables COMMAND sh ${CMAKE_CURRENT_SOURCE_DIR}/lint/protocol_tables.sh LABEL lint)
