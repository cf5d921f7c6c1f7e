/* number: between binary and decimal numbers. See number.h. */
#include "base/number.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

double number_tidy(double number)
{
    char text[40];

    snprintf(text, sizeof text, "%.*g", DBL_DIG, number);
    number = strtod(text, NULL);
    memory_wipe(text, sizeof text); /* it may be an answer */
    return number;
}

/* Writes the fewest digits that read as `number`, with an exponent; returns how many. */
static int shortest(struct number_text *shown, double number)
{
    int digits = 1;

    for (; digits <= DBL_DECIMAL_DIG; digits++) {
        snprintf(shown->text, sizeof shown->text, "%.*e", digits - 1, number);
        if (strtod(shown->text, NULL) == number)
            break;
    }
    return digits;
}

struct number_text number_text(double number)
{
    struct number_text shown = {"0"};
    int digits, exponent;

    if (number == 0)
        return shown; /* whatever its sign */
    digits = shortest(&shown, number);
    if (!isfinite(number))
        return shown;
    exponent = (int)strtol(strchr(shown.text, 'e') + 1, NULL, 10);
    if (exponent >= -DBL_DIG && exponent <= DBL_DIG)
        snprintf(shown.text, sizeof shown.text, "%.*f",
                 digits - 1 > exponent ? digits - 1 - exponent : 0, number);
    return shown;
}
