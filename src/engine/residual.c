/* residual: see residual.h. */
#include "engine/residual.h"

#include <string.h>

enum verdict { IS_FALSE, IS_TRUE, IS_OPEN };

static enum verdict residual(const struct moment *moment, const struct condition *condition,
                             struct bytes *out);

void bytes_add(struct bytes *bytes, const void *items, size_t count)
{
    bytes->items = memory_grow(bytes->items, &bytes->room, bytes->count + count, 1);
    memcpy(bytes->items + bytes->count, items, count);
    bytes->count += count;
}

void bytes_add_number(struct bytes *bytes, size_t number)
{
    unsigned char byte;

    do {
        byte = (unsigned char)((number & 0x7f) | (number > 0x7f ? 0x80 : 0));
        bytes_add(bytes, &byte, 1);
        number >>= 7;
    } while (number != 0);
}

static bool is_decided(const struct moment *moment, unsigned finding)
{
    const struct protocol *protocol = moment->protocol;
    const struct answer *answer;

    if (finding >= protocol->answer_count)
        return protocol->findings[finding - protocol->answer_count].settles_after <=
               moment->question;
    answer = &protocol->answers[finding];
    if (answer->question != moment->question)
        return answer->question < moment->question;
    return moment->ticking && (answer->exclusive || finding < moment->items_end);
}

static enum verdict finding_residual(const struct moment *moment, unsigned finding)
{
    if (!is_decided(moment, finding))
        return IS_OPEN;
    return facts_holds(moment->facts, finding) ? IS_TRUE : IS_FALSE;
}

/* Open as long as what can still come could carry the points over a bound. */
static enum verdict score_residual(const struct moment *moment, const struct condition *condition,
                                   struct bytes *out)
{
    int64_t points = moment->facts->points[condition->index];
    int64_t low = points + moment->least[condition->index];
    int64_t high = points + moment->greatest[condition->index];
    bool unbounded = condition->below == INT64_MAX;

    if (high < condition->from || (!unbounded && low >= condition->below))
        return IS_FALSE;
    if (low >= condition->from && (unbounded || high < condition->below))
        return IS_TRUE;
    bytes_add(out, &points, sizeof points);
    return IS_OPEN;
}

/*
 * Parts that hold are only counted, parts that do not are left out; of the open ones each is
 * written with its number. What was written is taken back if the whole is decided all the same.
 */
static enum verdict parts_residual(const struct moment *moment, const struct condition *condition,
                                   struct bytes *out)
{
    size_t begin = out->count, needed = protocol_parts_needed(condition), held = 0, open = 0;
    enum verdict verdict = IS_OPEN;

    for (size_t i = 0; i < condition->count && held < needed; i++) {
        size_t mark = out->count;
        bytes_add_number(out, i + 1);
        switch (residual(moment, &condition->of[i], out)) {
        case IS_OPEN:
            open++;
            continue;
        case IS_TRUE:
            held++;
            break;
        default:
            break;
        }
        out->count = mark;
    }
    if (held >= needed)
        verdict = IS_TRUE;
    else if (held + open < needed)
        verdict = IS_FALSE;
    if (verdict != IS_OPEN) {
        out->count = begin;
        return verdict;
    }
    bytes_add_number(out, 0); /* no part has this number: the list ends */
    bytes_add_number(out, needed - held);
    return IS_OPEN;
}

static enum verdict residual(const struct moment *moment, const struct condition *condition,
                             struct bytes *out)
{
    switch (condition->kind) {
    case CONDITION_FINDING:
        return finding_residual(moment, condition->index);
    case CONDITION_SCORE:
        return score_residual(moment, condition, out);
    case CONDITION_NOT:
        switch (residual(moment, condition->of, out)) {
        case IS_OPEN:
            return IS_OPEN;
        case IS_TRUE:
            return IS_FALSE;
        default:
            return IS_TRUE;
        }
    default:
        return parts_residual(moment, condition, out);
    }
}

void residual_write(const struct moment *moment, const struct condition *condition,
                    struct bytes *out)
{
    enum verdict verdict = residual(moment, condition, out);

    bytes_add_number(out, verdict);
}
