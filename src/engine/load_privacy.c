/*
 * load_privacy: what rests on a private question never leaves the screen either. See loader.h.
 *
 * A named finding, a piece of advice or a score that a private answer decides would tell it; so
 * would a question that is asked only because of one, by being asked.
 */
#include <stdlib.h>

#include "engine/loader.h"

struct privacy {
    struct loader *loader;
    bool *scores; /* per score: fed by a private question */
    bool changed;
};

static bool rests(const struct privacy *privacy, const struct condition *condition)
{
    if (condition == NULL)
        return false;
    if (condition->kind == CONDITION_FINDING)
        return protocol_finding_private(privacy->loader->protocol, condition->index);
    if (condition->kind == CONDITION_SCORE)
        return privacy->scores[condition->index];
    for (size_t i = 0; i < condition->count; i++)
        if (rests(privacy, &condition->of[i]))
            return true;
    return false;
}

static void mark(struct privacy *privacy, bool *private, bool rests_on_private)
{
    if (!rests_on_private || *private)
        return;
    *private = true;
    privacy->changed = true;
}

static void mark_question(struct privacy *privacy, unsigned item)
{
    struct loader *loader = privacy->loader;
    struct question *question = &loader->questions[item];

    mark(privacy, &question->private, rests(privacy, question->ask_if));
    for (unsigned i = 0; question->private && i < question->answer_count; i++) {
        const struct answer *answer = &loader->answers[question->first_answer + i];
        for (size_t p = 0; p < answer->points_count; p++)
            mark(privacy, &privacy->scores[answer->points[p].score], true);
    }
}

static void mark_finding(struct privacy *privacy, struct finding *finding)
{
    mark(privacy, &finding->private,
         rests(privacy, finding->when) || rests(privacy, finding->unless));
}

/* Each round carries it one step further; in real protocols one round does, and one sees that. */
void load_privacy(struct loader *loader)
{
    const struct protocol *protocol = loader->protocol;
    struct privacy privacy = {.loader = loader,
                              .scores = memory_new(protocol->score_count, sizeof(bool))};

    do {
        privacy.changed = false;
        for (unsigned q = 0; q < protocol->question_count; q++)
            mark_question(&privacy, q);
        for (unsigned f = 0; f < protocol->finding_count; f++)
            mark_finding(&privacy, &loader->findings[f]);
    } while (privacy.changed);
    for (unsigned a = 0; a < protocol->advice_count; a++)
        loader->advice[a].private = rests(&privacy, loader->advice[a].when) ||
                                    rests(&privacy, loader->advice[a].unless);
    free(privacy.scores);
}
