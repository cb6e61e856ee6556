#ifndef MNZ_REPORT_SCREEN_TEXT_H
#define MNZ_REPORT_SCREEN_TEXT_H

#include <stdio.h>

/* How to draw: `columns` wide, in colour or not, with Unicode bars or plain ones. */
struct mnz_screen {
    FILE *stream;
    int columns, colour, unicode;
};

/* Begin or end bold text, where there is colour. */
void mnz_screen_bold(const struct mnz_screen *screen, int on);

/* Pad a text to `width` columns; a text that is cut says so. */
void mnz_screen_cell(const struct mnz_screen *screen, const char *text, int width);

/* Write a paragraph in lines that fit the screen, broken at blanks. */
void mnz_screen_prose(const struct mnz_screen *screen, const char *text);

/* Bytes of a number's text with its NUL. */
enum { MNZ_NUMBER_TEXT = 64 };

/* A number as people read it: "1,623", "74", "7.4". */
void mnz_screen_number(double value, char text[MNZ_NUMBER_TEXT]);

#endif
