foreach(part args output csv report_json rows)
        check(cli_${part} SOURCES unit/cli_${part}_test.c unit/cli_fixture.c NEEDS cli LABEL unit)
endforeach()
