/* embed.c - writes files as C, to be built into the program: embed NAME=FILE[+FILE]...
 * Runs while the program is built. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The bytes of a file as pieces of a string literal; -1 where it cannot be read. */
static long
write_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    long count = 0;
    int c;

    if (!f)
        return -1;
    printf("    \"");
    while ((c = getc(f)) != EOF) {
        if (c == '\n')
            printf("\\n\"\n    \"");
        else if (c == '"' || c == '\\' || c == '?' || c < ' ' || c > '~')
            printf("\\%03o", (unsigned)c);
        else
            putchar(c);
        count++;
    }
    printf("\"\n");
    return fclose(f) == 0 ? count : -1;
}

static int
write_all(char *argument)
{
    char *equals = strchr(argument, '='), *path;
    long total = 0;

    if (!equals)
        return -1;
    *equals = '\0';
    printf("static const char %s_bytes[] =\n    \"\"\n", argument);
    for (path = strtok(equals + 1, "+"); path; path = strtok(NULL, "+")) {
        const long count = write_file(path);

        if (count < 0) {
            perror(path);
            return -1;
        }
        total += count;
    }
    printf("    ;\nconst struct mnz_page_file mnz_page_%s = {%s_bytes, %ld};\n",
           argument, argument, total);
    return 0;
}

int
main(int argc, char **argv)
{
    printf("/* Written by embed.c. */\n#include \"charts/page_files.h\"\n");
    for (int i = 1; i < argc; i++)
        if (write_all(argv[i]))
            return EXIT_FAILURE;
    return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
