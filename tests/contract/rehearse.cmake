check(rehearse SOURCES contract/rehearse_test.c contract/judged_year.c contract/store_kit.c NEEDS notifier LABEL contract)
