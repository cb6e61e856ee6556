#ifndef MNZ_CLI_COMMANDS_H
#define MNZ_CLI_COMMANDS_H

/* Each takes the arguments after its name and returns the exit status. */
int mnz_cmd_check(int argc, char **argv);
int mnz_cmd_show(int argc, char **argv);
int mnz_cmd_run(int argc, char **argv);
int mnz_cmd_calibrate(int argc, char **argv);
int mnz_cmd_score(int argc, char **argv);
int mnz_cmd_schema(int argc, char **argv);
int mnz_cmd_manual(int argc, char **argv);

#endif
