# Simulated years: tests/sim/README.md. lib/base/clock.c, lib/store/marks.c and lib/bus/bus_socket.c are replaced by
# files of the same functions, which a static library allows.
program(duban-sim SOURCES sim/main.c sim/audit.c sim/audit_status.c sim/city.c sim/clerk.c sim/clerk_alerts.c sim/clerk_links.c
        sim/compare.c sim/delivery.c sim/dice.c sim/docket.c sim/fail.c sim/folder.c sim/inner_wire.c sim/law.c
        sim/law_decision.c sim/ledger.c sim/links.c sim/letters.c sim/letters_alerts.c sim/letters_countersign.c sim/letters_decisions.c
        sim/letters_office.c sim/letters_wrong.c sim/local_marks.c sim/notifier_fiber.c sim/office.c sim/past.c
        sim/postroom.c sim/roll_call.c sim/salts.c sim/sender.c sim/virtual_clock.c sim/watcher.c sim/year.c
        NEEDS collector notifier query store bus protocol model base PkgConfig::SODIUM)
if(NOT CMAKE_C_FLAGS MATCHES "-fsanitize=thread") # a fiber is no thread
        set(years 20)
        if(CMAKE_C_FLAGS MATCHES "-fsanitize")
                set(years 5) # each takes five times as long
        endif()
        script(years LABEL sim SECONDS 600 COMMAND duban-sim --from 1 --seeds ${years} --jobs 2)
endif()
