/*
 * keeper: the process that keeps a kiosk going for months. It proves what is asked, starts a new
 * process for each patient, clears the screen between them, and brings the start screen back
 * whatever happens. It never sees an answer.
 *
 * Speech and printing would have their place here: as one fixed command that this process starts,
 * with the text of a page on its standard input. A patient process can start nothing.
 */
#ifndef REDFLAG_KIOSK_KEEPER_H
#define REDFLAG_KIOSK_KEEPER_H

#include "base/status.h"
#include "kiosk/content.h"
#include "kiosk/patient.h"

struct keeper_options {
    struct content_source source;
    struct patient_options patient;
    const char *tally; /* the file that counts are added to, or NULL */
};

/*
 * Runs until SIGTERM or until the terminal goes away. SIGHUP reads the content again; the last good
 * one stays in use until the new one has passed its proofs. Reports to the journal (journal.h).
 */
enum status keeper_run(const struct keeper_options *options);

#endif
