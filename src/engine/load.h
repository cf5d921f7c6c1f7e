/*
 * load: a protocol file becomes a protocol, or diagnostics. All or nothing: with any error in the
 * file there is no protocol.
 */
#ifndef REDFLAG_ENGINE_LOAD_H
#define REDFLAG_ENGINE_LOAD_H

#include "base/diag.h"
#include "engine/interview.h"
#include "engine/protocol.h"

/*
 * Reads the regular file at `path` (at most 64 MiB). NULL if it is not usable: the reasons, all of
 * them, are in `diags`. The caller frees the protocol with protocol_free.
 */
struct protocol *load_protocol(const char *path, struct diags *diags);

/*
 * Reads answers by id, one JSON object, and gives them to `interview`:
 *   choice: "answer-id"   checklist: ["answer-id", ...], [] for "None of these"
 *   number: 38.5, or {"value": 101.3, "unit": "F"}, or the id of an answer beside the number
 *   info: true
 * `path` "-" is standard input. False if the file is not usable: the reasons are in `diags`, and
 * the interview has no answers then. Answers to questions that will not be asked are no fault.
 */
bool load_answers(const char *path, struct interview *interview, struct diags *diags);

#endif
