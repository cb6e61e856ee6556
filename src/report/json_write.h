#ifndef MNZ_REPORT_JSON_WRITE_H
#define MNZ_REPORT_JSON_WRITE_H

#include <stdint.h>
#include <stdio.h>

/* A writer of JSON, one value after another, indented by two blanks. A key is NULL for
 * an element of an array and for the outermost value. Errors stick to the stream. */
struct mnz_json {
    FILE *stream;
    int depth;
    int has_items; /* the innermost object or array is not empty */
};

void mnz_json_open(struct mnz_json *json, const char *key,
                   char bracket);                         /* '{' or '[' */
void mnz_json_close(struct mnz_json *json, char bracket); /* '}' or ']' */
void mnz_json_text(struct mnz_json *json, const char *key, const char *text);
void mnz_json_number(struct mnz_json *json, const char *key, double number);
void mnz_json_count(struct mnz_json *json, const char *key, uint64_t count);
void mnz_json_truth(struct mnz_json *json, const char *key, int truth);

#endif
