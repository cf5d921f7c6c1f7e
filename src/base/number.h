/*
 * number: numbers between the binary ones of the machine and the decimal ones that people write.
 */
#ifndef REDFLAG_BASE_NUMBER_H
#define REDFLAG_BASE_NUMBER_H

/*
 * The number to 15 digits: as many as every double keeps apart, so two numbers that are written
 * with 15 digits or fewer stay two, and the 38.300000000000004 of a program that calculated is 38.3.
 */
double number_tidy(double number);

struct number_text {
    char text[48];
};

/*
 * The number as an author writes it: the fewest digits that read as this double, 1000000000 and not
 * 1e+09. Only beyond 15 places before or behind the point it has an exponent. What is no number, or
 * infinite, is said in a word.
 */
struct number_text number_text(double number);

#endif
