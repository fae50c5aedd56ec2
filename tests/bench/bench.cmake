# Built with the tests so that it stays true, run by tools/bench only. Without DUBAN_PLAIN it has no plain service to load.
program(duban-bench SOURCES bench/main.c bench/bare.c bench/bare_server.c bench/bare_store.c bench/city.c bench/figure.c
        bench/load.c bench/peer.c bench/service.c bench/teller.c bench/verb_ack.c bench/verb_alert.c bench/verb_ingest.c
        bench/verb_large.c bench/verb_query.c bench/verb_setup.c bench/verb_startup.c
        NEEDS broker bus protocol model base PkgConfig::ZMQ PkgConfig::LMDB PkgConfig::SODIUM)
