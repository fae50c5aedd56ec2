check(shape SOURCES unit/shape_test.c unit/fill.c NEEDS protocol)
