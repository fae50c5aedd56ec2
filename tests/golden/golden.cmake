# The golden statements hold for the second judge; system tests put the service's own answer to the same test.
script(golden LABEL golden COMMAND /usr/bin/python3 -B ${CMAKE_CURRENT_SOURCE_DIR}/golden/golden.py)
