/* guess: "did you mean". See guess.h. */
#include "engine/guess.h"

#include <string.h>

enum { LONGEST = 64 }; /* longer words are never guessed */

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* One row of the distance table: the slips between a[0..i] and every beginning of b. */
static void next_row(size_t *row, const size_t *above, const size_t *two_above, const char *a,
                     size_t i, const char *b, size_t b_length)
{
    row[0] = i;
    for (size_t j = 1; j <= b_length; j++) {
        row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
        if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
            row[j] = least(row[j], two_above[j - 2] + 1);
    }
}

static size_t count_slips(const char *a, size_t a_length, const char *b, size_t b_length)
{
    size_t rows[3][LONGEST + 1];
    for (size_t j = 0; j <= b_length; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a_length; i++)
        next_row(rows[i % 3], rows[(i + 2) % 3], rows[(i + 1) % 3], a, i, b, b_length);
    return rows[a_length % 3][b_length];
}

struct guess guess_begin(const char *typed)
{
    size_t length = strlen(typed);
    /* A short word may hold one slip, a long one more, and one letter must be as it was meant; else
     * anything would look like anything. */
    return (struct guess){
        .typed = typed, .length = length, .slips = least(2 + length / 5, length)};
}

void guess_try(struct guess *guess, const char *known)
{
    size_t length = strlen(known), slips;
    if (length > LONGEST || guess->length > LONGEST)
        return;
    slips = count_slips(guess->typed, guess->length, known, length);
    if (slips < guess->slips) {
        guess->slips = slips;
        guess->best = known;
    }
}

const char *guess_best(const struct guess *guess)
{
    return guess->best;
}
