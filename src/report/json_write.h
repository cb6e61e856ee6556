#ifndef MNZ_REPORT_JSON_WRITE_H
#define MNZ_REPORT_JSON_WRITE_H

#include <stdint.h>
#include <stdio.h>

/*
 * A writer of JSON, one value after another, indented by two blanks. A key is NULL for
 * an element of an array and for the outermost value, after which the writer is ready
 * for another. Bytes that are not UTF-8 become U+FFFD, numbers that are not finite
 * null, so that any reader takes it. Errors stick to the stream.
 */
struct mnz_json {
    FILE *stream;
    int depth;
    int has_items; /* the innermost object or array is not empty */
};

/* Begin and end an object or array: brackets '{' and '}', or '[' and ']'. */
void mnz_json_open(struct mnz_json *json, const char *key, char bracket);
void mnz_json_close(struct mnz_json *json, char bracket);

/* One value. Counts above 2^53 are exact here, but not to readers that use doubles. */
void mnz_json_text(struct mnz_json *json, const char *key, const char *text);
void mnz_json_number(struct mnz_json *json, const char *key, double number);
void mnz_json_count(struct mnz_json *json, const char *key, uint64_t count);
void mnz_json_truth(struct mnz_json *json, const char *key, int truth);

#endif
