/* answers: an interview's answers as JSON. See answers.h. */
#include "report/answers.h"

static void write_ticks(struct writer *writer, const struct interview *interview,
                        const struct question *question)
{
    const struct answer *answers = &interview_protocol(interview)->answers[question->first_answer];

    writer_list(writer, question->id);
    for (unsigned i = 0; i < question->answer_count; i++)
        if (interview_gave(interview, question->first_answer + i))
            writer_text(writer, NULL, answers[i].id);
    writer_end_list(writer);
}

static void write_chosen(struct writer *writer, const struct interview *interview,
                         const struct question *question)
{
    const struct answer *answers = &interview_protocol(interview)->answers[question->first_answer];

    for (unsigned i = 0; i < question->answer_count; i++)
        if (interview_gave(interview, question->first_answer + i))
            writer_text(writer, question->id, answers[i].id);
}

static void write_answer(struct writer *writer, const struct interview *interview, unsigned q)
{
    const struct question *question = &interview_protocol(interview)->questions[q];
    double value;

    if (question->kind == QUESTION_INFO)
        writer_bool(writer, question->id, true);
    else if (question->kind == QUESTION_CHECKLIST)
        write_ticks(writer, interview, question);
    else if (interview_value(interview, q, &value))
        writer_number(writer, question->id, value);
    else
        write_chosen(writer, interview, question);
}

void answers_write(struct writer *writer, const char *name, const struct interview *interview,
                   bool outside)
{
    const struct protocol *protocol = interview_protocol(interview);

    writer_object(writer, name);
    for (unsigned q = 0; q < protocol->question_count; q++)
        if (interview_asked(interview, q) && interview_given(interview, q) &&
            !(outside && protocol->questions[q].private))
            write_answer(writer, interview, q);
    writer_end_object(writer);
}
