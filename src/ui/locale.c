/* locale: see locale.h. */
#include "ui/locale.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool is_set(const char *value)
{
    return value != NULL && *value != '\0';
}

bool locale_names_utf8(const struct locale_names *names)
{
    const char *name = is_set(names->lc_all)     ? names->lc_all
                       : is_set(names->lc_ctype) ? names->lc_ctype
                       : is_set(names->lang)     ? names->lang
                                                 : "C";
    const char *codeset = strchr(name, '.');

    return codeset != NULL && (strncasecmp(codeset + 1, "UTF-8", 5) == 0 ||
                               strncasecmp(codeset + 1, "UTF8", 4) == 0);
}

bool locale_start(void)
{
    struct locale_names names = {getenv("LC_ALL"), getenv("LC_CTYPE"), getenv("LANG")};

    if (setlocale(LC_CTYPE, "") == NULL && locale_names_utf8(&names))
        setlocale(LC_CTYPE, "C.UTF-8");
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}
