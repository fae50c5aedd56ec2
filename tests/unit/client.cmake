check(home SOURCES unit/home_test.c NEEDS client)
check(spool SOURCES unit/spool_test.c NEEDS client)
check(send SOURCES unit/send_test.c NEEDS client)
check(client SOURCES contract/client_test.c NEEDS client LABEL contract)
