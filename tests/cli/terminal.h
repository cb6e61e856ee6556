#ifndef TESTS_CLI_TERMINAL_H
#define TESTS_CLI_TERMINAL_H

#include "cli/program.h"

/*
 * Runs the program under test on a pseudo-terminal of `columns`, which is its standard
 * input, output and error together: `out` is all that it drew, `err` is empty. Of
 * `conditions` only the environment is heeded; it may be NULL.
 */
struct finished run_on_terminal(int columns, const struct conditions *conditions,
                                const char *const args[]);

/*
 * The widest line of a drawing, in columns; a carriage return begins a line as a line
 * feed does, and colours take no room.
 */
int widest_line(const char *drawn);

#endif
