/* text: the result as text. See text.h. */
#include "report/text.h"

#include "page/result.h"

void report_text(const struct plain *plain, const struct interview *interview,
                 const struct region *region)
{
    struct page page = {0};

    page_begin(&page, PAGE_RESULT);
    result_blocks(&page, interview, region, true);
    plain_blocks(plain, &page);
    page_end(&page);
}
