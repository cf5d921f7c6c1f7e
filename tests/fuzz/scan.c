/*
 * fuzz scan: any bytes. What the scanner takes has places and pointers for every value, and a
 * parser must take it too; what it refuses has a reason.
 */
#include <cjson/cJSON.h>

#include "engine/scan.h"
#include "fuzz.h"

static void look_at_values(struct scan *scan)
{
    struct arena arena = {0};

    for (size_t v = 0; v < scan->count; v++) {
        struct place place = scan_place(scan, scan->values[v].offset);
        DEMAND(place.line > 0 && place.column > 0);
        DEMAND(scan->values[v].offset < scan->size);
        DEMAND(scan->values[v].after > v && scan->values[v].after <= scan->count);
        DEMAND(scan->values[v].parent <= v);
        if (v < 64)
            DEMAND(scan_pointer(scan, v, &arena) != NULL);
    }
    arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct diags *diags = diags_new();
    char *copy = memory_new(size + 1, 1);
    struct scan scan;
    enum scan_outcome outcome;

    memcpy(copy, bytes, size);
    outcome = scan_bytes(&scan, copy, size, "fuzz", diags);
    DEMAND((outcome == SCAN_GOOD) == (diags_errors(diags) == 0));
    if (outcome == SCAN_GOOD) {
        cJSON *tree = cJSON_ParseWithLength(copy + scan.start, size - scan.start);
        DEMAND(tree != NULL);
        cJSON_Delete(tree);
        look_at_values(&scan);
    }
    scan_free(&scan);
    free(copy);
    diags_free(diags);
    return 0;
}
