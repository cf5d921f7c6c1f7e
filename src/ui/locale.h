/*
 * locale: which characters can be shown. Only the character set is taken from the environment. All
 * sentences are of one language, so those of the C library stay in it too; dates are written with
 * digits; numbers stay as in C, since protocols have fractions.
 */
#ifndef REDFLAG_UI_LOCALE_H
#define REDFLAG_UI_LOCALE_H

#include <stdbool.h>

/* The three variables that name a locale, as getenv gives them. */
struct locale_names {
    const char *lc_all, *lc_ctype, *lang;
};

/* Does the locale that these name claim to be UTF-8, whether or not it is installed? */
bool locale_names_utf8(const struct locale_names *names);

/*
 * Sets the locale of the program. One that is not installed but named as UTF-8 is replaced by
 * C.UTF-8. True if text can be written as UTF-8; otherwise only ASCII is safe.
 */
bool locale_start(void);

#endif
