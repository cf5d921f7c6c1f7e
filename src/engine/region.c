/* region: emergency and help numbers of one part of the world. See region.h. */
#include "engine/region.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "engine/loader.h"

/* The words stand in a sentence in the place of a number: "Call {emergency} now". */
static const struct {
    const char *placeholder, *words;
} numbers[REGION_NUMBER_COUNT] = {
    [REGION_EMERGENCY] = {"emergency", "your local emergency number"},
    [REGION_URGENT_ADVICE] = {"urgent_advice", "your local number for urgent medical advice"},
    [REGION_CRISIS] = {"crisis", "your local crisis line"},
    [REGION_SEXUAL_VIOLENCE] = {"sexual_violence", "your local sexual violence support line"},
    [REGION_CHILD] = {"child", "your local child helpline"},
    [REGION_DOMESTIC_ABUSE] = {"domestic_abuse", "your local domestic abuse helpline"},
};

const char *region_placeholder(enum region_number number)
{
    return numbers[number].placeholder;
}

enum region_number region_find_placeholder(const char *name, size_t length)
{
    enum region_number i = 0;
    while (i < REGION_NUMBER_COUNT && (strlen(numbers[i].placeholder) != length ||
                                       memcmp(numbers[i].placeholder, name, length) != 0))
        i++;
    return i;
}

struct region *region_unknown(void)
{
    struct region *region = memory_new(1, sizeof *region);
    for (enum region_number i = 0; i < REGION_NUMBER_COUNT; i++)
        region->numbers[i] = numbers[i].words;
    return region;
}

/* ---- the file ---- */

/* One region as the file has it; members that are not given are NULL. */
struct entry {
    const char *id, *title, *source, *verified_on, *note;
    const char *numbers[REGION_NUMBER_COUNT];
};

enum entry_member { ENTRY_TERRITORIES, ENTRY_UNCONFIRMED, ENTRY_ID, ENTRY_REST };

static const struct member entry_members[] = {
    [ENTRY_TERRITORIES] = {"territories", JSON_LIST, true, NULL, 0},
    [ENTRY_UNCONFIRMED] = {"unconfirmed", JSON_LIST, false, NULL, 0},
    [ENTRY_ID] = {"id", JSON_TEXT, true, read_text, offsetof(struct entry, id)},
    {"title", JSON_TEXT, true, read_text, offsetof(struct entry, title)},
    {"source", JSON_TEXT, true, read_text, offsetof(struct entry, source)},
    {"verified_on", JSON_TEXT, false, read_date, offsetof(struct entry, verified_on)},
    {"note", JSON_TEXT, false, read_text, offsetof(struct entry, note)},
    {"emergency", JSON_TEXT, true, read_text,
     offsetof(struct entry, numbers[REGION_EMERGENCY])},
    {"urgent_advice", JSON_TEXT, false, read_text,
     offsetof(struct entry, numbers[REGION_URGENT_ADVICE])},
    {"crisis", JSON_TEXT, false, read_text, offsetof(struct entry, numbers[REGION_CRISIS])},
    {"sexual_violence", JSON_TEXT, false, read_text,
     offsetof(struct entry, numbers[REGION_SEXUAL_VIOLENCE])},
    {"child", JSON_TEXT, false, read_text, offsetof(struct entry, numbers[REGION_CHILD])},
    {"domestic_abuse", JSON_TEXT, false, read_text,
     offsetof(struct entry, numbers[REGION_DOMESTIC_ABUSE])},
};

enum { ENTRY_MEMBERS = sizeof entry_members / sizeof *entry_members };

/* Two capital letters, as in a locale's name. */
static bool well_formed_territory(const char *text)
{
    return strlen(text) == 2 && strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 2;
}

/* Checks the territories; true if `wanted` is one of them. */
static bool check_territories(struct loader *loader, unsigned list, const char *wanted)
{
    bool found = false;
    loader_not_empty(loader, list, "the list of territories");
    EACH_CHILD(loader, child, list) {
        if (!loader_type(loader, child, JSON_TEXT, "a territory"))
            continue;
        if (!well_formed_territory(json_text(loader->json, child)))
            loader_fault(loader, child, DIAG_BAD_WORD,
                         "%s is no territory; two capital letters were expected, such as \"NZ\"",
                         loader_quote(loader, json_text(loader->json, child)));
        found = found || strcasecmp(json_text(loader->json, child), wanted) == 0;
    }
    return found;
}

static bool known_number(const char *name)
{
    return region_find_placeholder(name, strlen(name)) != REGION_NUMBER_COUNT;
}

static void check_unconfirmed(struct loader *loader, unsigned list)
{
    EACH_CHILD(loader, child, list)
        if (loader_type(loader, child, JSON_TEXT, "an unconfirmed number") &&
            !known_number(json_text(loader->json, child)))
            loader_fault(loader, child, DIAG_UNKNOWN_REFERENCE,
                         "%s is no number of a region; the name of a member such as \"emergency\" "
                         "was expected",
                         loader_quote(loader, json_text(loader->json, child)));
}

/* Reads one region into *entry; true if it is the one wanted. */
static bool read_entry(struct loader *loader, unsigned value, const char *wanted,
                       struct entry *entry)
{
    unsigned at[ENTRY_MEMBERS];
    bool found = false;

    *entry = (struct entry){0};
    loader_members(loader, value, "a region", entry_members, ENTRY_MEMBERS, entry, at);
    if (at[ENTRY_TERRITORIES] != NOT_GIVEN)
        found = check_territories(loader, at[ENTRY_TERRITORIES], wanted);
    if (at[ENTRY_UNCONFIRMED] != NOT_GIVEN)
        check_unconfirmed(loader, at[ENTRY_UNCONFIRMED]);
    return found || (entry->id != NULL && strcasecmp(entry->id, wanted) == 0);
}

/* Copies what is wanted; the texts of the others go with the loader's arena. */
static void take(struct region *region, const struct entry *entry)
{
    region->id = arena_text(&region->arena, entry->id);
    region->title = arena_text(&region->arena, entry->title);
    if (entry->verified_on != NULL)
        region->verified_on = arena_text(&region->arena, entry->verified_on);
    for (enum region_number i = 0; i < REGION_NUMBER_COUNT; i++)
        if (entry->numbers[i] != NULL)
            region->numbers[i] = arena_text(&region->arena, entry->numbers[i]);
}

/* Reads every region, so that every fault is told; false if the wanted one is not among them. */
static bool read_regions(struct loader *loader, unsigned list, const char *wanted,
                         struct entry *wanted_entry)
{
    bool found = false;
    EACH_CHILD(loader, child, list) {
        struct entry entry;
        if (read_entry(loader, child, wanted, &entry) && !found) {
            *wanted_entry = entry;
            found = true;
        }
    }
    return found;
}

static bool read_file(struct loader *loader, const char *wanted, struct entry *entry)
{
    enum { VERSION, REGIONS, MEMBERS };
    static const struct member members[MEMBERS] = {
        [VERSION] = {"redflag-regions", JSON_NUMBER, true, NULL, 0},
        [REGIONS] = {"regions", JSON_LIST, true, NULL, 0},
    };
    unsigned at[MEMBERS];

    loader_members(loader, 0, "a region file", members, MEMBERS, NULL, at);
    if (at[VERSION] != NOT_GIVEN && json_number(loader->json, at[VERSION]) != 1)
        loader_fault(loader, at[VERSION], DIAG_FORMAT_VERSION,
                     "this is format %s; this program knows format 1",
                     number_text(json_number(loader->json, at[VERSION])).text);
    return at[REGIONS] != NOT_GIVEN && read_regions(loader, at[REGIONS], wanted, entry);
}

struct region *region_load(const char *path, const char *wanted, struct diags *diags)
{
    size_t errors = diags_errors(diags);
    struct json *json = json_read(path, diags);
    struct arena arena = {0};
    struct region *region = NULL;
    struct entry entry;
    struct loader loader = {.json = json, .diags = diags, .path = path, .arena = &arena};

    if (json == NULL)
        return NULL;
    loader.texts = arena_new(&arena, json_text_bytes(json), 1);
    if (read_file(&loader, wanted, &entry) && diags_errors(diags) == errors) {
        region = region_unknown();
        take(region, &entry);
    }
    arena_free(&loader.scratch);
    arena_free(&arena);
    json_free(json);
    return region;
}

void region_free(struct region *region)
{
    if (region == NULL)
        return;
    arena_free(&region->arena);
    free(region);
}

/* ---- filling in ---- */

/* The number for the placeholder whose brace opens at `text`, and its length, or NULL. */
static const char *number_at(const struct region *region, const char *text, size_t *length)
{
    size_t name = strcspn(text + 1, "{}");
    enum region_number number = region_find_placeholder(text + 1, name);
    if (text[name + 1] != '}' || number == REGION_NUMBER_COUNT)
        return NULL;
    *length = name + 2;
    return region->numbers[number];
}

const char *region_fill(const struct region *region, const char *text, struct arena *arena)
{
    const char *filled = "";
    while (*text != '\0') {
        size_t plain = strcspn(text, "{"), used = 1;
        const char *number = text[plain] == '\0' ? NULL : number_at(region, text + plain, &used);
        /* The loader lets no unknown placeholder through; a brace would be shown as it is. */
        if (number == NULL)
            filled = arena_format(arena, "%s%.*s", filled,
                                  (int)(plain + (text[plain] != '\0')), text);
        else
            filled = arena_format(arena, "%s%.*s%s", filled, (int)plain, text, number);
        text += plain + (text[plain] != '\0' ? used : 0);
    }
    return filled;
}
