/* held: see held.h. */
#include "ui/held.h"

bool held_same(const struct input *one, const struct input *other)
{
    return one->kind == other->kind && one->character == other->character;
}

/*
 * A hand that clicks twice moves a little along the line. On the same page another line is another
 * answer, which must not be lost; on the next page no second click can be meant.
 */
static enum held_verdict judge_click(const struct held *held, const struct input *input,
                                     long long now_ms)
{
    bool there = held->before || held->last.line == input->line;
    return there && now_ms - held->at_ms < HELD_DOUBLE_CLICK_MS ? HELD_DROPPED : HELD_COUNTS;
}

enum held_verdict held_judge(const struct held *held, const struct input *input, bool chooses,
                             long long now_ms)
{
    if (!held->any || !held_same(&held->last, input))
        return HELD_COUNTS;
    if (input->kind == INPUT_CLICK)
        return judge_click(held, input, now_ms);
    if (!chooses && !held->before)
        return HELD_COUNTS;
    if (now_ms - held->at_ms < HELD_PACE_MS || (chooses && now_ms - held->seen_ms < HELD_AGAIN_MS))
        return HELD_DROPPED;
    return now_ms - held->at_ms < HELD_DELAY_MS ? HELD_UNSURE : HELD_COUNTS;
}

int held_look_ms(bool chooses)
{
    return chooses ? HELD_PACE_MS : HELD_TYPING_MS;
}

void held_note(struct held *held, const struct input *input, bool counts, long long now_ms)
{
    if (counts || !held->any || !held_same(&held->last, input))
        held->before = false;
    if (counts)
        held->seen_ms = now_ms;
    held->any = true;
    held->last = *input;
    held->at_ms = now_ms;
}

void held_seen(struct held *held, long long now_ms)
{
    held->at_ms = held->seen_ms = now_ms;
}

void held_turned(struct held *held, long long now_ms)
{
    held_seen(held, now_ms);
    held->before = true;
}
