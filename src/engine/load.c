/*
 * load: a protocol file becomes a protocol, or diagnostics. See load.h.
 *
 * The parts are read in the order in which they may refer to each other, whatever their order in
 * the file: sources, dispositions, scores, topics; then questions with their answers; then named
 * findings; then the conditions of questions; then advice. Ids are registered before any
 * condition is read, so that "stands later" and "does not exist" are told apart.
 */
#include "engine/load.h"

#include <stdlib.h>
#include <string.h>

#include "engine/loader.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

enum { FORMAT_VERSION = 1 };

enum top_member {
    TOP_FORMAT,
    TOP_SCHEMA,
    TOP_REVIEW,
    TOP_SOURCES,
    TOP_DISPOSITIONS,
    TOP_QUESTIONS,
    TOP_SCORES,
    TOP_FINDINGS,
    TOP_ADVICE,
    TOP_TOPICS,
    TOP_ID,
    TOP_VERSION,
    TOP_LANGUAGE,
    TOP_TITLE,
    TOP_URL,
    TOP_ABOUT,
    TOP_COUNT
};

static const struct member top_members[TOP_COUNT] = {
    [TOP_FORMAT] = {"redflag", JSON_NUMBER, true, NULL, 0},
    [TOP_SCHEMA] = {"$schema", JSON_TEXT, false, NULL, 0},
    [TOP_REVIEW] = {"review", JSON_OBJECT, true, NULL, 0},
    [TOP_SOURCES] = {"sources", JSON_LIST, false, NULL, 0},
    [TOP_DISPOSITIONS] = {"dispositions", JSON_LIST, true, NULL, 0},
    [TOP_QUESTIONS] = {"questions", JSON_LIST, true, NULL, 0},
    [TOP_SCORES] = {"scores", JSON_LIST, false, NULL, 0},
    [TOP_FINDINGS] = {"findings", JSON_LIST, false, NULL, 0},
    [TOP_ADVICE] = {"advice", JSON_LIST, false, NULL, 0},
    [TOP_TOPICS] = {"topics", JSON_LIST, false, NULL, 0},
    [TOP_ID] = {"id", JSON_TEXT, true, read_id, offsetof(struct protocol, id)},
    [TOP_VERSION] = {"version", JSON_TEXT, true, read_text, offsetof(struct protocol, version)},
    [TOP_LANGUAGE] = {"language", JSON_TEXT, true, read_language,
                      offsetof(struct protocol, language)},
    [TOP_TITLE] = {"title", JSON_TEXT, true, read_text, offsetof(struct protocol, title)},
    [TOP_URL] = {"url", JSON_TEXT, false, read_text, offsetof(struct protocol, url)},
    [TOP_ABOUT] = {"about", JSON_LIST, true, read_texts, offsetof(struct protocol, about)},
};

/* What is known while a protocol is built and not needed afterwards. */
struct building {
    struct loader loader;
    unsigned top[TOP_COUNT];
    unsigned *ask_if;        /* per question: the value of its condition, or NOT_GIVEN */
    unsigned *when, *unless; /* per named finding */
};

/* ---- review, sources, dispositions, scores, topics ---- */

static void read_status(struct loader *loader, unsigned value, void *into)
{
    const char *status = loader_keep(loader, value);
    if (strcmp(status, "draft") != 0 && strcmp(status, "reviewed") != 0)
        loader_fault(loader, value, DIAG_BAD_WORD,
                     "%s is no status; \"draft\" or \"reviewed\" was expected",
                     loader_quote(loader, status));
    *(const char **)into = status;
}

static void load_review(struct loader *loader, unsigned value)
{
    static const struct member members[] = {
        {"status", JSON_TEXT, true, read_status, offsetof(struct review, status)},
        {"by", JSON_TEXT, false, read_text, offsetof(struct review, by)},
        {"on", JSON_TEXT, false, read_date, offsetof(struct review, on)},
        {"next", JSON_TEXT, false, read_date, offsetof(struct review, next)},
    };
    unsigned at[COUNT(members)];
    struct review *review = &loader->building->review;

    if (value == NOT_GIVEN)
        return;
    review->place = json_place(loader->json, value);
    loader_members(loader, value, "the review", members, COUNT(members), review, at);
    if (review->status != NULL && strcmp(review->status, "reviewed") == 0 &&
        (at[1] == NOT_GIVEN || at[2] == NOT_GIVEN))
        loader_fault(loader, value, DIAG_MISSING_MEMBER,
                     "a reviewed protocol needs \"by\" and \"on\"; who reviewed it, and when");
}

static void load_source(struct loader *loader, unsigned value, unsigned item)
{
    static const struct member members[] = {
        {"id", JSON_TEXT, true, read_id, offsetof(struct source, id)},
        {"title", JSON_TEXT, true, read_text, offsetof(struct source, title)},
        {"publisher", JSON_TEXT, true, read_text, offsetof(struct source, publisher)},
        {"url", JSON_TEXT, false, read_text, offsetof(struct source, url)},
        {"read", JSON_TEXT, false, read_date, offsetof(struct source, read)},
        {"note", JSON_TEXT, false, read_text, offsetof(struct source, note)},
    };
    unsigned at[COUNT(members)];
    struct source *source = &loader->sources[item];

    source->place = json_place(loader->json, value);
    loader_members(loader, value, "a source", members, COUNT(members), source, at);
    loader_add_id(loader, at[0], PROTOCOL_SOURCE, item, source->id);
}

static void load_disposition(struct loader *loader, unsigned value, unsigned item)
{
    static const struct member members[] = {
        {"id", JSON_TEXT, true, read_id, offsetof(struct disposition, id)},
        {"title", JSON_TEXT, true, read_text, offsetof(struct disposition, title)},
        {"within", JSON_TEXT, true, read_label, offsetof(struct disposition, within)},
        {"text", JSON_LIST, true, read_texts, offsetof(struct disposition, text)},
        {"ends", JSON_BOOL, false, read_flag, offsetof(struct disposition, ends)},
    };
    unsigned at[COUNT(members)];
    struct disposition *disposition = &loader->dispositions[item];

    disposition->place = json_place(loader->json, value);
    loader_members(loader, value, "a disposition", members, COUNT(members), disposition, at);
    loader_add_id(loader, at[0], PROTOCOL_DISPOSITION, item, disposition->id);
    if (disposition->ends && item + 1 == loader->building->disposition_count)
        loader_fault(loader, at[4], DIAG_ENDS_AT_ONCE,
                     "the last disposition cannot end the interview; everybody starts with it");
}

static void load_score(struct loader *loader, unsigned value, unsigned item)
{
    static const struct member members[] = {
        {"id", JSON_TEXT, true, read_id, offsetof(struct score, id)},
        {"title", JSON_TEXT, true, read_text, offsetof(struct score, title)},
    };
    unsigned at[COUNT(members)];
    struct score *score = &loader->scores[item];

    score->place = json_place(loader->json, value);
    loader_members(loader, value, "a score", members, COUNT(members), score, at);
    loader_add_id(loader, at[0], PROTOCOL_SCORE, item, score->id);
}

/* A row of a table; a cell may be empty. */
static struct texts load_row(struct loader *loader, unsigned list)
{
    size_t count = json_count(loader->json, list), i = 0;
    const char **cells = arena_new(loader->arena, count, sizeof *cells);

    loader_not_empty(loader, list, "a row");
    EACH_CHILD(loader, child, list) {
        if (loader_type(loader, child, JSON_TEXT, "a cell"))
            read_label(loader, child, &cells[i]);
        i++;
    }
    return (struct texts){cells, count};
}

static void load_rows(struct loader *loader, unsigned list, struct topic *topic)
{
    struct texts *rows = arena_new(loader->arena, json_count(loader->json, list), sizeof *rows);
    size_t count = 0;

    loader_not_empty(loader, list, "a table");
    EACH_CHILD(loader, child, list) {
        if (loader_type(loader, child, JSON_LIST, "a row"))
            rows[count] = load_row(loader, child);
        if (rows[count].count != rows[0].count)
            loader_fault(loader, child, DIAG_UNEVEN_ROWS,
                         "the cells of this row are %zu; those of the heading are %zu",
                         rows[count].count, rows[0].count);
        count++;
    }
    topic->rows = rows;
    topic->row_count = count;
}

static void load_topic(struct loader *loader, unsigned value, unsigned item)
{
    enum { ID, TITLE, TEXT, ROWS, SOURCES, MEMBERS };
    static const struct member members[MEMBERS] = {
        [ID] = {"id", JSON_TEXT, true, read_id, offsetof(struct topic, id)},
        [TITLE] = {"title", JSON_TEXT, true, read_text, offsetof(struct topic, title)},
        [TEXT] = {"text", JSON_LIST, false, read_texts, offsetof(struct topic, text)},
        [ROWS] = {"rows", JSON_LIST, false, NULL, 0},
        [SOURCES] = {"sources", JSON_LIST, false, read_sources, offsetof(struct topic, sources)},
    };
    unsigned at[MEMBERS];
    struct topic *topic = &loader->topics[item];

    topic->place = json_place(loader->json, value);
    if (!loader_members(loader, value, "a topic", members, MEMBERS, topic, at))
        return;
    loader_add_id(loader, at[ID], PROTOCOL_TOPIC, item, topic->id);
    if (at[ROWS] != NOT_GIVEN)
        load_rows(loader, at[ROWS], topic);
    if (at[ROWS] == NOT_GIVEN && at[TEXT] == NOT_GIVEN)
        loader_fault(loader, value, DIAG_MISSING_MEMBER,
                     "a topic needs \"text\" or \"rows\"; both are missing");
}

/* ---- questions and named findings ---- */

static void load_asked(struct building *building, unsigned value, unsigned item)
{
    load_question(&building->loader, value, item, &building->ask_if[item]);
}

static void load_finding(struct building *building, unsigned value, unsigned item)
{
    enum { ID, WHEN, UNLESS, RAISE, NOTE, SOURCES, MEMBERS };
    static const struct member members[MEMBERS] = {
        [ID] = {"id", JSON_TEXT, true, read_id, offsetof(struct finding, id)},
        [WHEN] = {"when", CONDITION_TYPES, true, NULL, 0},
        [UNLESS] = {"unless", CONDITION_TYPES, false, NULL, 0},
        [RAISE] = {"raise", JSON_TEXT, false, read_disposition, offsetof(struct finding, raise)},
        [NOTE] = {"note", JSON_TEXT, false, read_text, offsetof(struct finding, note)},
        [SOURCES] = {"sources", JSON_LIST, false, read_sources,
                     offsetof(struct finding, sources)},
    };
    struct loader *loader = &building->loader;
    struct finding *finding = &loader->findings[item];
    unsigned at[MEMBERS];

    finding->place = json_place(loader->json, value);
    finding->raise = PROTOCOL_NONE;
    loader_members(loader, value, "a finding", members, MEMBERS, finding, at);
    loader_check_raise(loader, at[RAISE], finding->raise, at[NOTE]);
    building->when[item] = at[WHEN];
    building->unless[item] = at[UNLESS];
    loader_add_id(loader, at[ID], PROTOCOL_FINDING, loader->building->answer_count + item,
                  finding->id);
}

static void settle_finding(struct building *building, unsigned item)
{
    struct loader *loader = &building->loader;
    struct finding *finding = &loader->findings[item];
    struct scope scope = {.question = PROTOCOL_NONE, .finding = item};

    if (building->when[item] != NOT_GIVEN)
        finding->when = load_condition(loader, building->when[item], &scope);
    if (building->unless[item] != NOT_GIVEN)
        finding->unless = load_condition(loader, building->unless[item], &scope);
    finding->settles_after = scope.settles_after;
}

/* The order in which named findings settle, by counting how many settle after each question. */
static void order_settling(struct loader *loader)
{
    struct protocol *protocol = loader->building;
    unsigned *order = arena_new(loader->arena, protocol->finding_count, sizeof *order);
    unsigned first = 0;

    for (unsigned i = 0; i < protocol->finding_count; i++) {
        unsigned after = protocol->findings[i].settles_after;
        if (after == 0)
            protocol->settled_at_start++;
        else
            loader->questions[after - 1].settling_count++;
    }
    first = protocol->settled_at_start;
    for (unsigned q = 0; q < protocol->question_count; q++) {
        loader->questions[q].first_settling = first;
        first += loader->questions[q].settling_count;
        loader->questions[q].settling_count = 0;
    }
    protocol->settled_at_start = 0;
    for (unsigned i = 0; i < protocol->finding_count; i++) {
        unsigned after = protocol->findings[i].settles_after;
        struct question *question = &loader->questions[after == 0 ? 0 : after - 1];
        if (after == 0)
            order[protocol->settled_at_start++] = i;
        else
            order[question->first_settling + question->settling_count++] = i;
    }
    protocol->settling = order;
}

/* ---- advice ---- */

static uint64_t load_for(struct loader *loader, unsigned list)
{
    uint64_t dispositions = 0;

    if (list == NOT_GIVEN)
        return UINT64_MAX;
    loader_not_empty(loader, list, "\"for\"");
    EACH_CHILD(loader, child, list) {
        unsigned named = PROTOCOL_NONE;
        if (loader_type(loader, child, JSON_TEXT, "a disposition"))
            named = loader_reference(loader, child, PROTOCOL_DISPOSITION);
        if (named < PROTOCOL_MAX_DISPOSITIONS)
            dispositions |= (uint64_t)1 << named;
    }
    return dispositions;
}

static void load_item(struct loader *loader, unsigned value, unsigned item, unsigned group)
{
    enum { ID, TEXT, WHEN, UNLESS, FOR, TOPIC, SOURCES, MEMBERS };
    static const struct member members[MEMBERS] = {
        [ID] = {"id", JSON_TEXT, true, read_id, offsetof(struct advice, id)},
        [TEXT] = {"text", JSON_TEXT, true, read_text, offsetof(struct advice, text)},
        [WHEN] = {"when", CONDITION_TYPES, false, NULL, 0},
        [UNLESS] = {"unless", CONDITION_TYPES, false, NULL, 0},
        [FOR] = {"for", JSON_LIST, false, NULL, 0},
        [TOPIC] = {"topic", JSON_TEXT, false, read_topic, offsetof(struct advice, topic)},
        [SOURCES] = {"sources", JSON_LIST, false, read_sources, offsetof(struct advice, sources)},
    };
    struct scope scope = {.question = PROTOCOL_NONE, .finding = PROTOCOL_NONE};
    struct advice *advice = &loader->advice[item];
    unsigned at[MEMBERS];

    advice->place = json_place(loader->json, value);
    advice->group = group;
    advice->topic = PROTOCOL_NONE;
    if (!loader_members(loader, value, "a piece of advice", members, MEMBERS, advice, at))
        return;
    loader_add_id(loader, at[ID], PROTOCOL_ADVICE, item, advice->id);
    advice->dispositions = load_for(loader, at[FOR]);
    if (at[WHEN] != NOT_GIVEN)
        advice->when = load_condition(loader, at[WHEN], &scope);
    if (at[UNLESS] != NOT_GIVEN)
        advice->unless = load_condition(loader, at[UNLESS], &scope);
}

static void load_group(struct loader *loader, unsigned value, unsigned item)
{
    enum { TITLE, ITEMS, MEMBERS };
    static const struct member members[MEMBERS] = {
        [TITLE] = {"title", JSON_TEXT, true, read_text, offsetof(struct advice_group, title)},
        [ITEMS] = {"items", JSON_LIST, true, NULL, 0},
    };
    struct advice_group *group = &loader->groups[item];
    unsigned at[MEMBERS];

    group->place = json_place(loader->json, value);
    group->first = loader->building->advice_count;
    loader_members(loader, value, "a group of advice", members, MEMBERS, group, at);
    if (at[ITEMS] == NOT_GIVEN)
        return;
    loader_not_empty(loader, at[ITEMS], "a group of advice");
    EACH_CHILD(loader, child, at[ITEMS])
        load_item(loader, child, loader->building->advice_count++, item);
    group->count = loader->building->advice_count - group->first;
}

/* ---- counting: every array is made once, of the right size ---- */

static size_t count_list(const struct loader *loader, unsigned list)
{
    return list == NOT_GIVEN ? 0 : json_count(loader->json, list);
}

/*
 * The member of this name and type in the object `value`, or NOT_GIVEN. The last one, should there
 * be two: that is the one which loader_members keeps.
 */
static unsigned member_of(const struct loader *loader, unsigned value, const char *name,
                          enum json_type type)
{
    unsigned found = NOT_GIVEN;
    if (json_type(loader->json, value) != JSON_OBJECT)
        return NOT_GIVEN;
    EACH_CHILD(loader, child, value)
        if (strcmp(json_name(loader->json, child), name) == 0 &&
            json_type(loader->json, child) == type)
            found = child;
    return found;
}

/* All pieces of advice in all groups. */
static size_t count_advice(const struct loader *loader, unsigned groups)
{
    size_t count = 0;
    if (groups == NOT_GIVEN)
        return 0;
    EACH_CHILD(loader, child, groups)
        count += count_list(loader, member_of(loader, child, "items", JSON_LIST));
    return count;
}

/* Which answers belong to which question is known before any of them is read. */
static void place_answers(struct building *building)
{
    struct loader *loader = &building->loader;
    struct protocol *protocol = loader->building;
    unsigned list = building->top[TOP_QUESTIONS], item = 0;

    if (list == NOT_GIVEN)
        return;
    EACH_CHILD(loader, child, list) {
        struct question *question = &loader->questions[item++];
        unsigned answers = member_of(loader, child, "answers", JSON_LIST);
        question->first_answer = protocol->answer_count;
        question->answer_count = (unsigned)count_list(loader, answers);
        protocol->answer_count += question->answer_count;
    }
}

#define MAKE(array, number)                                                                    \
    protocol->array = loader->array = arena_new(loader->arena, number, sizeof *loader->array)

static void make_arrays(struct building *building)
{
    struct loader *loader = &building->loader;
    struct protocol *protocol = loader->building;
    const unsigned *top = building->top;
    size_t advice = count_advice(loader, top[TOP_ADVICE]), ids;

    protocol->disposition_count = (unsigned)count_list(loader, top[TOP_DISPOSITIONS]);
    protocol->question_count = (unsigned)count_list(loader, top[TOP_QUESTIONS]);
    protocol->source_count = (unsigned)count_list(loader, top[TOP_SOURCES]);
    protocol->score_count = (unsigned)count_list(loader, top[TOP_SCORES]);
    protocol->finding_count = (unsigned)count_list(loader, top[TOP_FINDINGS]);
    protocol->topic_count = (unsigned)count_list(loader, top[TOP_TOPICS]);
    protocol->group_count = (unsigned)count_list(loader, top[TOP_ADVICE]);
    MAKE(sources, protocol->source_count);
    MAKE(dispositions, protocol->disposition_count);
    MAKE(questions, protocol->question_count);
    place_answers(building);
    MAKE(answers, protocol->answer_count);
    MAKE(scores, protocol->score_count);
    MAKE(findings, protocol->finding_count);
    MAKE(groups, protocol->group_count);
    MAKE(advice, advice);
    MAKE(topics, protocol->topic_count);
    ids = protocol->source_count + protocol->disposition_count + protocol->question_count +
          protocol->answer_count + protocol->score_count + protocol->finding_count +
          protocol->topic_count + advice;
    protocol->ids = loader->ids = id_index_new(loader->arena, ids);
    loader->score_settles = memory_new(protocol->score_count, sizeof *loader->score_settles);
    building->ask_if = memory_new(protocol->question_count, sizeof *building->ask_if);
    building->when = memory_new(protocol->finding_count, sizeof *building->when);
    building->unless = memory_new(protocol->finding_count, sizeof *building->unless);
}

/* ---- the whole file ---- */

/* Calls `load` for each element of a list that may be missing. */
static void each_of(struct loader *loader, unsigned list,
                    void (*load)(struct loader *loader, unsigned value, unsigned item))
{
    unsigned item = 0;
    if (list == NOT_GIVEN)
        return;
    EACH_CHILD(loader, child, list)
        load(loader, child, item++);
}

static void each_with(struct building *building, unsigned list,
                      void (*load)(struct building *building, unsigned value, unsigned item))
{
    unsigned item = 0;
    if (list == NOT_GIVEN)
        return;
    EACH_CHILD(&building->loader, child, list)
        load(building, child, item++);
}

static void check_dispositions(struct loader *loader, unsigned list)
{
    if (list == NOT_GIVEN)
        return;
    loader_not_empty(loader, list, "the list of dispositions");
    if (loader->building->disposition_count > PROTOCOL_MAX_DISPOSITIONS)
        loader_fault(loader, list, DIAG_TOO_MANY, "%u dispositions are too many; at most %d",
                     loader->building->disposition_count, PROTOCOL_MAX_DISPOSITIONS);
}

static void load_ask_if(struct building *building, unsigned item)
{
    struct scope scope = {.question = item, .finding = PROTOCOL_NONE};
    if (building->ask_if[item] != NOT_GIVEN)
        building->loader.questions[item].ask_if =
            load_condition(&building->loader, building->ask_if[item], &scope);
}

static void load_parts(struct building *building)
{
    struct loader *loader = &building->loader;
    const unsigned *top = building->top;

    loader->building->about_place = json_place(loader->json, top[TOP_ABOUT]);
    load_review(loader, top[TOP_REVIEW]);
    check_dispositions(loader, top[TOP_DISPOSITIONS]);
    each_of(loader, top[TOP_SOURCES], load_source);
    each_of(loader, top[TOP_DISPOSITIONS], load_disposition);
    each_of(loader, top[TOP_SCORES], load_score);
    each_of(loader, top[TOP_TOPICS], load_topic);
    if (top[TOP_QUESTIONS] != NOT_GIVEN)
        loader_not_empty(loader, top[TOP_QUESTIONS], "the list of questions");
    each_with(building, top[TOP_QUESTIONS], load_asked);
    each_with(building, top[TOP_FINDINGS], load_finding);
    for (unsigned i = 0; i < loader->building->finding_count; i++)
        settle_finding(building, i);
    for (unsigned i = 0; i < loader->building->question_count; i++)
        load_ask_if(building, i);
    each_of(loader, top[TOP_ADVICE], load_group);
    order_settling(loader);
}

/* A file of another format version is not looked at further: every other message would mislead. */
static bool known_format(struct loader *loader, unsigned value)
{
    double version;
    if (value == NOT_GIVEN)
        return true;
    version = json_number(loader->json, value);
    if (version == FORMAT_VERSION)
        return true;
    loader_fault(loader, value, DIAG_FORMAT_VERSION,
                 "this is format %s; this program knows format %d", number_text(version).text,
                 FORMAT_VERSION);
    return false;
}

static void load_document(struct building *building)
{
    struct loader *loader = &building->loader;
    unsigned format;

    if (!loader_type(loader, 0, JSON_OBJECT, "a protocol"))
        return;
    format = member_of(loader, 0, "redflag", JSON_NUMBER);
    if (!known_format(loader, format))
        return;
    loader_members(loader, 0, "a protocol", top_members, TOP_COUNT, loader->building,
                   building->top);
    make_arrays(building);
    load_parts(building);
}

/* Builds what can be built; whether it may be used is decided by the faults beyond `errors`. */
static struct protocol *build(struct json *json, const char *path, struct diags *diags,
                              size_t errors)
{
    struct protocol *protocol = memory_new(1, sizeof *protocol);
    struct building building = {.loader = {.json = json,
                                           .diags = diags,
                                           .path = path,
                                           .arena = &protocol->arena,
                                           .guesses = LOADER_GUESSES,
                                           .protocol = protocol,
                                           .building = protocol}};

    protocol->path = arena_text(&protocol->arena, path);
    building.loader.texts = arena_new(&protocol->arena, json_text_bytes(json), 1);
    load_document(&building);
    if (diags_errors(diags) == errors)
        load_privacy(&building.loader);
    arena_free(&building.loader.scratch);
    free(building.loader.score_settles);
    free(building.ask_if);
    free(building.when);
    free(building.unless);
    return protocol;
}

struct protocol *load_protocol(const char *path, struct diags *diags)
{
    size_t errors = diags_errors(diags);
    struct json *json = json_read(path, diags);
    struct protocol *protocol;

    if (json == NULL)
        return NULL;
    protocol = build(json, path, diags, errors);
    json_free(json);
    if (diags_errors(diags) == errors)
        return protocol;
    protocol_free(protocol);
    return NULL;
}
