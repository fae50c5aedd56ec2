foreach(part args bulletin csv digest handover html letter output report_json rows)
        check(cli_${part} SOURCES unit/cli_${part}_test.c unit/cli_fixture.c NEEDS cli LABEL unit)
endforeach()
