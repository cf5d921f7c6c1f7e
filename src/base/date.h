/*
 * date: days as texts, YYYY-MM-DD. Such texts compare like the days they mean, so no other form is
 * ever needed. The module has no clock: the time is passed in.
 */
#ifndef REDFLAG_BASE_DATE_H
#define REDFLAG_BASE_DATE_H

#include <stdbool.h>
#include <time.h>

enum { DATE_SIZE = sizeof "2026-11-22" };

/* Is the text YYYY-MM-DD, and a day that the calendar has? */
bool date_is_valid(const char *text);

/* Writes the day of `now` as it is called where the program runs. */
void date_of(char date[DATE_SIZE], time_t now);

#endif
