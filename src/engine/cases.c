/* cases: vignettes and promises from their file, and what a vignette says. See cases.h. */
#include "engine/cases.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/table.h"
#include "engine/load.h"
#include "engine/loader.h"

/* ---- lists of references ---- */

static struct indexes read_list(struct loader *loader, unsigned list, enum protocol_kind kind)
{
    unsigned *items;
    size_t count = 0;

    if (list == NOT_GIVEN)
        return (struct indexes){0};
    items = arena_new(loader->arena, json_count(loader->json, list), sizeof *items);
    EACH_CHILD(loader, child, list)
        if (loader_type(loader, child, JSON_TEXT, "an id"))
            items[count++] = loader_reference(loader, child, kind);
    return (struct indexes){items, count};
}

/* ---- cases ---- */

enum { EXPECT_DISPOSITION, EXPECT_FINDINGS, EXPECT_NOT_FINDINGS, EXPECT_ADVICE,
       EXPECT_NOT_ADVICE, EXPECT_NOT_ASKED, EXPECT_COUNT };

static const struct member expect_members[EXPECT_COUNT] = {
    [EXPECT_DISPOSITION] = {"disposition", JSON_TEXT, true, read_disposition,
                            offsetof(struct vignette, disposition)},
    [EXPECT_FINDINGS] = {"findings", JSON_LIST, false, NULL, 0},
    [EXPECT_NOT_FINDINGS] = {"not_findings", JSON_LIST, false, NULL, 0},
    [EXPECT_ADVICE] = {"advice", JSON_LIST, false, NULL, 0},
    [EXPECT_NOT_ADVICE] = {"not_advice", JSON_LIST, false, NULL, 0},
    [EXPECT_NOT_ASKED] = {"not_asked", JSON_LIST, false, NULL, 0},
};

static void read_expect(struct loader *loader, unsigned value, struct vignette *vignette)
{
    unsigned at[EXPECT_COUNT];

    loader_members(loader, value, "what a case expects", expect_members, EXPECT_COUNT, vignette,
                   at);
    vignette->findings = read_list(loader, at[EXPECT_FINDINGS], PROTOCOL_FINDING);
    vignette->not_findings = read_list(loader, at[EXPECT_NOT_FINDINGS], PROTOCOL_FINDING);
    vignette->advice = read_list(loader, at[EXPECT_ADVICE], PROTOCOL_ADVICE);
    vignette->not_advice = read_list(loader, at[EXPECT_NOT_ADVICE], PROTOCOL_ADVICE);
    vignette->not_asked = read_list(loader, at[EXPECT_NOT_ASKED], PROTOCOL_QUESTION);
}

enum { CASE_ID, CASE_TITLE, CASE_ANSWERS, CASE_EXPECT, CASE_COUNT };

static const struct member case_members[CASE_COUNT] = {
    [CASE_ID] = {"id", JSON_TEXT, true, read_id, offsetof(struct vignette, id)},
    [CASE_TITLE] = {"title", JSON_TEXT, true, read_text, offsetof(struct vignette, title)},
    [CASE_ANSWERS] = {"answers", JSON_OBJECT, true, NULL, 0},
    [CASE_EXPECT] = {"expect", JSON_OBJECT, true, NULL, 0},
};

static void read_case(struct loader *loader, unsigned value, struct vignette *vignette)
{
    unsigned at[CASE_COUNT];

    vignette->interview = interview_new(loader->protocol);
    vignette->place = json_place(loader->json, value);
    if (!loader_members(loader, value, "a case", case_members, CASE_COUNT, vignette, at))
        return;
    if (at[CASE_EXPECT] != NOT_GIVEN)
        read_expect(loader, at[CASE_EXPECT], vignette);
    if (at[CASE_ANSWERS] != NOT_GIVEN &&
        load_answers_in(loader->json, at[CASE_ANSWERS], loader->path, vignette->interview,
                        loader->diags))
        interview_read_infos(vignette->interview);
}

/* ---- promises ---- */

enum { KEEP_ID, KEEP_TITLE, KEEP_WHEN, KEEP_AT_LEAST, KEEP_NEVER_SHOWN, KEEP_NEVER_ASKED,
       KEEP_QUESTIONS, KEEP_COUNT };

static const struct member promise_members[KEEP_COUNT] = {
    [KEEP_ID] = {"id", JSON_TEXT, true, read_id, offsetof(struct promise, id)},
    [KEEP_TITLE] = {"title", JSON_TEXT, true, read_text, offsetof(struct promise, title)},
    [KEEP_WHEN] = {"when", CONDITION_TYPES, false, NULL, 0},
    [KEEP_AT_LEAST] = {"at_least", JSON_TEXT, false, read_disposition,
                       offsetof(struct promise, disposition)},
    [KEEP_NEVER_SHOWN] = {"never_shown", JSON_LIST, false, NULL, 0},
    [KEEP_NEVER_ASKED] = {"never_asked", JSON_LIST, false, NULL, 0},
    [KEEP_QUESTIONS] = {"questions_at_most", JSON_NUMBER, false, NULL, 0},
};

/* The member that says what is promised, for each kind. */
static const unsigned promise_member[PROMISE_KIND_COUNT] = {
    [PROMISE_AT_LEAST] = KEEP_AT_LEAST,
    [PROMISE_NEVER_SHOWN] = KEEP_NEVER_SHOWN,
    [PROMISE_NEVER_ASKED] = KEEP_NEVER_ASKED,
    [PROMISE_QUESTIONS] = KEEP_QUESTIONS,
};

/* Exactly one thing is promised; all but a number of questions under a condition. */
static void check_kind(struct loader *loader, unsigned value, const unsigned *at,
                       struct promise *promise)
{
    unsigned kinds = 0;

    for (enum promise_kind kind = 0; kind < PROMISE_KIND_COUNT; kind++)
        if (at[promise_member[kind]] != NOT_GIVEN) {
            promise->kind = kind;
            kinds++;
        }
    if (kinds != 1)
        loader_fault(loader, value, DIAG_BAD_PROMISE,
                     "a promise needs exactly one of \"at_least\", \"never_shown\", "
                     "\"never_asked\" and \"questions_at_most\"");
    else if ((at[KEEP_WHEN] == NOT_GIVEN) != (promise->kind == PROMISE_QUESTIONS))
        loader_fault(loader, value, DIAG_BAD_PROMISE,
                     promise->kind == PROMISE_QUESTIONS
                         ? "a promise about the number of questions has no \"when\""
                         : "a promise needs \"when\"; the condition under which it is made");
}

static void read_most(struct loader *loader, unsigned value, struct promise *promise)
{
    int64_t most = 0;

    read_integer(loader, value, &most);
    if (most < 0)
        loader_fault(loader, value, DIAG_OUT_OF_RANGE,
                     "there cannot be fewer than 0 questions");
    promise->most = most < 0 ? 0 : (unsigned)most;
}

static void read_promise(struct loader *loader, unsigned value, struct promise *promise)
{
    unsigned at[KEEP_COUNT];
    struct scope scope = {.question = PROTOCOL_NONE, .finding = PROTOCOL_NONE};

    promise->place = json_place(loader->json, value);
    if (!loader_members(loader, value, "a promise", promise_members, KEEP_COUNT, promise, at))
        return;
    check_kind(loader, value, at, promise);
    if (at[KEEP_WHEN] != NOT_GIVEN)
        promise->when = load_condition(loader, at[KEEP_WHEN], &scope);
    if (at[KEEP_QUESTIONS] != NOT_GIVEN)
        read_most(loader, at[KEEP_QUESTIONS], promise);
    promise->advice = read_list(loader, at[KEEP_NEVER_SHOWN], PROTOCOL_ADVICE);
    promise->questions = read_list(loader, at[KEEP_NEVER_ASKED], PROTOCOL_QUESTION);
}

/* ---- the file ---- */

enum { FILE_VERSION, FILE_PROTOCOL, FILE_CASES, FILE_PROMISES, FILE_SCHEMA, FILE_COUNT };

static const struct member file_members[FILE_COUNT] = {
    [FILE_VERSION] = {"redflag-cases", JSON_NUMBER, true, NULL, 0},
    [FILE_PROTOCOL] = {"protocol", JSON_TEXT, true, NULL, 0},
    [FILE_CASES] = {"cases", JSON_LIST, false, NULL, 0},
    [FILE_PROMISES] = {"promises", JSON_LIST, false, NULL, 0},
    [FILE_SCHEMA] = {"$schema", JSON_TEXT, false, NULL, 0},
};

static void check_head(struct loader *loader, const unsigned *at)
{
    if (at[FILE_VERSION] != NOT_GIVEN && json_number(loader->json, at[FILE_VERSION]) != 1)
        loader_fault(loader, at[FILE_VERSION], DIAG_FORMAT_VERSION,
                     "this version of the format is not known; 1 was expected");
    if (at[FILE_PROTOCOL] != NOT_GIVEN &&
        strcmp(json_text(loader->json, at[FILE_PROTOCOL]), loader->protocol->id) != 0)
        loader_fault(loader, at[FILE_PROTOCOL], DIAG_UNKNOWN_REFERENCE,
                     "these are cases of another protocol; \"%s\" was expected",
                     loader->protocol->id);
}

static void check_ids(struct loader *loader, unsigned list)
{
    struct table ids = {0};

    table_clear(&ids);
    EACH_CHILD(loader, child, list) {
        const char *id = loader_member_text(loader, child, "id");
        bool added = true;
        if (id != NULL)
            table_add(&ids, id, strlen(id), &added);
        if (!added)
            loader_fault(loader, child, DIAG_DUPLICATE_ID,
                         "the id %s stands twice; each case and each promise needs its own",
                         loader_quote(loader, id));
    }
    table_fini(&ids);
}

static void read_cases(struct loader *loader, const unsigned *at, struct cases *cases)
{
    struct promise *promises;

    if (at[FILE_CASES] != NOT_GIVEN) {
        check_ids(loader, at[FILE_CASES]);
        cases->vignettes = arena_new(loader->arena, json_count(loader->json, at[FILE_CASES]),
                                     sizeof *cases->vignettes);
        EACH_CHILD(loader, child, at[FILE_CASES])
            read_case(loader, child, &cases->vignettes[cases->vignette_count++]);
    }
    if (at[FILE_PROMISES] != NOT_GIVEN) {
        check_ids(loader, at[FILE_PROMISES]);
        promises = arena_new(loader->arena, json_count(loader->json, at[FILE_PROMISES]),
                             sizeof *promises);
        cases->promises = promises;
        EACH_CHILD(loader, child, at[FILE_PROMISES])
            read_promise(loader, child, &promises[cases->promise_count++]);
    }
}

const char *cases_path(const char *protocol, struct arena *arena)
{
    static const char ending[] = ".json";
    size_t length = strlen(protocol), tail = strlen(ending);

    if (length > tail && strcmp(protocol + length - tail, ending) == 0)
        length -= tail;
    return arena_format(arena, "%.*s.cases.json", (int)length, protocol);
}

bool cases_exist(const char *path)
{
    struct stat state;

    return lstat(path, &state) == 0 || errno != ENOENT;
}

struct cases *cases_load(const char *path, const struct protocol *protocol, struct diags *diags)
{
    size_t errors = diags_errors(diags);
    struct json *json = json_read(path, diags);
    struct cases *cases;
    struct loader loader = {.json = json, .diags = diags, .path = path, .protocol = protocol,
                            .guesses = LOADER_GUESSES};
    unsigned at[FILE_COUNT];

    if (json == NULL)
        return NULL;
    cases = memory_new(1, sizeof *cases);
    cases->path = arena_text(&cases->arena, path);
    loader.arena = &cases->arena;
    loader.texts = arena_new(&cases->arena, json_text_bytes(json), 1);
    if (loader_members(&loader, 0, "a file of cases", file_members, FILE_COUNT, cases, at)) {
        check_head(&loader, at);
        read_cases(&loader, at, cases);
    }
    arena_free(&loader.scratch);
    json_free(json);
    if (diags_errors(diags) == errors)
        return cases;
    cases_free(cases);
    return NULL;
}

void cases_free(struct cases *cases)
{
    if (cases == NULL)
        return;
    for (size_t i = 0; i < cases->vignette_count; i++)
        interview_free(cases->vignettes[i].interview);
    arena_free(&cases->arena);
    free(cases);
}

/* ---- judging ---- */

struct judgement {
    const struct vignette *vignette;
    const struct protocol *protocol;
    const struct facts *facts;
    struct arena *arena;
    const char **sentences;
    size_t count;
};

static void complain(struct judgement *judgement, const char *sentence)
{
    judgement->sentences[judgement->count++] = sentence;
}

/* A case must answer what is asked and nothing else: otherwise it describes no interview. */
static void judge_answers(struct judgement *judgement)
{
    const struct interview *interview = judgement->vignette->interview;
    const struct protocol *protocol = judgement->protocol;

    if (!interview_complete(interview))
        complain(judgement,
                 arena_format(judgement->arena, "the question \"%s\" is asked but not answered",
                              protocol->questions[interview_next(interview)].id));
    for (unsigned q = 0; q < protocol->question_count; q++)
        if (interview_given(interview, q) && !interview_asked(interview, q))
            complain(judgement,
                     arena_format(judgement->arena,
                                  "the question \"%s\" is answered but not asked",
                                  protocol->questions[q].id));
}

static void judge_findings(struct judgement *judgement, const struct indexes *list, bool expected)
{
    for (size_t i = 0; i < list->count; i++)
        if (facts_holds(judgement->facts, list->items[i]) != expected)
            complain(judgement,
                     arena_format(judgement->arena, "the finding \"%s\" %s",
                                  protocol_finding_id(judgement->protocol, list->items[i],
                                                      judgement->arena),
                                  expected ? "does not hold" : "holds"));
}

static void judge_advice(struct judgement *judgement, const struct indexes *list, bool expected)
{
    for (size_t i = 0; i < list->count; i++)
        if (facts_advise(judgement->facts, judgement->protocol, list->items[i]) != expected)
            complain(judgement, arena_format(judgement->arena, "the advice \"%s\" is %sshown",
                                             judgement->protocol->advice[list->items[i]].id,
                                             expected ? "not " : ""));
}

static void judge_questions(struct judgement *judgement)
{
    const struct indexes *list = &judgement->vignette->not_asked;

    for (size_t i = 0; i < list->count; i++)
        if (interview_asked(judgement->vignette->interview, list->items[i]))
            complain(judgement, arena_format(judgement->arena, "the question \"%s\" is asked",
                                             judgement->protocol->questions[list->items[i]].id));
}

const char *const *cases_judge(const struct vignette *vignette, struct arena *arena,
                               size_t *count)
{
    struct judgement judgement = {.vignette = vignette,
                                  .protocol = interview_protocol(vignette->interview),
                                  .facts = interview_facts(vignette->interview),
                                  .arena = arena};
    const struct disposition *dispositions = judgement.protocol->dispositions;

    judgement.sentences = arena_new(
        arena,
        2 + judgement.protocol->question_count + vignette->findings.count +
            vignette->not_findings.count + vignette->advice.count + vignette->not_advice.count +
            vignette->not_asked.count,
        sizeof *judgement.sentences);
    judge_answers(&judgement);
    if (judgement.facts->disposition != vignette->disposition)
        complain(&judgement,
                 arena_format(arena, "the disposition is \"%s\"; \"%s\" is expected",
                              dispositions[judgement.facts->disposition].id,
                              dispositions[vignette->disposition].id));
    judge_findings(&judgement, &vignette->findings, true);
    judge_findings(&judgement, &vignette->not_findings, false);
    judge_advice(&judgement, &vignette->advice, true);
    judge_advice(&judgement, &vignette->not_advice, false);
    judge_questions(&judgement);
    *count = judgement.count;
    return judgement.sentences;
}
