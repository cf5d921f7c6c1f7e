/* date: days as texts. See date.h. */
#include "base/date.h"

#include <string.h>

static bool has_shape(const char *text)
{
    static const char shape[] = "dddd-dd-dd";
    size_t i;

    for (i = 0; shape[i] != '\0'; i++)
        if (shape[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != shape[i])
            return false;
    return text[i] == '\0';
}

static int two_digits(const char *text)
{
    return (text[0] - '0') * 10 + text[1] - '0';
}

bool date_is_valid(const char *text)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year, month, day;
    bool leap;

    if (!has_shape(text))
        return false;
    year = two_digits(text) * 100 + two_digits(text + 2);
    month = two_digits(text + 5);
    day = two_digits(text + 8);
    leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month >= 1 && month <= 12 && day >= 1 &&
           day <= days[month - 1] + (leap && month == 2);
}

void date_of(char date[DATE_SIZE], time_t now)
{
    struct tm local;

    /* A clock that no calendar knows (or a year of five digits) is as wrong as one set back. */
    if (localtime_r(&now, &local) == NULL ||
        strftime(date, DATE_SIZE, "%Y-%m-%d", &local) != DATE_SIZE - 1)
        strcpy(date, "1970-01-01");
}
