/* texts: every text of a protocol, and where it stands. See texts.h. */
#include "engine/texts.h"

#include <stdarg.h>
#include <stdio.h>

struct tour {
    void (*see)(void *context, const struct text_site *site);
    void *context;
    struct text_site site;
    char pointer[128]; /* indexes and member names only, so it is never long */
};

static void __attribute__((format(printf, 4, 5)))
show(struct tour *tour, enum text_role role, const char *text, const char *format, ...)
{
    va_list arguments;

    if (text == NULL)
        return;
    va_start(arguments, format);
    vsnprintf(tour->pointer, sizeof tour->pointer, format, arguments);
    va_end(arguments);
    tour->site.role = role;
    tour->site.text = text;
    tour->site.pointer = tour->pointer;
    tour->see(tour->context, &tour->site);
}

static void show_head(struct tour *tour, const struct protocol *protocol)
{
    tour->site.place = protocol->about_place;
    show(tour, TEXT_TITLE, protocol->title, "/title");
    for (size_t i = 0; i < protocol->about.count; i++)
        show(tour, TEXT_PARAGRAPH, protocol->about.items[i], "/about/%zu", i);
    tour->site.place = protocol->review.place;
    show(tour, TEXT_PARAGRAPH, protocol->review.by, "/review/by");
}

static void show_sources(struct tour *tour, const struct protocol *protocol)
{
    for (unsigned i = 0; i < protocol->source_count; i++) {
        const struct source *source = &protocol->sources[i];
        tour->site.place = source->place;
        show(tour, TEXT_TITLE, source->title, "/sources/%u/title", i);
        show(tour, TEXT_TITLE, source->publisher, "/sources/%u/publisher", i);
        show(tour, TEXT_NOTE, source->note, "/sources/%u/note", i);
    }
}

static void show_dispositions(struct tour *tour, const struct protocol *protocol)
{
    for (unsigned i = 0; i < protocol->disposition_count; i++) {
        const struct disposition *disposition = &protocol->dispositions[i];
        tour->site.place = disposition->place;
        show(tour, TEXT_TITLE, disposition->title, "/dispositions/%u/title", i);
        show(tour, TEXT_TITLE, disposition->within, "/dispositions/%u/within", i);
        for (size_t t = 0; t < disposition->text.count; t++)
            show(tour, TEXT_PARAGRAPH, disposition->text.items[t], "/dispositions/%u/text/%zu", i,
                 t);
    }
}

static void show_answers(struct tour *tour, const struct protocol *protocol, unsigned q)
{
    const struct question *question = &protocol->questions[q];

    for (unsigned i = 0; i < question->answer_count; i++) {
        const struct answer *answer = &protocol->answers[question->first_answer + i];
        tour->site.place = answer->place;
        tour->site.index = question->first_answer + i;
        show(tour, answer->band ? TEXT_NOTE : TEXT_ANSWER, answer->text,
             "/questions/%u/answers/%u/text", q, i);
        show(tour, TEXT_NOTE, answer->note, "/questions/%u/answers/%u/note", q, i);
    }
}

static void show_questions(struct tour *tour, const struct protocol *protocol)
{
    for (unsigned q = 0; q < protocol->question_count; q++) {
        const struct question *question = &protocol->questions[q];
        tour->site.place = question->place;
        tour->site.index = q;
        show(tour, TEXT_TITLE, question->section, "/questions/%u/section", q);
        show(tour, TEXT_QUESTION, question->text, "/questions/%u/text", q);
        show(tour, TEXT_PARAGRAPH, question->why, "/questions/%u/why", q);
        show(tour, TEXT_TITLE, question->unit, "/questions/%u/unit", q);
        for (size_t u = 0; u < question->unit_count; u++)
            show(tour, TEXT_TITLE, question->units[u].name, "/questions/%u/units/%zu/unit", q, u);
        tour->site.index = PROTOCOL_NONE;
        show(tour, TEXT_ANSWER, question->none, "/questions/%u/none", q);
        show_answers(tour, protocol, q);
    }
}

static void show_findings(struct tour *tour, const struct protocol *protocol)
{
    for (unsigned i = 0; i < protocol->finding_count; i++) {
        tour->site.place = protocol->findings[i].place;
        show(tour, TEXT_NOTE, protocol->findings[i].note, "/findings/%u/note", i);
    }
}

static void show_advice(struct tour *tour, const struct protocol *protocol)
{
    for (unsigned g = 0; g < protocol->group_count; g++) {
        const struct advice_group *group = &protocol->groups[g];
        tour->site.place = group->place;
        show(tour, TEXT_TITLE, group->title, "/advice/%u/title", g);
        for (unsigned i = 0; i < group->count; i++) {
            tour->site.place = protocol->advice[group->first + i].place;
            show(tour, TEXT_PARAGRAPH, protocol->advice[group->first + i].text,
                 "/advice/%u/items/%u/text", g, i);
        }
    }
}

static void show_topics(struct tour *tour, const struct protocol *protocol)
{
    for (unsigned i = 0; i < protocol->topic_count; i++) {
        const struct topic *topic = &protocol->topics[i];
        tour->site.place = topic->place;
        show(tour, TEXT_TITLE, topic->title, "/topics/%u/title", i);
        for (size_t t = 0; t < topic->text.count; t++)
            show(tour, TEXT_PARAGRAPH, topic->text.items[t], "/topics/%u/text/%zu", i, t);
        for (size_t r = 0; r < topic->row_count; r++)
            for (size_t c = 0; c < topic->rows[r].count; c++)
                show(tour, TEXT_CELL, topic->rows[r].items[c], "/topics/%u/rows/%zu/%zu", i, r, c);
    }
}

void texts_each(const struct protocol *protocol,
                void (*see)(void *context, const struct text_site *site), void *context)
{
    struct tour tour = {.see = see, .context = context};

    show_head(&tour, protocol);
    show_sources(&tour, protocol);
    show_dispositions(&tour, protocol);
    show_questions(&tour, protocol);
    show_findings(&tour, protocol);
    show_advice(&tour, protocol);
    show_topics(&tour, protocol);
}
