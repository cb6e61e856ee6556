#ifndef TESTS_CLI_ROOM_H
#define TESTS_CLI_ROOM_H

/* A temporary folder to run in, with the small scenario world.yaml: group set-up and
 * tear-down for cmocka. */
int enter_room(void **state);
int leave_room(void **state);

#endif
