/*
 * fuzz load: any bytes as a protocol, and with a good protocol as its cases, as answers and as
 * regions. Either there is something usable or there is a reason; printing reasons is safe.
 */
#include "engine/cases.h"
#include "engine/load.h"
#include "engine/region.h"
#include "fuzz.h"

/* Every message is plain text on lines of their own, whatever was in the file. */
static void look_at_messages(const struct diags *diags, bool usable)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    diags_print(diags, out);
    fclose(out);
    DEMAND(usable == (diags_errors(diags) == 0));
    for (size_t i = 0; i < size; i++)
        DEMAND((unsigned char)text[i] >= ' ' || text[i] == '\n');
    free(text);
}

static const struct protocol *good_protocol(void)
{
    static struct protocol *protocol;
    struct diags *diags;

    if (protocol == NULL) {
        diags = diags_new();
        protocol = load_protocol("tests/protocols/answers/protocol.json", diags);
        diags_free(diags);
        DEMAND(protocol != NULL);
    }
    return protocol;
}

static void load_as_protocol(const char *path)
{
    struct diags *diags = diags_new();
    struct protocol *protocol = load_protocol(path, diags);

    look_at_messages(diags, protocol != NULL);
    protocol_free(protocol);
    diags_free(diags);
}

static void load_as_cases(const char *path)
{
    struct diags *diags = diags_new();
    struct cases *cases = cases_load(path, good_protocol(), diags);
    struct arena arena = {0};
    size_t count;

    look_at_messages(diags, cases != NULL);
    for (size_t i = 0; cases != NULL && i < cases->vignette_count; i++)
        cases_judge(&cases->vignettes[i], &arena, &count);
    arena_free(&arena);
    cases_free(cases);
    diags_free(diags);
}

static void load_as_answers(const char *path)
{
    struct diags *diags = diags_new();
    struct interview *interview = interview_new(good_protocol());

    look_at_messages(diags, load_answers(path, interview, diags));
    interview_free(interview);
    diags_free(diags);
}

static void load_as_regions(const char *path)
{
    struct diags *diags = diags_new();
    struct region *region = region_load(path, "GB", diags);
    struct arena arena = {0};

    if (region != NULL)
        DEMAND(region_fill(region, "Call {emergency}.", &arena) != NULL);
    look_at_messages(diags, diags_errors(diags) == 0);
    arena_free(&arena);
    region_free(region);
    diags_free(diags);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const char *path = fuzz_file(bytes, size);

    load_as_protocol(path);
    load_as_cases(path);
    load_as_answers(path);
    load_as_regions(path);
    return 0;
}
