foreach(part args bulletin csv digest exceptions handover html letter output plan_diff policy promises report_args report_json requests
        rows task_facts xlsx)
        check(cli_${part} SOURCES unit/cli_${part}_test.c unit/cli_fixture.c NEEDS cli LABEL unit)
endforeach()
check(cli_verbs SOURCES contract/verbs_test.c contract/fake_service.c NEEDS cli LABEL contract)
