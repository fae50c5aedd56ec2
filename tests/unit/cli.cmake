foreach(part args bulletin csv digest html letter output plan_diff policy report_json requests rows)
        check(cli_${part} SOURCES unit/cli_${part}_test.c unit/cli_fixture.c NEEDS cli LABEL unit)
endforeach()
