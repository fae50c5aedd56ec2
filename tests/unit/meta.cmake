foreach(name judge_metamorphic judge_monotone)
        check(${name} SOURCES unit/${name}_test.c unit/metamorphic_city.c unit/cli_fixture.c sim/dice.c NEEDS cli LABEL unit)
endforeach()
