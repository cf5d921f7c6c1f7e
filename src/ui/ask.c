/* ask: the one loop of an interview. See ask.h. */
#include "ui/ask.h"

enum ask_end ask_run(struct ui *ui, struct dialogue *dialogue, int idle_ms)
{
    static const enum ask_end ends[] = {
        [UI_ENDED] = ASK_INPUT_ENDED,   [UI_GONE] = ASK_TERMINAL_GONE,
        [UI_SIGNALLED] = ASK_SIGNALLED, [UI_TIMED_OUT] = ASK_TIMED_OUT,
    };
    /* UI_BUSY is not among them: somebody is there. */
    enum dialogue_state state = DIALOGUE_GOES_ON;

    while (state == DIALOGUE_GOES_ON) {
        struct event event = {0};
        enum ui_status status;

        if (!ui->methods->show(ui, dialogue_page(dialogue)))
            return ASK_TERMINAL_GONE;
        do
            status = ui->methods->event(ui, &event, idle_ms);
        while (status == UI_BUSY);
        if (status != UI_EVENT)
            return ends[status];
        state = dialogue_handle(dialogue, &event);
    }
    return state == DIALOGUE_FINISHED ? ASK_FINISHED : ASK_LEFT;
}
