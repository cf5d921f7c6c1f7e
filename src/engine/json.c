/* json: a JSON file as a flat list of values that know where they stand. See json.h. */
#include "engine/json.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "engine/scan.h"

struct json {
    char *bytes;
    size_t size;
    struct scan scan;
    char *pool;          /* holds the whole tree of cJSON, and in front of it: */
    const cJSON **nodes; /* beside scan.values */
};

/*
 * cJSON gets one piece of memory for its whole tree, whose size the scan has told: parsing then
 * costs no call to malloc, and the tree goes at once and leaves no holes in the heap. cJSON's
 * hooks take no argument, hence this one variable; it is set only while cJSON parses.
 */
static struct {
    char *next, *end;
} pool;

enum { POOL_ALIGNMENT = _Alignof(cJSON) };

static void *pool_take(size_t size)
{
    char *taken = pool.next;
    size = (size + POOL_ALIGNMENT - 1) & ~(size_t)(POOL_ALIGNMENT - 1);
    /* not covered: the pool has room for one node for each scanned value */
    if (size > (size_t)(pool.end - pool.next))
        return NULL;
    pool.next += size;
    return taken;
}

static void pool_leave(void *taken)
{
    (void)taken;
}

/* A value takes a node, its text (or the digits of its number) and its name, each with a NUL. */
static size_t pool_size(const struct json *json)
{
    size_t each = sizeof(cJSON *) + sizeof(cJSON) + 2 * (POOL_ALIGNMENT + 2);
    return json->scan.count * each + json->size;
}

static const cJSON *parse(struct json *json)
{
    cJSON_Hooks hooks = {.malloc_fn = pool_take, .free_fn = pool_leave};
    const cJSON *tree;

    json->pool = memory_new(1, pool_size(json));
    json->nodes = (const cJSON **)(void *)json->pool;
    pool.next = json->pool + json->scan.count * sizeof *json->nodes;
    pool.end = json->pool + pool_size(json);
    cJSON_InitHooks(&hooks);
    tree = cJSON_ParseWithLengthOpts(json->bytes, json->size + 1, NULL, 1);
    cJSON_InitHooks(NULL);
    pool.next = pool.end = NULL;
    return tree;
}

/*
 * Lays the tree beside the scanned values; the depth is bounded by the scan. Returns the value
 * behind the subtree, or 0 if the two do not have the same shape.
 */
static unsigned flatten(struct json *json, const cJSON *node, unsigned value)
{
    unsigned after = json->scan.values[value].after, child = value + 1;

    json->nodes[value] = node;
    for (const cJSON *part = node->child; part != NULL; part = part->next) {
        /* not covered: the scan takes nothing that cJSON would read in another shape */
        if (child >= after)
            return 0;
        child = flatten(json, part, child);
        /* not covered: the same */
        if (child == 0)
            return 0;
    }
    return child == after ? after : 0; /* not covered: the same */
}

static void add(struct json *json, struct diags *diags, enum diag_code code, const char *name,
                unsigned value, const char *message)
{
    struct place place = json_place(json, value);
    struct arena arena = {0};
    diag_add(diags, code, name, place.line, place.column, json_pointer(json, value, &arena), "%s",
             message);
    arena_free(&arena);
}

/* A number such as 1e999 has no value that a program could compare. */
static void check_numbers(struct json *json, const char *name, struct diags *diags)
{
    for (unsigned value = 0; value < json->scan.count; value++)
        if (!isfinite(json->nodes[value]->valuedouble))
            add(json, diags, DIAG_OUT_OF_RANGE, name, value,
                "this number is too large to count with");
}

static bool understand(struct json *json, const char *name, struct diags *diags)
{
    const cJSON *tree;

    if (scan_bytes(&json->scan, json->bytes, json->size, name, diags) == SCAN_BROKEN)
        return false;
    tree = parse(json);
    /* not covered: the same; kept because a fault in cJSON must not reach a person */
    if (tree == NULL || flatten(json, tree, 0) == 0) {
        diag_add(diags, DIAG_PARSER_DISAGREES, name, 0, 0, NULL,
                 "cJSON reads this file otherwise than redflag; please report this file");
        return false;
    }
    check_numbers(json, name, diags);
    return true;
}

static struct json *from_bytes(char *bytes, size_t size, const char *name, struct diags *diags)
{
    struct json *json;

    if (bytes == NULL)
        return NULL;
    json = memory_new(1, sizeof *json);
    json->bytes = bytes;
    json->size = size;
    if (understand(json, name, diags))
        return json;
    json_free(json);
    return NULL;
}

struct json *json_read(const char *path, struct diags *diags)
{
    size_t size = 0;
    char *bytes = file_read(path, &size, diags);
    return from_bytes(bytes, size, path, diags);
}

struct json *json_read_input(const char *name, struct diags *diags)
{
    size_t size = 0;
    char *bytes = file_read_stream(STDIN_FILENO, name, &size, diags);
    return from_bytes(bytes, size, name, diags);
}

void json_free(struct json *json)
{
    if (json == NULL)
        return;
    free(json->pool);
    scan_free(&json->scan);
    free(json->bytes);
    free(json);
}

void json_wipe(struct json *json)
{
    if (json == NULL)
        return;
    memory_wipe(json->pool, pool_size(json));
    memory_wipe(json->bytes, json->size);
    json_free(json);
}

enum json_type json_type(const struct json *json, unsigned value)
{
    switch (json->nodes[value]->type & 0xFF) {
    case cJSON_Object:
        return JSON_OBJECT;
    case cJSON_Array:
        return JSON_LIST;
    case cJSON_String:
        return JSON_TEXT;
    case cJSON_Number:
        return JSON_NUMBER;
    case cJSON_NULL:
        return JSON_NULL;
    default:
        return JSON_BOOL;
    }
}

unsigned json_after(const struct json *json, unsigned value)
{
    return json->scan.values[value].after;
}

size_t json_count(const struct json *json, unsigned value)
{
    size_t count = 0;
    unsigned after = json_after(json, value);
    for (unsigned child = value + 1; child < after; child = json_after(json, child))
        count++;
    return count;
}

const char *json_name(const struct json *json, unsigned value)
{
    return json->nodes[value]->string;
}

const char *json_text(const struct json *json, unsigned value)
{
    return json->nodes[value]->valuestring;
}

double json_number(const struct json *json, unsigned value)
{
    return json->nodes[value]->valuedouble;
}

bool json_bool(const struct json *json, unsigned value)
{
    return cJSON_IsTrue(json->nodes[value]) != 0;
}

size_t json_text_bytes(const struct json *json)
{
    return json->scan.text_bytes;
}

struct place json_place(struct json *json, unsigned value)
{
    return json->scan.values[value].place;
}

struct place json_name_place(struct json *json, unsigned value)
{
    if (json_name(json, value) == NULL)
        return json_place(json, value);
    return scan_place(&json->scan, json->scan.values[value].label);
}

const char *json_pointer(const struct json *json, unsigned value, struct arena *arena)
{
    return scan_pointer(&json->scan, value, arena);
}
