/* proofs: what the prover found, in words. See proofs.h. */
#include "report/proofs.h"

#include <string.h>

/* What an item is about decides how it is named. */
enum subject { ABOUT_QUESTION, ABOUT_FINDING, ABOUT_ADVICE, ABOUT_DISPOSITION, ABOUT_CONDITION,
               ABOUT_PROMISE, ABOUT_PLACE };

static const struct kind {
    enum diag_code code;
    enum subject about;
    const char *before, *after; /* the message, around the words for the subject */
    const char *meaning;
} kinds[VERIFY_KIND_COUNT] = {
    [VERIFY_UNREACHABLE_QUESTION] =
        {DIAG_NEVER_ASKED, ABOUT_QUESTION, "the question \"", "\" is never asked",
         "No answers lead to this question. Nobody will see it, and what it looks for will not be "
         "found."},
    [VERIFY_UNREACHABLE_ANSWER] =
        {DIAG_NEVER_GIVEN, ABOUT_FINDING, "the answer \"", "\" can never be given",
         "Nobody will ever be able to give this answer, and nothing that hangs on it will happen."},
    [VERIFY_UNREACHABLE_FINDING] =
        {DIAG_NEVER_FOUND, ABOUT_FINDING, "the finding \"", "\" never holds",
         "No answers make this finding hold. Whoever it is meant for will be missed."},
    [VERIFY_UNREACHABLE_ADVICE] =
        {DIAG_NEVER_SHOWN, ABOUT_ADVICE, "the advice \"", "\" is never shown",
         "Nobody will ever read this advice."},
    [VERIFY_UNREACHABLE_DISPOSITION] =
        {DIAG_NEVER_REACHED, ABOUT_DISPOSITION, "no interview ends with \"", "\"",
         "Whatever somebody answers, this is never what they are told to do."},
    [VERIFY_ALWAYS] =
        {DIAG_ALWAYS_TRUE, ABOUT_CONDITION, "", "",
         "It decides nothing: whatever was answered before, it holds whenever it is read. Perhaps "
         "it was meant to name something else."},
    [VERIFY_NEVER] =
        {DIAG_NEVER_TRUE, ABOUT_CONDITION, "", "",
         "Whatever was answered before, it does not hold when it is read, so what hangs on it "
         "happens to nobody."},
    [VERIFY_FLOOR_BROKEN] =
        {DIAG_FLOOR_BROKEN, ABOUT_FINDING, "the red flag \"", "\" can end milder than it raises",
         "Somebody with this red flag can be told something milder than it calls for."},
    [VERIFY_UNSURE_MILDER] =
        {DIAG_UNSURE_MILDER, ABOUT_QUESTION,
         "not being sure at \"", "\" can end milder than every other answer",
         "Somebody who is not sure is told something milder than whatever they could have said for "
         "sure. Not knowing must never make it look better."},
    [VERIFY_NOT_MONOTONE] =
        {DIAG_NOT_MONOTONE, ABOUT_FINDING, "adding \"", "\" can end milder",
         "Somebody who has this as well can be told something milder than without it. See that it "
         "is meant so."},
    [VERIFY_PROMISE_BROKEN] =
        {DIAG_PROMISE_BROKEN, ABOUT_PROMISE, "the promise ", "",
         "The example is somebody for whom it is not kept."},
    [VERIFY_UNDECIDED] =
        {DIAG_UNDECIDED, ABOUT_PLACE, "", "",
         "It may be so or not. Undecided is not a pass: make the conditions reach "
         "back less far, give a larger --budget, or have it looked at by hand."},
};

/* Whose condition it is: the place says which, the index says of what. */
static const char *owner_words(const struct protocol *protocol, const struct verify_item *item,
                               struct arena *arena)
{
    const char *member = strstr(item->pointer, "/ask_if") != NULL   ? "ask_if"
                         : strstr(item->pointer, "/unless") != NULL ? "unless"
                                                                    : "when";

    if (strncmp(item->pointer, "/questions/", 11) == 0)
        return arena_format(arena, "\"%s\" of the question \"%s\"", member,
                            protocol->questions[item->index].id);
    if (strncmp(item->pointer, "/findings/", 10) == 0)
        return arena_format(arena, "\"%s\" of the finding \"%s\"", member,
                            protocol->findings[item->index].id);
    return arena_format(arena, "\"%s\" of the advice \"%s\"", member,
                        protocol->advice[item->index].id);
}

/* Before the words for whose condition it is. */
static const char *const part_words[VERIFY_PART_COUNT] = {[VERIFY_WHOLE] = "",
                                                          [VERIFY_GROUP] = "a part of ",
                                                          [VERIFY_NUMBER] = "a number in ",
                                                          [VERIFY_BOUND] = "a bound in "};

/* A bound that decides nothing: the place says which. */
static const char *bound_words(const struct verify_item *item, const char *owner,
                               struct arena *arena)
{
    bool from = strcmp(strrchr(item->pointer, '/'), "/from") == 0;

    return from ? arena_format(arena, "the number \"from\" in %s is always reached", owner)
                : arena_format(arena, "the number \"below\" in %s is never reached", owner);
}

static const char *condition_words(const struct protocol *protocol,
                                   const struct verify_item *item, struct arena *arena)
{
    const char *owner = owner_words(protocol, item, arena);
    bool always = item->kind == VERIFY_ALWAYS;

    if (item->part == VERIFY_BOUND)
        return bound_words(item, owner, arena);
    if (item->part == VERIFY_NUMBER)
        return arena_format(arena, "%s%s is %s", part_words[item->part], owner,
                            always ? "always reached and never missed" : "never reached");
    return arena_format(arena, "%s%s is %s true where it is read", part_words[item->part], owner,
                        always ? "always" : "never");
}

/* What could not be decided: all of it, or one thing. */
static const char *undecided_words(const struct verify_report *report,
                                   const struct verify_item *item, const struct cases *cases,
                                   struct arena *arena)
{
    const struct protocol *protocol = report->protocol;

    if (!report->decided)
        return arena_format(arena, "not proved: too many situations differ at the question \"%s\"",
                            protocol->questions[item->index].id);
    switch (item->doubt) {
    case VERIFY_PROMISE_BROKEN:
        return arena_format(arena, "not proved whether the promise \"%s\" is kept",
                            cases->promises[item->index].id);
    case VERIFY_UNREACHABLE_ADVICE:
        return arena_format(arena, "not proved whether the advice \"%s\" is ever shown",
                            protocol->advice[item->index].id);
    case VERIFY_ALWAYS:
        if (verify_is_promise(item))
            return arena_format(arena, "not proved that the promise \"%s\" is about anybody",
                                cases->promises[item->index].id);
        return arena_format(arena, "not proved that %s%s decides anything",
                            part_words[item->part], owner_words(protocol, item, arena));
    default:
        return arena_format(arena, "not proved whether adding \"%s\" can end milder",
                            protocol_finding_id(protocol, item->index, arena));
    }
}

static const char *subject_words(const struct verify_report *report,
                                 const struct verify_item *item, const struct cases *cases,
                                 struct arena *arena)
{
    const struct protocol *protocol = report->protocol;

    switch (kinds[item->kind].about) {
    case ABOUT_QUESTION:
        return protocol->questions[item->index].id;
    case ABOUT_ADVICE:
        return protocol->advice[item->index].id;
    case ABOUT_DISPOSITION:
        return protocol->dispositions[item->index].id;
    case ABOUT_CONDITION:
        if (verify_is_promise(item))
            return arena_format(arena, "the promise \"%s\" is about nobody: %s",
                                cases->promises[item->index].id,
                                cases->promises[item->index].title);
        return condition_words(protocol, item, arena);
    case ABOUT_PROMISE:
        return arena_format(arena, "\"%s\" is not kept: %s", cases->promises[item->index].id,
                            cases->promises[item->index].title);
    case ABOUT_PLACE:
        return undecided_words(report, item, cases, arena);
    default:
        return protocol_finding_id(protocol, item->index, arena);
    }
}

void proofs_add(struct diags *diags, const struct verify_report *report, const struct cases *cases)
{
    struct arena arena = {0};

    for (size_t i = 0; i < report->item_count; i++) {
        const struct verify_item *item = &report->items[i];
        const char *file = verify_is_promise(item) ? cases->path : report->protocol->path;
        const char *words = subject_words(report, item, cases, &arena);
        const struct kind *kind = &kinds[item->kind];
        diag_add(diags, kind->code, file, item->place.line, item->place.column, item->pointer,
                 "%s%s%s", kind->before, words, kind->after);
        diag_tie(diags, item);
    }
    arena_free(&arena);
}

const char *proofs_meaning(const struct verify_report *report, const struct verify_item *item)
{
    if (item->kind == VERIFY_NEVER && verify_is_promise(item))
        return "Its \"when\" holds at the end of no interview, so it is kept whatever happens. "
               "Perhaps it was meant to name something else.";
    if (item->kind == VERIFY_ALWAYS && item->part == VERIFY_BOUND)
        return "Without this bound all would be the same. Perhaps it was meant to be another "
               "number.";
    if (item->kind != VERIFY_UNDECIDED || report->decided)
        return kinds[item->kind].meaning;
    if (report->kept_count == 0)
        return "Nothing was proved about any interview. Undecided is not a pass. Give a larger "
               "--budget: no finding is kept for later here, but there are more answers, or more "
               "sums of a score, than it has steps.";
    return "Nothing was proved about any interview. Undecided is not a pass. Each of these "
           "findings is still read later and doubles what must be told apart. Let conditions reach "
           "back less far, ask what belongs together in one question, or give a larger --budget.";
}
