#ifndef MNZ_CLI_REFERENCE_H
#define MNZ_CLI_REFERENCE_H

#include <stdio.h>
#include "cli/command.h"

/*
 * Commands, their options and their tables, written for other programs from the rows
 * that the command line is read with. Errors stick to `stream`.
 */

/* The man page of a command, monazite-run(1); of NULL that of the program, with the
 * list of commands, exit statuses and the environment. */
void mnz_write_man_page(const struct mnz_command *command, FILE *stream);

/* Scripts that complete commands, options, choices and files in a shell. */
void mnz_write_bash_completion(FILE *stream);
void mnz_write_zsh_completion(FILE *stream);
void mnz_write_fish_completion(FILE *stream);

/* Every table of results with its columns and their units, as Markdown. */
void mnz_write_table_reference(FILE *stream);

#endif
