/* number: between binary and decimal numbers. See number.h. */
#include "base/number.h"

#include <float.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"

double number_tidy(double number)
{
    char text[40];

    snprintf(text, sizeof text, "%.*g", DBL_DIG, number);
    number = strtod(text, NULL);
    memory_wipe(text, sizeof text); /* it may be an answer */
    return number;
}
