/* test_layers.c - a folder of src/ includes only itself and the layers below it, and
 * its files need each other in no circle. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const layers[] = {"base",    "lanes",    "document", "scenario",
                                     "network", "sampling", "stats",    "engine",
                                     "study",   "report",   "charts",   "cli"};
enum { NUM_LAYERS = sizeof layers / sizeof *layers };

static int
layer_of(const char *path)
{
    for (int i = 0; i < NUM_LAYERS; i++) {
        const size_t n = strlen(layers[i]);

        if (strncmp(path, layers[i], n) == 0 && path[n] == '/')
            return i;
    }
    return -1;
}

/* How many includes of `file` reach above `layer`. */
static int
count_upward(const char *file, int layer)
{
    char line[512], target[256];
    int upward = 0;
    FILE *f = fopen(file, "r");

    assert_non_null(f);
    while (fgets(line, sizeof line, f)) {
        if (sscanf(line, "#include \"%255[^\"]\"", target) != 1)
            continue;
        if (layer_of(target) > layer) {
            print_error("%s includes %s\n", file, target);
            upward++;
        }
    }
    fclose(f);
    return upward;
}

static void
lower_layers_know_nothing_of_higher_ones(void **state)
{
    const char *root = getenv("MNZ_SOURCE_ROOT");
    int files = 0, upward = 0;

    (void)state;
    assert_non_null(root);
    for (int i = 0; i < NUM_LAYERS; i++) {
        char folder[1024], file[2048];
        const struct dirent *entry;
        DIR *dir;

        snprintf(folder, sizeof folder, "%s/src/%s", root, layers[i]);
        dir = opendir(folder);
        assert_non_null(dir);
        while ((entry = readdir(dir))) {
            const char *dot = strrchr(entry->d_name, '.');

            if (!dot || (strcmp(dot, ".c") != 0 && strcmp(dot, ".h") != 0))
                continue;
            snprintf(file, sizeof file, "%s/%s", folder, entry->d_name);
            upward += count_upward(file, i);
            files++;
        }
        closedir(dir);
    }
    assert_true(files > 50);
    assert_int_equal(upward, 0);
}

/*
 * The rooms of one folder: a .c file and the header of its name are one. A room needs
 * another when it names a function or table that only the other's header declares.
 * Headers that include each other are caught the same way.
 */
enum { MOST_ROOMS = 96, MOST_NAMES = 2048, LONGEST = 80 };

struct folder {
    int num_rooms, num_names;
    char room[MOST_ROOMS][LONGEST];
    struct {
        char text[LONGEST];
        int room; /* -1: declared in several */
    } name[MOST_NAMES];
    unsigned char needs[MOST_ROOMS][MOST_ROOMS], includes[MOST_ROOMS][MOST_ROOMS];
};

static int
room_of(struct folder *f, const char *file)
{
    const int n = (int)(strrchr(file, '.') - file);
    int i = 0;

    while (i < f->num_rooms &&
           (strncmp(f->room[i], file, (size_t)n) != 0 || f->room[i][n]))
        i++;
    if (i == f->num_rooms) {
        assert_true(i < MOST_ROOMS);
        snprintf(f->room[f->num_rooms++], LONGEST, "%.*s", n, file);
    }
    return i;
}

/* The text of a file with blanks in place of comments, texts and directives. */
static char *
read_code(const char *path)
{
    FILE *f = fopen(path, "r");
    char *code = calloc(1, 1 << 20);
    size_t length;

    assert_non_null(f);
    assert_non_null(code);
    length = fread(code, 1, (1 << 20) - 1, f);
    assert_true(length < (1 << 20) - 1);
    fclose(f);
    for (char *c = code; *c; c++) {
        char *end = c;

        if (c[0] == '/' && c[1] == '*')
            end = strstr(c, "*/") + 2;
        else if (*c == '"' || *c == '\'')
            for (end = c + 1; *end++ != *c;)
                end += end[-1] == '\\';
        else if (*c == '#' && (c == code || c[-1] == '\n'))
            for (; *end && (*end != '\n' || end[-1] == '\\'); end++)
                ;
        for (; c < end; c++)
            *c = ' ';
    }
    return code;
}

/* The next word that begins with mnz_, in `word`; NULL at the end. */
static const char *
next_name(const char *c, char word[LONGEST])
{
    for (; *c; c++) {
        size_t n = 0;

        if (!isalpha((unsigned char)*c) && *c != '_')
            continue;
        while (isalnum((unsigned char)c[n]) || c[n] == '_')
            n++;
        if (strncmp(c, "mnz_", 4) == 0 && n < LONGEST) {
            snprintf(word, LONGEST, "%.*s", (int)n, c);
            return c + n;
        }
        c += n - 1;
    }
    return NULL;
}

static int
find_name(const struct folder *f, const char *word)
{
    int i = 0;

    while (i < f->num_names && strcmp(f->name[i].text, word) != 0)
        i++;
    return i;
}

/* Functions and tables: words outside braces that a bracket, comma or semicolon
 * follows, names of types apart. */
static void
note_declarations(struct folder *f, const char *code, int room)
{
    char word[LONGEST];
    const char *from = code, *to;
    int depth = 0;

    for (; (to = next_name(from, word)); from = to) {
        const char *start = to - strlen(word), *after = to;
        int i;

        for (const char *c = from; c < start; c++)
            depth += (*c == '{') - (*c == '}');
        while (isspace((unsigned char)*after))
            after++;
        if (depth > 0 || !*after || !strchr("([,;", *after) ||
            (start - code > 7 && strncmp(start - 7, "struct ", 7) == 0))
            continue;
        i = find_name(f, word);
        if (i < f->num_names) {
            if (f->name[i].room != room)
                f->name[i].room = -1;
            continue;
        }
        assert_true(i < MOST_NAMES);
        snprintf(f->name[i].text, LONGEST, "%s", word);
        f->name[f->num_names++].room = room;
    }
}

static void
note_needs(struct folder *f, const char *code, int room)
{
    char word[LONGEST];

    for (const char *c = code; (c = next_name(c, word));) {
        const int i = find_name(f, word);

        if (i < f->num_names && f->name[i].room >= 0 && f->name[i].room != room)
            f->needs[room][f->name[i].room] = 1;
    }
}

static void
note_includes(struct folder *f, const char *path, const char *layer, int room)
{
    char line[512], target[256];
    const size_t n = strlen(layer);
    FILE *file = fopen(path, "r");

    assert_non_null(file);
    while (fgets(line, sizeof line, file))
        if (sscanf(line, "#include \"%255[^\"]\"", target) == 1 &&
            strncmp(target, layer, n) == 0 && target[n] == '/')
            f->includes[room][room_of(f, target + n + 1)] = 1;
    fclose(file);
}

/* How many rooms reach themselves; each is named with the next room on the way. */
static int
count_circles(const struct folder *f, unsigned char arrows[MOST_ROOMS][MOST_ROOMS],
              const char *layer)
{
    static unsigned char reaches[MOST_ROOMS][MOST_ROOMS];
    int circles = 0;

    memcpy(reaches, arrows, sizeof reaches);
    for (int via = 0; via < f->num_rooms; via++)
        for (int a = 0; a < f->num_rooms; a++)
            for (int b = 0; reaches[a][via] && b < f->num_rooms; b++)
                reaches[a][b] |= reaches[via][b];
    for (int a = 0; a < f->num_rooms; a++) {
        circles += reaches[a][a];
        for (int b = 0; reaches[a][a] && b < f->num_rooms; b++)
            if (arrows[a][b] && reaches[b][a])
                print_error("%s: %s needs %s, and in a circle itself\n", layer,
                            f->room[a], f->room[b]);
    }
    return circles;
}

/* Call `visit` for every source file of a layer, headers first or last. */
static void
visit_files(struct folder *f, const char *layer, int headers_only,
            void (*visit)(struct folder *f, const char *code, int room))
{
    char folder[1024], file[2048];
    const struct dirent *entry;
    DIR *dir;

    snprintf(folder, sizeof folder, "%s/src/%s", getenv("MNZ_SOURCE_ROOT"), layer);
    dir = opendir(folder);
    assert_non_null(dir);
    while ((entry = readdir(dir))) {
        const char *dot = strrchr(entry->d_name, '.');
        const int is_header = dot && strcmp(dot, ".h") == 0;
        char *code;
        int room;

        if (!is_header && (headers_only || !dot || strcmp(dot, ".c") != 0))
            continue;
        snprintf(file, sizeof file, "%s/%s", folder, entry->d_name);
        room = room_of(f, entry->d_name);
        code = read_code(file);
        visit(f, code, room);
        if (headers_only)
            note_includes(f, file, layer, room);
        free(code);
    }
    closedir(dir);
}

static void
files_of_a_folder_need_each_other_in_no_circle(void **state)
{
    int circles = 0, names = 0;

    (void)state;
    assert_non_null(getenv("MNZ_SOURCE_ROOT"));
    for (int i = 0; i < NUM_LAYERS; i++) {
        struct folder *f = calloc(1, sizeof *f);

        assert_non_null(f);
        visit_files(f, layers[i], 1, note_declarations);
        assert_true(f->num_names > 3);
        names += f->num_names;
        visit_files(f, layers[i], 0, note_needs);
        circles += count_circles(f, f->needs, layers[i]) +
                   count_circles(f, f->includes, layers[i]);
        free(f);
    }
    assert_true(names > 300);
    assert_int_equal(circles, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lower_layers_know_nothing_of_higher_ones),
        cmocka_unit_test(files_of_a_folder_need_each_other_in_no_circle),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
