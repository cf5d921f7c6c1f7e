/* transcript: an interview in words. See transcript.h. */
#include "report/transcript.h"

#include "page/result.h"
#include "report/answers.h"

/* One paragraph behind `indent` blanks and `lead`. */
static void say(const struct plain *plain, struct arena *arena, size_t indent, const char *lead,
                const char *text)
{
    plain_text(plain, arena_format(arena, "%*s%s", (int)indent, "", lead), text);
}

static void say_question(const struct plain *plain, struct arena *arena, size_t indent,
                         const struct interview *interview, const struct region *region,
                         unsigned question)
{
    const char *text = interview_protocol(interview)->questions[question].text;
    unsigned number = interview_asked_before(interview, question) + 1;

    say(plain, arena, indent, arena_format(arena, "%2u. ", number),
        region_fill(region, text, arena));
    say(plain, arena, indent + 4, "-> ",
        region_fill(region, result_answer_text(interview, question, arena), arena));
}

void transcript_text(const struct plain *plain, size_t indent, const struct interview *interview,
                     const struct region *region)
{
    const struct protocol *protocol = interview_protocol(interview);
    unsigned disposition = interview_facts(interview)->disposition;
    struct arena arena = {0};

    for (unsigned q = 0; q < protocol->question_count; q++)
        if (interview_asked(interview, q))
            say_question(plain, &arena, indent, interview, region, q);
    say(plain, &arena, indent, "Result: ",
        region_fill(region, protocol->dispositions[disposition].title, &arena));
    arena_free(&arena);
}

void transcript_line(FILE *out, const struct interview *interview)
{
    struct writer writer = {.out = out, .compact = true};

    answers_write(&writer, NULL, interview, false);
    writer_end(&writer);
}
