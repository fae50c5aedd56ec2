# The golden statements hold for the second judge; system tests put the service's own answer to the same test.
script(golden LABEL golden COMMAND /usr/bin/python3 -B ${CMAKE_CURRENT_SOURCE_DIR}/golden/golden.py)

# The same figures in other words, on other days, in two reports; and tasks that dice made. A + has the verdicts redone
# from what `duban explain --format json` prints of each task.
function(metamorphic name)
        script(metamorphic.${name} LABEL system SECONDS 120
                COMMAND bash ${CMAKE_CURRENT_SOURCE_DIR}/golden/metamorphic.sh ${ARGN})
endfunction()

metamorphic(words real+ scaled permuted year)
metamorphic(dates date-2023-01-31 date-2023-02-28 date-2023-05-15 date-2023-06-29 date-2023-09-30 date-2023-11-30
        date-2023-12-31 date-2024-01-31)
metamorphic(split split-earlier split-same-day split-older split-corrected corrected-date left-out+)
metamorphic(made made-1+ made-2+)
