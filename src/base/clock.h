/* clock: how much time has passed, whatever is done to the date and time of day. */
#ifndef REDFLAG_BASE_CLOCK_H
#define REDFLAG_BASE_CLOCK_H

/* Milliseconds since some time in the past. They stand still while the machine sleeps. */
long long clock_ms(void);

#endif
