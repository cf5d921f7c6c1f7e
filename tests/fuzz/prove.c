/*
 * fuzz prove: the bytes say what a small protocol is like and how its questions are answered.
 *
 * The protocol must load. Then: the proof ends within its budget; every example shows what it is
 * an example of; an interview answered by the remaining bytes reaches nothing that was said to be
 * unreachable, stays within the fewest and most questions, and at each step the number of
 * questions ahead, as the progress line shows it, was right.
 */
#include "../reference/examples.h"
#include "engine/ahead.h"
#include "engine/load.h"
#include "fuzz.h"

enum { QUESTIONS = 6, ANSWERS = 5, FINDINGS = 4, BUDGET = 20000 };

struct feed {
    const uint8_t *bytes;
    size_t left;
};

/* A number below `below`; 0 when the bytes are used up. */
static unsigned draw(struct feed *feed, unsigned below)
{
    if (feed->left == 0)
        return 0;
    feed->left--;
    return *feed->bytes++ % below;
}

/* --- a protocol ------------------------------------------------------------------------------ */

struct maker {
    struct feed *feed;
    FILE *out;
    unsigned answers[QUESTIONS]; /* per question: how many; an info question has none */
    unsigned questions, findings; /* so far */
    bool scored;                  /* some answer has given points */
};

static const char *const dispositions[] = {"now", "soon", "home"};

static void make_condition(struct maker *m, unsigned depth);

static void make_finding_id(struct maker *m)
{
    unsigned question = draw(m->feed, m->questions + m->findings);

    if (question >= m->questions)
        fprintf(m->out, "\"f%u\"", question - m->questions);
    else if (m->answers[question] == 0)
        fputs("{\"score\":\"s\",\"from\":1}", m->out);
    else
        fprintf(m->out, "\"q%u.a%u\"", question, draw(m->feed, m->answers[question]));
}

static void make_parts(struct maker *m, unsigned parts, unsigned depth)
{
    for (unsigned i = 0; i < parts; i++) {
        fputs(i == 0 ? "[" : ",", m->out);
        make_condition(m, depth + 1);
    }
    fputs("]}", m->out);
}

static void make_condition(struct maker *m, unsigned depth)
{
    unsigned kind = depth > 2 ? 0 : draw(m->feed, 8), parts = 1 + draw(m->feed, 3);

    switch (kind) {
    case 1:
        fputs("{\"all\":", m->out);
        make_parts(m, parts, depth);
        break;
    case 2:
        fputs("{\"any\":", m->out);
        make_parts(m, parts, depth);
        break;
    case 3:
        fprintf(m->out, "{\"at_least\":%u,\"of\":", 1 + draw(m->feed, parts));
        make_parts(m, parts, depth);
        break;
    case 4:
        fputs("{\"not\":", m->out);
        make_condition(m, depth + 1);
        fputs("}", m->out);
        break;
    case 5:
        fprintf(m->out, "{\"score\":\"s\",\"%s\":%u}", draw(m->feed, 2) ? "from" : "below",
                draw(m->feed, 5));
        break;
    default:
        make_finding_id(m);
    }
}

static void make_raise(struct maker *m)
{
    if (draw(m->feed, 3) == 0)
        fprintf(m->out, ",\"raise\":\"%s\",\"note\":\"N\"", dispositions[draw(m->feed, 3)]);
}

static void make_answer(struct maker *m, unsigned kind, unsigned i)
{
    unsigned bits = draw(m->feed, 64);

    fprintf(m->out, "%s{\"id\":\"a%u\",\"text\":\"T\"", i == 0 ? "" : ",", i);
    if (kind == 2 && (i == 0 || (bits & 1)))
        fprintf(m->out, ",\"from\":%u", i);
    if (kind == 1 && (bits & 2) && i > 0)
        fputs(",\"exclusive\":true", m->out);
    if ((bits & 12) == 12)
        fputs(",\"unsure\":true", m->out);
    if ((bits & 48) == 48)
        fputs(",\"ends\":true", m->out);
    if (draw(m->feed, 4) == 1)
        fprintf(m->out, ",\"points\":{\"s\":%d}", (int)draw(m->feed, 5) - 1);
    make_raise(m);
    fputs("}", m->out);
}

static void make_question(struct maker *m)
{
    static const char *const kinds[] = {"choice", "checklist", "number", "info"};
    unsigned kind = draw(m->feed, 4), q = m->questions;
    unsigned answers = kind == 3 ? 0 : 2 + draw(m->feed, ANSWERS - 2);

    fprintf(m->out, "%s{\"id\":\"q%u\",\"kind\":\"%s\",\"text\":\"T\"", q == 0 ? "" : ",", q,
            kinds[kind]);
    if (kind == 2)
        fputs(",\"min\":0,\"max\":9,\"step\":1", m->out);
    if (q > 0 && draw(m->feed, 2)) {
        fputs(",\"ask_if\":", m->out);
        make_condition(m, 0);
    }
    if (kind != 3) {
        fputs(",\"answers\":[", m->out);
        for (unsigned i = 0; i < answers; i++)
            make_answer(m, kind, i);
        fputs("]", m->out);
    }
    fputs("}", m->out);
    m->answers[m->questions++] = answers;
}

static void make_finding(struct maker *m)
{
    fprintf(m->out, "%s{\"id\":\"f%u\",\"when\":", m->findings == 0 ? "" : ",", m->findings);
    make_condition(m, 0);
    if (draw(m->feed, 3) == 1) {
        fputs(",\"unless\":", m->out);
        make_condition(m, 0);
    }
    make_raise(m);
    fputs("}", m->out);
    m->findings++;
}

static void make_advice(struct maker *m, unsigned i)
{
    fprintf(m->out, "%s{\"id\":\"v%u\",\"text\":\"T\"", i == 0 ? "" : ",", i);
    if (draw(m->feed, 2)) {
        fputs(",\"when\":", m->out);
        make_condition(m, 0);
    }
    if (draw(m->feed, 2)) {
        fputs(",\"unless\":", m->out);
        make_condition(m, 0);
    }
    if (draw(m->feed, 2))
        fprintf(m->out, ",\"for\":[\"%s\"]", dispositions[draw(m->feed, 3)]);
    fputs("}", m->out);
}

static char *make_protocol(struct feed *feed, size_t *size)
{
    char *text = NULL;
    struct maker m = {.feed = feed, .out = open_memstream(&text, size)};
    unsigned questions = 1 + draw(feed, QUESTIONS), findings = draw(feed, FINDINGS);

    fprintf(m.out,
            "{\"redflag\":1,\"id\":\"f\",\"version\":\"1\",\"language\":\"en\",\"title\":\"T\","
            "\"about\":[\"A\"],\"review\":{\"status\":\"draft\"},\"dispositions\":["
            "{\"id\":\"now\",\"title\":\"N\",\"within\":\"\",\"text\":[\"T\"]%s},"
            "{\"id\":\"soon\",\"title\":\"S\",\"within\":\"\",\"text\":[\"T\"]},"
            "{\"id\":\"home\",\"title\":\"H\",\"within\":\"\",\"text\":[\"T\"]}],"
            "\"scores\":[{\"id\":\"s\",\"title\":\"S\"}],\"questions\":[",
            draw(feed, 2) ? ",\"ends\":true" : "");
    for (unsigned i = 0; i < questions; i++)
        make_question(&m);
    fputs("],\"findings\":[", m.out);
    for (unsigned i = 0; i < findings; i++)
        make_finding(&m);
    fputs("],\"advice\":[{\"title\":\"D\",\"items\":[", m.out);
    for (unsigned i = 0; i < 2; i++)
        make_advice(&m, i);
    fputs("]}]}", m.out);
    fclose(m.out);
    return text;
}

/* --- an interview ---------------------------------------------------------------------------- */

static void give(struct interview *interview, unsigned q, struct feed *feed)
{
    const struct protocol *protocol = interview_protocol(interview);
    const struct question *question = &protocol->questions[q];
    unsigned ticked[ANSWERS], pick, first = question->first_answer;
    size_t count = 0;

    if (question->kind == QUESTION_INFO) {
        DEMAND(interview_read(interview, q) == INTERVIEW_TAKEN);
        return;
    }
    pick = first + draw(feed, question->answer_count);
    if (question->kind == QUESTION_NUMBER && protocol->answers[pick].band) {
        DEMAND(interview_number(interview, q, (double)protocol->answers[pick].from) ==
               INTERVIEW_TAKEN);
    } else if (question->kind != QUESTION_CHECKLIST) {
        DEMAND(interview_choose(interview, q, pick) == INTERVIEW_TAKEN);
    } else if (protocol->answers[pick].exclusive) {
        DEMAND(interview_tick(interview, q, &pick, 1) == INTERVIEW_TAKEN);
    } else {
        for (unsigned a = first; a < first + question->answer_count; a++)
            if (!protocol->answers[a].exclusive && draw(feed, 2))
                ticked[count++] = a;
        DEMAND(interview_tick(interview, q, ticked, count) == INTERVIEW_TAKEN);
    }
}

/* Answers to the end; notes what was said to be ahead at each question. */
static void answer_all(struct interview *interview, struct feed *feed, struct ahead *ahead)
{
    const struct protocol *protocol = interview_protocol(interview);
    struct facts facts;

    facts_init(&facts, protocol);
    while (!interview_complete(interview)) {
        unsigned q = interview_next(interview);
        interview_facts_before(interview, q, &facts);
        ahead[q] = ahead_count(protocol, &facts, q);
        give(interview, q, feed);
    }
    facts_fini(&facts, protocol);
}

static void check_ahead(const struct interview *interview, const struct ahead *ahead)
{
    unsigned questions = interview_protocol(interview)->question_count;
    unsigned asked = interview_asked_before(interview, questions);

    for (unsigned q = 0; q < questions; q++)
        if (interview_asked(interview, q)) {
            unsigned left = asked - interview_asked_before(interview, q) - 1;
            DEMAND(left >= ahead[q].fewest && left <= ahead[q].most);
        }
}

static void check_reached(const struct interview *interview, const struct verify_report *report)
{
    const struct facts *facts = interview_facts(interview);
    unsigned asked = interview_asked_before(interview, report->protocol->question_count);

    DEMAND(asked >= report->fewest && asked <= report->most);
    for (size_t i = 0; i < report->item_count; i++) {
        const struct verify_item *item = &report->items[i];
        switch (item->kind) {
        case VERIFY_UNREACHABLE_QUESTION:
            DEMAND(!interview_asked(interview, item->index));
            break;
        case VERIFY_UNREACHABLE_ANSWER:
        case VERIFY_UNREACHABLE_FINDING:
            DEMAND(!facts_holds(facts, item->index));
            break;
        case VERIFY_UNREACHABLE_ADVICE:
            DEMAND(!facts_advise(facts, report->protocol, item->index));
            break;
        case VERIFY_UNREACHABLE_DISPOSITION:
            DEMAND(facts->disposition != item->index);
            break;
        default:
            DEMAND(item->kind != VERIFY_FLOOR_BROKEN);
        }
    }
}

/* Whatever raises and holds is a floor. */
static void check_floor(const struct interview *interview)
{
    const struct protocol *protocol = interview_protocol(interview);
    const struct facts *facts = interview_facts(interview);

    for (unsigned f = 0; f < protocol_finding_total(protocol); f++)
        if (facts_holds(facts, f) && protocol_finding_raise(protocol, f) != PROTOCOL_NONE)
            DEMAND(facts->disposition <= protocol_finding_raise(protocol, f));
}

/* --- both ------------------------------------------------------------------------------------ */

static void prove(const struct protocol *protocol, struct feed *feed)
{
    struct verify_report *report = verify(protocol, NULL, BUDGET);
    struct ahead ahead[QUESTIONS] = {{0, 0}};

    DEMAND(examples_fault(report, NULL) == NULL);
    for (int i = 0; i < 4; i++) {
        struct interview *interview = interview_new(protocol);
        answer_all(interview, feed, ahead);
        check_ahead(interview, ahead);
        check_floor(interview);
        if (report->decided)
            check_reached(interview, report);
        interview_free(interview);
    }
    verify_free(report);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct feed feed = {bytes, size};
    struct diags *diags = diags_new();
    size_t length;
    char *text = make_protocol(&feed, &length);
    struct protocol *protocol = load_protocol(fuzz_file(text, length), diags);

    if (protocol != NULL)
        prove(protocol, &feed);
    protocol_free(protocol);
    diags_free(diags);
    free(text);
    return 0;
}
