/*
 * json: a JSON file as a flat list of values that know where they stand.
 *
 * This is the only place that knows cJSON: the bytes are scanned (scan.h), parsed by cJSON, and
 * cJSON's tree is laid beside the scanned values in the order of the file. Values are numbers
 * from 0, the whole document is value 0; texts are borrowed and live as long as the json.
 */
#ifndef REDFLAG_ENGINE_JSON_H
#define REDFLAG_ENGINE_JSON_H

#include "base/diag.h"
#include "engine/protocol.h"

/* The types are bits, so that a set of them says what is allowed somewhere. */
enum json_type {
    JSON_NULL = 1,
    JSON_BOOL = 2,
    JSON_NUMBER = 4,
    JSON_TEXT = 8,
    JSON_LIST = 16,
    JSON_OBJECT = 32
};

struct json;

/*
 * Reads the regular file at `path`. NULL if nothing can be said about its content: the reasons
 * are in `diags`. There may be errors in `diags` also when there is a json (a text with forbidden
 * characters, a member that stands twice), so that further ones can be found in the same run.
 * Free with json_free.
 */
struct json *json_read(const char *path, struct diags *diags);

/* The same for standard input. */
struct json *json_read_input(const char *name, struct diags *diags);

/* NULL is allowed. */
void json_free(struct json *json);

/* The same, overwriting every text and number first: for files that hold answers. */
void json_wipe(struct json *json);

enum json_type json_type(const struct json *json, unsigned value);

/* The value behind `value` and everything in it; the children of `v` lie from v + 1 up to there. */
unsigned json_after(const struct json *json, unsigned value);

/* How many elements or members. */
size_t json_count(const struct json *json, unsigned value);

/* The name of a member; NULL for elements and the document. */
const char *json_name(const struct json *json, unsigned value);

const char *json_text(const struct json *json, unsigned value);
double json_number(const struct json *json, unsigned value);
bool json_bool(const struct json *json, unsigned value);

/* Upper bound of the bytes of all texts, each with its NUL; names of members are not texts. */
size_t json_text_bytes(const struct json *json);

/* Where the value stands, and where its name (for elements: the value) stands. */
struct place json_place(struct json *json, unsigned value);
struct place json_name_place(struct json *json, unsigned value);

/* The JSON Pointer, in `arena`. */
const char *json_pointer(const struct json *json, unsigned value, struct arena *arena);

#endif
