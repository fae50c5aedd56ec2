foreach(part args bulletin calendar csv digest docket exceptions handover html letter output plan_curve plan_diff promises
        report_args report_json rows task_facts verb xlsx)
        check(cli_${part} SOURCES unit/cli_${part}_test.c unit/cli_fixture.c NEEDS cli LABEL unit)
endforeach()
check(cli_verbs SOURCES contract/verbs_test.c contract/fake_service.c NEEDS cli LABEL contract)
