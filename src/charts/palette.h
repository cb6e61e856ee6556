#ifndef MNZ_CHARTS_PALETTE_H
#define MNZ_CHARTS_PALETTE_H

/*
 * Colours. Each country has the same in all charts. They are told apart by people with
 * any form of colour blindness (M. Okabe and K. Ito 2008, and the muted scheme of P.
 * Tol 2021); names stand beside them all the same.
 */

/* The colour of a country's code or a bloc's name; grey for one without its own. */
const char *mnz_colour_of_place(const char *code);

/* Classes of a share from nothing to a half and more, pale to dark, also without colour
 * (YlOrBr of C. Brewer). */
enum { MNZ_NUM_CLASSES = 8 };
extern const double mnz_class_from[MNZ_NUM_CLASSES]; /* shares: 0, 0.001, 0.01 .. 0.5 */
extern const char *const mnz_class_colour[MNZ_NUM_CLASSES];
int mnz_class_of(double share);

/* The colour of figures that belong to no country, and its paler shades. */
#define MNZ_BLUE "#0072b2"
#define MNZ_BLUE_HALF "#7fb8d8"
#define MNZ_BLUE_PALE "#cce3f0"

#endif
