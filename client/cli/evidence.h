/* evidence.h - a document that a record names: the file's name and the BLAKE2b-256 of its content. */
#ifndef DUBAN_CLI_EVIDENCE_H
#define DUBAN_CLI_EVIDENCE_H

#include "client/cli/session.h"
#include "lib/model/report.h"

/* Reads the whole file, however long, in small pieces; lives in the session's arena. → CLI_USAGE after a complaint. */
int evidence_read(struct session *, const char *path, struct attachment *ret_attachment) CHECKED;

#endif
