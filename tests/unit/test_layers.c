/* test_layers.c - a folder of src/ includes only itself and the layers below it. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const layers[] = {"base",     "scenario", "network",
                                     "sampling", "engine",   "stats",
                                     "study",    "report",   "cli"};
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

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lower_layers_know_nothing_of_higher_ones),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
