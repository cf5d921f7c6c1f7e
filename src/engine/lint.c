/* lint: slips that stop nothing. See lint.h. */
#include "engine/lint.h"

#include <stdlib.h>
#include <string.h>
#include <unistr.h>

#include "base/text.h"
#include "engine/texts.h"

struct linter {
    const struct protocol *protocol;
    const char *today;
    struct diags *diags;
    struct arena arena;
};

#define WARN(linter, code, place, pointer, ...)                                                 \
    diag_add((linter)->diags, code, (linter)->protocol->path, (place).line, (place).column,     \
             pointer, __VA_ARGS__)

/* --- dates --------------------------------------------------------------------------------- */

/* The same day some years earlier; dates compare as texts. */
static const char *years_before(struct linter *linter, int years)
{
    return arena_format(&linter->arena, "%04d%s", (int)strtol(linter->today, NULL, 10) - years,
                        linter->today + 4);
}

static void check_dates(struct linter *linter)
{
    const struct protocol *protocol = linter->protocol;
    const char *next = protocol->review.next, *oldest;

    if (linter->today == NULL)
        return;
    if (next != NULL && strcmp(next, linter->today) < 0)
        WARN(linter, DIAG_REVIEW_DUE, protocol->review.place, "/review/next",
             "the next review was due on %s", next);
    oldest = years_before(linter, LINT_SOURCE_YEARS);
    for (unsigned i = 0; i < protocol->source_count; i++) {
        const struct source *source = &protocol->sources[i];
        if (source->read != NULL && strcmp(source->read, oldest) < 0)
            WARN(linter, DIAG_OLD_SOURCE, source->place,
                 arena_format(&linter->arena, "/sources/%u/read", i),
                 "the source \"%s\" was last read on %s, more than %d years ago", source->id,
                 source->read, LINT_SOURCE_YEARS);
    }
}

/* --- questions ----------------------------------------------------------------------------- */

enum { MOST_WORDS = 10 };

/* Words that turn a question round, so that "yes" can be taken for "no". */
static const struct negation {
    const char *language;
    const char *words[MOST_WORDS]; /* the last is NULL */
} negations[] = {
    {"de", {"nicht", "kein", "keine", "keinen", "keiner", "nie", "niemals", "ohne"}},
    {"en", {"not", "never", "no", "nor", "none", "nothing", "nobody", "cannot", "without"}},
    {"es", {"no", "nunca", "jam\xC3\xA1s", "sin", "nada", "nadie"}},
    {"fr", {"ne", "pas", "jamais", "aucun", "aucune", "sans", "rien"}},
};

static const struct negation *negation_of(const char *language)
{
    for (size_t i = 0; i < sizeof negations / sizeof *negations; i++)
        if (strncmp(language, negations[i].language, 2) == 0 &&
            (language[2] == '\0' || language[2] == '-'))
            return &negations[i];
    return NULL;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80 ||
           c == '\'';
}

static bool ends_with(const char *word, size_t length, const char *end)
{
    size_t tail = strlen(end);

    return length >= tail && strncmp(word + length - tail, end, tail) == 0;
}

/* "don't", with either apostrophe, is English for "not". */
static bool is_negative(const struct negation *negation, const char *word, size_t length)
{
    if (ends_with(word, length, "n't") || ends_with(word, length, "n\xE2\x80\x99t"))
        return true;
    for (size_t i = 0; negation->words[i] != NULL; i++)
        if (strlen(negation->words[i]) == length &&
            strncasecmp(word, negation->words[i], length) == 0)
            return true;
    return false;
}

/* The first negative word of a sentence that asks something, with its length; NULL: none. */
static const char *find_negation(const struct negation *negation, const char *text,
                                 size_t *length)
{
    const char *found = NULL;

    for (const char *c = text; *c != '\0';) {
        size_t word = 0;
        while (is_letter(c[word]))
            word++;
        if (word > 0 && found == NULL && is_negative(negation, c, word)) {
            found = c;
            *length = word;
        }
        if (word == 0 && *c == '?' && found != NULL)
            return found;
        if (word == 0 && (*c == '.' || *c == '?' || *c == '!'))
            found = NULL;
        c += word > 0 ? word : 1;
    }
    return NULL;
}

static void check_wording(struct linter *linter, const struct question *question,
                          const char *pointer)
{
    const struct negation *negation = negation_of(linter->protocol->language);
    size_t width = text_width(question->text, strlen(question->text)), length = 0;
    const char *word;

    if (width > LINT_QUESTION_COLUMNS)
        WARN(linter, DIAG_LONG_QUESTION, question->place, pointer,
             "this question is %zu characters long; %d can be taken in at once", width,
             LINT_QUESTION_COLUMNS);
    word = negation == NULL ? NULL : find_negation(negation, question->text, &length);
    if (word != NULL)
        WARN(linter, DIAG_NEGATED_QUESTION, question->place, pointer,
             "this question is put in the negative by %s; \"yes\" and \"no\" are easily mixed up "
             "then",
             diag_quote(linter->diags, word, length));
}

/* Where an answer can raise, somebody who does not know must be able to say so. */
static void check_unsure(struct linter *linter, const struct question *question,
                         const char *pointer)
{
    bool raises = false, unsure = false;

    for (unsigned i = 0; i < question->answer_count; i++) {
        const struct answer *answer = &linter->protocol->answers[question->first_answer + i];
        raises = raises || answer->raise != PROTOCOL_NONE;
        unsure = unsure || answer->unsure;
    }
    if (raises && !unsure)
        WARN(linter, DIAG_NO_UNSURE_ANSWER, question->place, pointer,
             "the question \"%s\" has answers that raise, but none for who is not sure",
             question->id);
}

static void check_questions(struct linter *linter)
{
    for (unsigned q = 0; q < linter->protocol->question_count; q++) {
        const struct question *question = &linter->protocol->questions[q];
        check_wording(linter, question, arena_format(&linter->arena, "/questions/%u/text", q));
        check_unsure(linter, question, arena_format(&linter->arena, "/questions/%u/answers", q));
    }
}

/* --- characters ---------------------------------------------------------------------------- */

/* Pictures, and what changes how they look: terminals disagree about their width. */
static const struct range {
    ucs4_t first, last;
} pictures[] = {
    {0x200D, 0x200D},   {0x231A, 0x231B}, {0x23E9, 0x23F3},   {0x2600, 0x27BF},
    {0x2B50, 0x2B55},   {0xFE00, 0xFE0F}, {0x1F000, 0x1FAFF}, {0xE0100, 0xE01EF},
};

static bool is_picture(ucs4_t point)
{
    for (size_t i = 0; i < sizeof pictures / sizeof *pictures; i++)
        if (point >= pictures[i].first && point <= pictures[i].last)
            return true;
    return false;
}

/* The zero width joiner belongs to some scripts; there it joins letters, not pictures. */
static bool joins_letters(ucs4_t point, ucs4_t before)
{
    return point == 0x200D && before >= 0x600 && before < 0x2000;
}

static void check_characters(void *context, const struct text_site *site)
{
    struct linter *linter = context;
    const uint8_t *text = (const uint8_t *)site->text;
    ucs4_t point, before = 0;

    while ((text = u8_next(&point, text)) != NULL) {
        if (is_picture(point) && !joins_letters(point, before)) {
            WARN(linter, DIAG_EMOJI, site->place, site->pointer,
                 "U+%04X is a picture or changes one; terminals and screen readers show it "
                 "differently, so use words",
                 (unsigned)point);
            return;
        }
        before = point;
    }
}

/* --- what nobody uses ---------------------------------------------------------------------- */

struct used {
    bool *findings, *scores, *sources;
};

static void use_condition(struct used *used, const struct condition *condition)
{
    if (condition == NULL)
        return;
    if (condition->kind == CONDITION_FINDING)
        used->findings[condition->index] = true;
    if (condition->kind == CONDITION_SCORE)
        used->scores[condition->index] = true;
    for (size_t i = 0; i < condition->count; i++)
        use_condition(used, &condition->of[i]);
}

static void use_sources(struct used *used, const struct indexes *sources)
{
    for (size_t i = 0; i < sources->count; i++)
        used->sources[sources->items[i]] = true;
}

static void use_all(struct used *used, const struct protocol *protocol)
{
    for (unsigned q = 0; q < protocol->question_count; q++) {
        use_condition(used, protocol->questions[q].ask_if);
        use_sources(used, &protocol->questions[q].sources);
    }
    for (unsigned a = 0; a < protocol->answer_count; a++)
        use_sources(used, &protocol->answers[a].sources);
    for (unsigned f = 0; f < protocol->finding_count; f++) {
        use_condition(used, protocol->findings[f].when);
        use_condition(used, protocol->findings[f].unless);
        use_sources(used, &protocol->findings[f].sources);
    }
    for (unsigned a = 0; a < protocol->advice_count; a++) {
        use_condition(used, protocol->advice[a].when);
        use_condition(used, protocol->advice[a].unless);
        use_sources(used, &protocol->advice[a].sources);
    }
    for (unsigned t = 0; t < protocol->topic_count; t++)
        use_sources(used, &protocol->topics[t].sources);
}

static void warn_unused(struct linter *linter, struct place place, const char *what,
                        const char *list, unsigned item, const char *id)
{
    WARN(linter, DIAG_UNUSED, place, arena_format(&linter->arena, "/%s/%u", list, item),
         "nothing uses the %s \"%s\"", what, id);
}

/* A finding with a note stands in the summary, and one that raises is a red flag. */
static void check_used(struct linter *linter)
{
    const struct protocol *protocol = linter->protocol;
    struct used used = {
        .findings = memory_new(protocol_finding_total(protocol), sizeof(bool)),
        .scores = memory_new(protocol->score_count, sizeof(bool)),
        .sources = memory_new(protocol->source_count, sizeof(bool)),
    };

    use_all(&used, protocol);
    for (unsigned i = 0; i < protocol->source_count; i++)
        if (!used.sources[i])
            warn_unused(linter, protocol->sources[i].place, "source", "sources", i,
                        protocol->sources[i].id);
    for (unsigned i = 0; i < protocol->score_count; i++)
        if (!used.scores[i])
            warn_unused(linter, protocol->scores[i].place, "score", "scores", i,
                        protocol->scores[i].id);
    for (unsigned i = 0; i < protocol->finding_count; i++) {
        const struct finding *finding = &protocol->findings[i];
        if (!used.findings[protocol->answer_count + i] && finding->raise == PROTOCOL_NONE &&
            finding->note == NULL)
            warn_unused(linter, finding->place, "finding", "findings", i, finding->id);
    }
    free(used.findings);
    free(used.scores);
    free(used.sources);
}

void lint(const struct protocol *protocol, const char *today, struct diags *diags)
{
    struct linter linter = {.protocol = protocol, .today = today, .diags = diags};

    check_dates(&linter);
    check_questions(&linter);
    texts_each(protocol, check_characters, &linter);
    check_used(&linter);
    arena_free(&linter.arena);
}
