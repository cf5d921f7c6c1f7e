/*
 * check_json: what `redflag check` found, for programs. redflag(1) lists the members. Everything
 * is in it whatever was asked for, but for the interviews that take long to find.
 */
#ifndef REDFLAG_REPORT_CHECK_JSON_H
#define REDFLAG_REPORT_CHECK_JSON_H

#include "report/check.h"
#include "report/writer.h"

/* Writes one object about one protocol. */
void check_json(struct writer *writer, const struct check *check);

#endif
