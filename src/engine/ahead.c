/* ahead: bounds on the questions still to come. See ahead.h. */
#include "engine/ahead.h"

struct ahead ahead_count(const struct protocol *protocol, const struct facts *before,
                         unsigned question)
{
    struct ahead ahead = {0, 0};

    (void)before;
    ahead.most = protocol->question_count - question - 1;
    return ahead;
}
