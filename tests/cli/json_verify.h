#ifndef TESTS_CLI_JSON_VERIFY_H
#define TESTS_CLI_JSON_VERIFY_H

/* Whether `text` is one JSON value (RFC 8259) and nothing else. */
int json_is_valid(const char *text);

#endif
