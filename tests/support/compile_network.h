#ifndef TESTS_SUPPORT_COMPILE_NETWORK_H
#define TESTS_SUPPORT_COMPILE_NETWORK_H

#include "network/network.h"
#include "support/build_scenario.h"

/* The network of a sound scenario; prints the errors of any other and aborts. */
struct mnz_network *compile_network(const struct build *b);

/* Whether compiling says, as an error or a warning, something that contains `part`; an
 * error must make it fail, and a warning must not. */
int compile_errs(const struct build *b, const char *part);
int compile_warns(const struct build *b, const char *part);

/* The link from one node to another for a material, MNZ_NONE if there is none. */
uint32_t find_link(const struct mnz_network *net, uint32_t from, uint32_t to,
                   uint32_t material);

/* The draws of a network's inputs at one point u of all their distributions, in
 * `draws`, which has room for BUILD_MAX_INPUTS. */
void draw_inputs(const struct mnz_network *net, double u, double *draws);

#endif
