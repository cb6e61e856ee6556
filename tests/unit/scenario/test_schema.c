#include "load_text.h"

#include "scenario/manual.h"
#include "scenario/schema.h"

/* A file of the source tree, whole. */
static char *
read_document(const char *name)
{
    const char *root = getenv("MNZ_SOURCE_ROOT");
    char path[1024];
    char *text;
    size_t length;
    FILE *f;

    assert_non_null(root);
    snprintf(path, sizeof path, "%s/docs/%s", root, name);
    f = fopen(path, "r");
    if (!f)
        return NULL;
    text = calloc(1, 1 << 20);
    assert_non_null(text);
    length = fread(text, 1, (1 << 20) - 1, f);
    assert_true(length < (1 << 20) - 1);
    fclose(f);
    return text;
}

static void
write_document(const char *name, const char *before, const char *text,
               const char *after)
{
    char path[1024];
    FILE *f;

    snprintf(path, sizeof path, "%s/docs/%s", getenv("MNZ_SOURCE_ROOT"), name);
    f = fopen(path, "w");
    assert_non_null(f);
    fprintf(f, "%s%s%s", before, text, after);
    assert_int_equal(fclose(f), 0);
}

static char *
generate(void (*write)(FILE *))
{
    char *text = NULL;
    size_t length = 0;
    FILE *f = open_memstream(&text, &length);

    assert_non_null(f);
    write(f);
    assert_int_equal(fclose(f), 0);
    return text;
}

static void
assert_schema(void (*write)(FILE *), const char *name)
{
    char *expected = generate(write), *kept = read_document(name);

    if (getenv("MNZ_UPDATE_GOLDEN")) {
        write_document(name, "", expected, "");
    } else {
        assert_non_null(kept);
        assert_string_equal(kept, expected);
    }
    free(expected);
    free(kept);
}

static void
the_schema_of_the_docs_is_that_of_the_fields(void **state)
{
    (void)state;
    assert_schema(mnz_scenario_schema_write, "scenario.schema.json");
    assert_schema(mnz_study_schema_write, "study.schema.json");
}

static void
assert_manual(void (*write)(FILE *), const char *name)
{
    static const char begin[] = "<!-- fields:begin -->\n",
                      end[] = "<!-- fields:end -->";
    char *expected = generate(write), *kept = read_document(name);
    char *from, *until;

    assert_non_null(kept);
    from = strstr(kept, begin);
    assert_non_null(from);
    from += strlen(begin);
    until = strstr(from, end);
    assert_non_null(until);
    if (getenv("MNZ_UPDATE_GOLDEN")) {
        char *after = strdup(until);

        *from = '\0';
        write_document(name, kept, expected, after);
        free(after);
    } else {
        *until = '\0';
        assert_string_equal(from, expected);
    }
    free(expected);
    free(kept);
}

static void
the_tables_of_the_manual_are_those_of_the_fields(void **state)
{
    (void)state;
    assert_manual(mnz_scenario_manual_write, "scenario-format.md");
    assert_manual(mnz_study_manual_write, "sweeps.md");
}

/* Brackets close in order and strings end, which a slip in the writer would break. */
static void
assert_well_formed(void (*write)(FILE *))
{
    char *text = generate(write);
    char open[64];
    size_t depth = 0;

    for (const char *c = text; *c; c++) {
        if (*c == '"') {
            for (c++; *c != '"'; c++) {
                assert_true(*c);
                if (*c == '\\')
                    c++;
            }
        } else if (*c == '{' || *c == '[') {
            assert_true(depth < sizeof open);
            open[depth++] = *c == '{' ? '}' : ']';
        } else if (*c == '}' || *c == ']') {
            assert_true(depth > 0 && open[depth - 1] == *c);
            depth--;
        } else if (*c == ',') {
            const char *next = c + 1 + strspn(c + 1, " \n");

            assert_true(*next != '}' && *next != ']' && *next != ',');
        }
    }
    assert_int_equal(depth, 0);
    free(text);
}

static void
the_schemas_are_well_formed(void **state)
{
    (void)state;
    assert_well_formed(mnz_scenario_schema_write);
    assert_well_formed(mnz_study_schema_write);
}

/* The example that an analyst copies first must run. */
int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_schema_of_the_docs_is_that_of_the_fields),
        cmocka_unit_test(the_tables_of_the_manual_are_those_of_the_fields),
        cmocka_unit_test(the_schemas_are_well_formed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
