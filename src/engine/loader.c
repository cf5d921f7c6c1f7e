/* loader: what the parts of load share. See loader.h. */
#include "engine/loader.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "engine/guess.h"
#include "engine/region.h"

/* ---- faults ---- */

__attribute__((format(printf, 5, 0)))
static void fault_at(struct loader *loader, struct place place, unsigned value,
                     enum diag_code code, const char *format, va_list arguments)
{
    char message[1024];
    vsnprintf(message, sizeof message, format, arguments);
    diag_add(loader->diags, code, loader->path, place.line, place.column,
             json_pointer(loader->json, value, &loader->scratch), "%s", message);
    /* A file may hold millions of faults; what one message needed is not kept. */
    arena_free(&loader->scratch);
}

void loader_fault(struct loader *loader, unsigned value, enum diag_code code, const char *format,
                  ...)
{
    va_list arguments;
    va_start(arguments, format);
    fault_at(loader, json_place(loader->json, value), value, code, format, arguments);
    va_end(arguments);
}

void loader_name_fault(struct loader *loader, unsigned value, enum diag_code code,
                       const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fault_at(loader, json_name_place(loader->json, value), value, code, format, arguments);
    va_end(arguments);
}

const char *loader_quote(struct loader *loader, const char *text)
{
    return diag_quote(loader->diags, text, strlen(text));
}

/* ---- members ---- */

static const struct {
    enum json_type type;
    const char *words;
} type_words[] = {
    {JSON_NULL, "null"},    {JSON_BOOL, "true or false"}, {JSON_NUMBER, "a number"},
    {JSON_TEXT, "a text"},  {JSON_LIST, "a list"},        {JSON_OBJECT, "an object"},
};

enum { TYPE_COUNT = sizeof type_words / sizeof *type_words };

/* "a text or an object" */
static const char *types_in_words(struct loader *loader, unsigned types)
{
    const char *words = "";
    for (size_t i = 0; i < TYPE_COUNT; i++)
        if (types & type_words[i].type)
            words = arena_format(&loader->scratch, "%s%s%s", words, *words == '\0' ? "" : " or ",
                                 type_words[i].words);
    return words;
}

const char *loader_member_text(const struct loader *loader, unsigned object, const char *name)
{
    EACH_CHILD(loader, child, object)
        if (json_name(loader->json, child) != NULL &&
            strcmp(json_name(loader->json, child), name) == 0 &&
            json_type(loader->json, child) == JSON_TEXT)
            return json_text(loader->json, child);
    return NULL;
}

bool loader_type(struct loader *loader, unsigned value, unsigned types, const char *what)
{
    unsigned type = json_type(loader->json, value);
    if (types & type)
        return true;
    loader_fault(loader, value, DIAG_WRONG_TYPE, "%s cannot be %s; %s was expected", what,
                 types_in_words(loader, type), types_in_words(loader, types));
    return false;
}

/* The members in words, for a message: "id, text and when". */
static const char *member_list(struct loader *loader, const struct member *members, size_t count)
{
    const char *words = members[0].name;
    for (size_t i = 1; i < count; i++)
        words = arena_format(&loader->scratch, "%s%s%s", words, i + 1 < count ? ", " : " and ",
                             members[i].name);
    return words;
}

static void unknown_member(struct loader *loader, unsigned value, const char *what,
                           const struct member *members, size_t count)
{
    const char *name = json_name(loader->json, value);
    struct guess guess = guess_begin(name);

    for (size_t i = 0; i < count; i++)
        guess_try(&guess, members[i].name);
    if (guess_best(&guess) != NULL)
        loader_name_fault(loader, value, DIAG_UNKNOWN_MEMBER,
                          "%s has no member %s; did you mean \"%s\"?", what,
                          loader_quote(loader, name), guess_best(&guess));
    else
        loader_name_fault(loader, value, DIAG_UNKNOWN_MEMBER, "%s has no member %s; it has %s",
                          what, loader_quote(loader, name), member_list(loader, members, count));
}

static size_t find_member(const char *name, const struct member *members, size_t count)
{
    size_t i = 0;
    while (i < count && (members[i].name[0] != name[0] || strcmp(members[i].name, name) != 0))
        i++;
    return i;
}

static void read_member(struct loader *loader, unsigned value, const struct member *member,
                        void *into, unsigned *at)
{
    if (!(member->types & json_type(loader->json, value))) {
        loader_type(loader, value, member->types,
                    arena_format(&loader->scratch, "\"%s\"", member->name));
        return;
    }
    *at = value;
    if (member->read != NULL)
        member->read(loader, value, (char *)into + member->into);
}

bool loader_has_member(const struct loader *loader, unsigned object, const char *name)
{
    EACH_CHILD(loader, child, object)
        if (strcmp(json_name(loader->json, child), name) == 0)
            return true;
    return false;
}

bool loader_members(struct loader *loader, unsigned value, const char *what,
                    const struct member *members, size_t count, void *into, unsigned *at)
{
    memset(at, 0, count * sizeof *at);
    if (!loader_type(loader, value, JSON_OBJECT, what))
        return false;
    EACH_CHILD(loader, child, value) {
        size_t i = find_member(json_name(loader->json, child), members, count);
        if (i == count)
            unknown_member(loader, child, what, members, count);
        else
            read_member(loader, child, &members[i], into, &at[i]);
    }
    for (size_t i = 0; i < count; i++)
        if (members[i].required && at[i] == NOT_GIVEN &&
            !loader_has_member(loader, value, members[i].name))
            loader_fault(loader, value, DIAG_MISSING_MEMBER, "%s needs \"%s\"; it is missing", what,
                         members[i].name);
    return true;
}

/* ---- simple values ---- */

const char *loader_keep(struct loader *loader, unsigned value)
{
    const char *text = json_text(loader->json, value);
    size_t size = strlen(text) + 1;
    char *kept = memcpy(loader->texts, text, size);
    loader->texts += size;
    return kept;
}

/* Lower-case words joined by "-". */
static bool well_formed_id(const char *id)
{
    char before = '-';
    for (; *id != '\0'; before = *id++) {
        bool word = (*id >= 'a' && *id <= 'z') || (*id >= '0' && *id <= '9');
        if (!word && (*id != '-' || before == '-'))
            return false;
    }
    return before != '-';
}

/* A wrong id is kept all the same, so that what refers to it is not a second fault. */
void read_id(struct loader *loader, unsigned value, void *into)
{
    const char *id = loader_keep(loader, value);
    if (!well_formed_id(id))
        loader_fault(loader, value, DIAG_BAD_ID,
                     "%s is no id; lower-case words and digits joined by \"-\" were expected",
                     loader_quote(loader, id));
    else if (strlen(id) > LOADER_MAX_ID)
        loader_fault(loader, value, DIAG_BAD_ID, "%s is too long; an id has at most %d characters",
                     loader_quote(loader, id), LOADER_MAX_ID);
    *(const char **)into = id;
}

/* The length of the good placeholder, with its braces, at `text`; or 0. */
static size_t placeholder_length(const char *text)
{
    size_t length = strcspn(text + 1, "{}");
    if (text[0] != '{' || text[length + 1] != '}' ||
        region_find_placeholder(text + 1, length) == REGION_NUMBER_COUNT)
        return 0;
    return length + 2;
}

static void bad_placeholder(struct loader *loader, unsigned value, const char *text)
{
    size_t length = strcspn(text + 1, "{}") + 1;
    const char *known = "";

    length += text[0] == '{' && text[length] == '}';
    for (enum region_number i = 0; i < REGION_NUMBER_COUNT; i++)
        known = arena_format(&loader->scratch, "%s%s{%s}", known, i == 0 ? "" : ", ",
                             region_placeholder(i));
    loader_fault(loader, value, DIAG_BAD_PLACEHOLDER,
                 "%s is no placeholder; braces stand only around those of the region file: %s",
                 diag_quote(loader->diags, text, text[0] == '{' ? length : 1), known);
}

static void check_placeholders(struct loader *loader, unsigned value, const char *text)
{
    for (text += strcspn(text, "{}"); *text != '\0'; text += strcspn(text, "{}")) {
        size_t length = placeholder_length(text);
        if (length == 0) {
            bad_placeholder(loader, value, text);
            return;
        }
        text += length;
    }
}

void read_label(struct loader *loader, unsigned value, void *into)
{
    const char *text = loader_keep(loader, value);
    if (strlen(text) > LOADER_MAX_TEXT)
        loader_fault(loader, value, DIAG_LONG_TEXT,
                     "this text is too long; at most %d bytes, so make two paragraphs of it",
                     LOADER_MAX_TEXT);
    check_placeholders(loader, value, text);
    *(const char **)into = text;
}

void read_text(struct loader *loader, unsigned value, void *into)
{
    const char *text = json_text(loader->json, value);
    if (text_is_blank(text))
        loader_fault(loader, value, DIAG_EMPTY_TEXT, "this text is empty; something to read was "
                                                     "expected");
    read_label(loader, value, into);
}

void read_date(struct loader *loader, unsigned value, void *into)
{
    const char *date = loader_keep(loader, value);
    if (!date_is_valid(date))
        loader_fault(loader, value, DIAG_BAD_DATE,
                     "%s is no date; year-month-day was expected, such as 2026-02-28",
                     loader_quote(loader, date));
    *(const char **)into = date;
}

static bool alphanumeric(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9');
}

/* The shape of BCP 47: a language of 2 to 8 letters, then parts of 1 to 8 letters or digits. */
static bool well_formed_language(const char *tag)
{
    size_t length = strspn(tag, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    if (length < 2)
        return false;
    for (;;) {
        while (alphanumeric(tag[length]))
            length++;
        if (length < 1 || length > 8)
            return false;
        if (tag[length] == '\0')
            return true;
        if (tag[length] != '-')
            return false;
        tag += length + 1;
        length = 0;
    }
}

void read_language(struct loader *loader, unsigned value, void *into)
{
    const char *tag = loader_keep(loader, value);
    if (!well_formed_language(tag))
        loader_fault(loader, value, DIAG_BAD_LANGUAGE,
                     "%s is no language; a tag was expected, such as \"en\" or \"pt-BR\"",
                     loader_quote(loader, tag));
    *(const char **)into = tag;
}

void read_flag(struct loader *loader, unsigned value, void *into)
{
    *(bool *)into = json_bool(loader->json, value);
}

/* Infinity was reported by json. */
void read_number(struct loader *loader, unsigned value, void *into)
{
    double number = json_number(loader->json, value);
    if (isfinite(number) && fabs(number) > LOADER_MAX_NUMBER)
        loader_fault(loader, value, DIAG_OUT_OF_RANGE,
                     "%s is out of range; numbers lie between -1000000000 and 1000000000",
                     number_text(number).text);
    *(double *)into = fabs(number) > LOADER_MAX_NUMBER ? 0 : number;
}

void read_integer(struct loader *loader, unsigned value, void *into)
{
    double number;
    read_number(loader, value, &number);
    if (number != floor(number))
        loader_fault(loader, value, DIAG_NOT_AN_INTEGER,
                     "%s is not a whole number; a whole number was expected",
                     number_text(number).text);
    *(int64_t *)into = (int64_t)number;
}

bool loader_not_empty(struct loader *loader, unsigned list, const char *what)
{
    if (json_after(loader->json, list) > list + 1)
        return true;
    loader_fault(loader, list, DIAG_EMPTY_LIST, "%s cannot be empty; at least one was expected",
                 what);
    return false;
}

void read_texts(struct loader *loader, unsigned value, void *into)
{
    size_t count = json_count(loader->json, value), i = 0;
    const char **items = arena_new(loader->arena, count, sizeof *items);

    loader_not_empty(loader, value, "this list of paragraphs");
    EACH_CHILD(loader, child, value) {
        if (loader_type(loader, child, JSON_TEXT, "a paragraph"))
            read_text(loader, child, &items[i]);
        i++;
    }
    *(struct texts *)into = (struct texts){items, count};
}

/* ---- references ---- */

static const char *const kind_words[PROTOCOL_KIND_COUNT] = {
    [PROTOCOL_SOURCE] = "source",     [PROTOCOL_DISPOSITION] = "disposition",
    [PROTOCOL_QUESTION] = "question", [PROTOCOL_FINDING] = "finding",
    [PROTOCOL_SCORE] = "score",       [PROTOCOL_ADVICE] = "advice",
    [PROTOCOL_TOPIC] = "topic",
};

static void guess_id(struct loader *loader, struct guess *guess, const char *id)
{
    if (id == NULL || loader->guesses == 0)
        return;
    loader->guesses--;
    guess_try(guess, id);
}

static const char *nearest(struct loader *loader, const char *id, enum protocol_kind kind)
{
    const struct protocol *protocol = loader->protocol;
    struct guess guess = guess_begin(id);

    switch (kind) {
    case PROTOCOL_SOURCE:
        for (unsigned i = 0; i < protocol->source_count; i++)
            guess_id(loader, &guess, protocol->sources[i].id);
        break;
    case PROTOCOL_DISPOSITION:
        for (unsigned i = 0; i < protocol->disposition_count; i++)
            guess_id(loader, &guess, protocol->dispositions[i].id);
        break;
    case PROTOCOL_SCORE:
        for (unsigned i = 0; i < protocol->score_count; i++)
            guess_id(loader, &guess, protocol->scores[i].id);
        break;
    default:
        for (unsigned i = 0; i < protocol->topic_count; i++)
            guess_id(loader, &guess, protocol->topics[i].id);
    }
    return guess_best(&guess);
}

unsigned loader_reference(struct loader *loader, unsigned value, enum protocol_kind kind)
{
    const char *id = json_text(loader->json, value), *meant;
    unsigned found = id_index_find(loader->protocol->ids, loader->protocol, kind, id);

    if (found != PROTOCOL_NONE)
        return found;
    meant = nearest(loader, id, kind);
    if (meant != NULL)
        loader_fault(loader, value, DIAG_UNKNOWN_REFERENCE,
                     "there is no %s %s; did you mean \"%s\"?", kind_words[kind],
                     loader_quote(loader, id), meant);
    else
        loader_fault(loader, value, DIAG_UNKNOWN_REFERENCE,
                     "there is no %s %s; the id of a %s of this file was expected",
                     kind_words[kind], loader_quote(loader, id), kind_words[kind]);
    return PROTOCOL_NONE;
}

void read_disposition(struct loader *loader, unsigned value, void *into)
{
    *(unsigned *)into = loader_reference(loader, value, PROTOCOL_DISPOSITION);
}

void read_topic(struct loader *loader, unsigned value, void *into)
{
    *(unsigned *)into = loader_reference(loader, value, PROTOCOL_TOPIC);
}

void read_sources(struct loader *loader, unsigned value, void *into)
{
    size_t count = json_count(loader->json, value), i = 0;
    unsigned *items = arena_new(loader->arena, count, sizeof *items);

    EACH_CHILD(loader, child, value) {
        if (loader_type(loader, child, JSON_TEXT, "a source"))
            items[i] = loader_reference(loader, child, PROTOCOL_SOURCE);
        i++;
    }
    *(struct indexes *)into = (struct indexes){items, count};
}

/* ---- what is built ---- */

void loader_add_id(struct loader *loader, unsigned value, enum protocol_kind kind, unsigned item,
                   const char *id)
{
    const struct answer *answers = loader->answers;
    bool answer = kind == PROTOCOL_FINDING && item < loader->building->answer_count;
    unsigned earlier;

    if (id == NULL || (answer && loader->questions[answers[item].question].id == NULL))
        return;
    earlier = id_index_add(loader->ids, loader->building, kind, item);
    if (earlier == PROTOCOL_NONE ||
        (answer && answers[earlier].question != answers[item].question))
        return;
    loader_fault(loader, value, DIAG_DUPLICATE_ID,
                 "the id %s stands here twice; each must have an id of its own",
                 loader_quote(loader, id));
}

void loader_check_raise(struct loader *loader, unsigned raise_value, unsigned raise,
                        unsigned note_value)
{
    if (raise_value == NOT_GIVEN)
        return;
    if (note_value == NOT_GIVEN)
        loader_fault(loader, raise_value, DIAG_RAISE_WITHOUT_NOTE,
                     "this raises the disposition but has no \"note\"; the summary must be able to "
                     "say why");
    if (raise != PROTOCOL_NONE && raise + 1 == loader->building->disposition_count)
        loader_fault(loader, raise_value, DIAG_RAISES_LAST,
                     "the last disposition is what is left when nothing was raised; raising it "
                     "changes nothing, dispositions stand most urgent first");
}
