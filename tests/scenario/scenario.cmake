# Stories told to the notifier; tests/scenario/README.md has their language.
program(scenario SOURCES scenario/scenario.c scenario/derived.c scenario/lines.c scenario/lines_report.c
        scenario/story.c scenario/words.c
        NEEDS notifier store protocol model base)
file(GLOB stories CONFIGURE_DEPENDS scenario/notifier/*.txt)
foreach(story ${stories})
        get_filename_component(name ${story} NAME_WE)
        script(${name} LABEL scenario SECONDS 30 COMMAND scenario ${story})
endforeach()
