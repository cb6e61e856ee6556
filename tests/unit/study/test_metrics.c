/* test_metrics.c - the list of metrics: its pages in the docs, and its rules. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "study/metrics.h"
#include "support/compile_network.h"
#include "support/random_scenario.h"

enum { MOST_COLUMNS = 100, MOST_BYTES = 1 << 16 };
static const char document[] = "docs/model/monte-carlo.md";
static const char begin[] = "<!-- metrics:begin -->\n", end[] = "<!-- metrics:end -->";

/* A line of a list entry, folded between words; `indent` begins those that follow. */
static void
write_line(FILE *f, const char *start, const char *indent, const char *text,
           size_t length)
{
    size_t column = strlen(start);

    fputs(start, f);
    for (size_t i = 0; i < length;) {
        size_t word = 0;

        while (i + word < length && text[i + word] != ' ')
            word++;
        if (column + word + 1 > MOST_COLUMNS) {
            fprintf(f, "\n%s", indent);
            column = strlen(indent);
        } else if (i > 0) {
            fputc(' ', f);
            column++;
        }
        fwrite(&text[i], 1, word, f);
        column += word;
        i += word + 1;
    }
    fputc('\n', f);
}

/* A sentence a line. */
static void
write_definition(FILE *f, const char *text)
{
    for (;;) {
        const char *stop = strstr(text, ". ");

        if (!stop)
            break;
        write_line(f, "  ", "  ", text, (size_t)(stop + 1 - text));
        text = stop + 2;
    }
    write_line(f, "  ", "  ", text, strlen(text));
}

static void
write_metric(FILE *f, const struct mnz_metric_row *row)
{
    char text[512];
    int length = snprintf(text, sizeof text, "`%s` (%s;", row->name, row->unit_name);
    const char *separator = " ";

    for (int scope = 0; scope < MNZ_NUM_SCOPES; scope++)
        if (row->scopes >> scope & 1u) {
            length += snprintf(text + length, sizeof text - (size_t)length, "%s%s",
                               separator, mnz_scope_name[scope]);
            separator = ", ";
        }
    length += snprintf(text + length, sizeof text - (size_t)length, "; %s%s).",
                       row->months == MNZ_MONTHS_NEVER ? "over the horizon only"
                       : row->months == MNZ_MONTHS_ALWAYS
                           ? "also monthly"
                           : "also monthly, of industries and sectors on demand",
                       row->may_lack ? "; may be empty" : "");
    write_line(f, "- ", "  ", text, (size_t)length);
    write_definition(f, row->definition);
}

static char *
read_document(const char *path)
{
    char *text = calloc(1, MOST_BYTES);
    FILE *f = fopen(path, "r");

    assert_non_null(text);
    assert_non_null(f);
    assert_true(fread(text, 1, MOST_BYTES - 1, f) < MOST_BYTES - 1);
    fclose(f);
    return text;
}

static void
write_document(const char *path, const char *before, const char *list,
               const char *after)
{
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    fprintf(f, "%s%s%s", before, list, after);
    assert_int_equal(fclose(f), 0);
}

/* MNZ_UPDATE_GOLDEN=1 rewrites it, for a person to read. */
static void
the_list_of_the_docs_is_that_of_the_code(void **state)
{
    const char *root = getenv("MNZ_SOURCE_ROOT");
    char path[1024], *expected = NULL, *kept, *from, *until;
    size_t length;
    FILE *f = open_memstream(&expected, &length);

    (void)state;
    assert_non_null(root);
    assert_non_null(f);
    for (int k = 0; k < MNZ_NUM_METRICS; k++)
        write_metric(f, &mnz_metric_rows[k]);
    fclose(f);
    snprintf(path, sizeof path, "%s/%s", root, document);
    kept = read_document(path);
    from = strstr(kept, begin);
    assert_non_null(from);
    from += strlen(begin);
    until = strstr(from, end);
    assert_non_null(until);
    if (getenv("MNZ_UPDATE_GOLDEN")) {
        char *after = strdup(until);

        *from = '\0';
        write_document(path, kept, expected, after);
        free(after);
    } else {
        *until = '\0';
        assert_string_equal(from, expected);
    }
    free(expected);
    free(kept);
}

static void
every_metric_has_a_name_of_its_own_and_a_scope(void **state)
{
    (void)state;
    for (int k = 0; k < MNZ_NUM_METRICS; k++) {
        const struct mnz_metric_row *row = &mnz_metric_rows[k];
        const size_t length = strlen(row->definition);

        assert_true(row->scopes != 0 && row->scopes < 1u << MNZ_NUM_SCOPES);
        assert_true(length > 0 && row->definition[length - 1] == '.');
        for (const char *c = row->name; *c; c++)
            assert_true(islower((unsigned char)*c) || *c == '_');
        for (int j = 0; j < k; j++)
            assert_string_not_equal(row->name, mnz_metric_rows[j].name);
    }
}

/* Every series has one place, and knows the unit and the lack of its metric. */
static void
series_are_numbered_without_gap_and_know_their_metric(void **state)
{
    struct build b;
    struct mnz_network *net;
    struct mnz_metrics *m;
    unsigned char *seen;

    (void)state;
    random_scenario(5, RANDOM_EVERYTHING, &b);
    net = compile_network(&b);
    assert_int_equal(mnz_metrics_create(net, &m), MNZ_OK);
    seen = calloc(m->num_series + 1, 1);
    assert_non_null(seen);
    for (uint32_t g = 0; g < m->num_groups; g++)
        for (int k = 0; k < MNZ_NUM_METRICS; k++)
            for (uint32_t month = 0; month <= m->num_months; month++) {
                const enum mnz_metric metric = (enum mnz_metric)k;
                const uint32_t s = month == m->num_months
                                       ? mnz_metrics_horizon(m, g, metric)
                                       : mnz_metrics_month(m, g, metric, month);

                if (s == MNZ_NONE)
                    continue;
                assert_true(s < m->num_series);
                assert_int_equal(seen[s]++, 0);
                assert_int_equal(m->unit_of_series[s], mnz_metric_rows[k].unit);
                assert_int_equal(m->may_lack[s], mnz_metric_rows[k].may_lack);
            }
    for (uint32_t s = 0; s < m->num_series; s++)
        assert_int_equal(seen[s], 1);
    free(seen);
    mnz_metrics_destroy(m);
    mnz_network_destroy(net);
    build_finish(&b);
}

/* Every other industry is in the group; the others are in none. */
static void
a_group_is_the_industries_that_name_it(void **state)
{
    static const char *groups[] = {"makers"};
    struct build b;
    struct mnz_network *net;
    struct mnz_metrics *m;
    uint32_t members = 0, found = MNZ_NONE;

    (void)state;
    random_scenario(5, RANDOM_EVERYTHING, &b);
    b.scenario->groups = groups;
    b.scenario->num_groups = 1;
    for (uint32_t i = 0; i < b.scenario->num_actors; i++)
        if (b.scenario->actors[i].is_industry && i % 2 == 0) {
            b.scenario->actors[i].group = mnz_ref_to(0);
            members++;
        }
    net = compile_network(&b);
    assert_int_equal(mnz_metrics_create(net, &m), MNZ_OK);
    for (uint32_t g = 0; g < m->num_groups; g++)
        if (m->groups[g].scope == MNZ_SCOPE_GROUP) {
            assert_true(found == MNZ_NONE);
            found = g;
        }
    assert_true(found != MNZ_NONE && members > 0);
    assert_string_equal(m->groups[found].name, "makers");
    assert_int_equal(m->groups[found].num_leaves, members);
    for (uint32_t k = 0; k < members; k++) {
        const struct mnz_leaf *leaf =
            &m->leaves[m->leaf_lists[m->groups[found].first_leaf + k]];

        assert_true(leaf->element == MNZ_NONE);
        assert_int_equal(net->nodes[leaf->node].actor % 2, 0);
    }
    mnz_metrics_destroy(m);
    mnz_network_destroy(net);
    build_finish(&b);
}

/* Ore is mined, parts of it are separated; nobody buys a magnet. */
static void
a_stage_has_a_group_where_its_goods_are_bought(void **state)
{
    struct build b;
    struct mnz_network *net;
    struct mnz_metrics *m;
    int found[MNZ_NUM_STAGES] = {0};

    (void)state;
    build_init(&b);
    build_material(&b, "ore", MNZ_STAGE_MINE, "Nd", 0.5);
    build_material(&b, "oxide", MNZ_STAGE_SEPARATION, "Nd", 0.857);
    build_facility(&b, "mine", b.cn, MNZ_STAGE_MINE, 0.0);
    build_makes(&b, 0, 0, 1.0);
    build_facility(&b, "separator", b.cn, MNZ_STAGE_SEPARATION, 0.0);
    build_uses(&b, 1, 0, 2.0);
    build_makes(&b, 1, 1, 1.0);
    build_industry(&b, "user", b.us, "users");
    build_uses(&b, 2, 1, 1200.0);
    build_link(&b, 0, 1, 0, 1.0, 0.0);
    build_link(&b, 1, 2, 1, 1.0, 0.0);
    net = compile_network(&b);
    assert_int_equal(mnz_metrics_create(net, &m), MNZ_OK);
    for (uint32_t g = 0; g < m->num_groups; g++)
        if (m->groups[g].scope == MNZ_SCOPE_STAGE)
            found[m->groups[g].index]++;
    for (int stage = 0; stage < MNZ_NUM_STAGES; stage++)
        assert_int_equal(found[stage],
                         stage == MNZ_STAGE_MINE || stage == MNZ_STAGE_SEPARATION);
    mnz_metrics_destroy(m);
    mnz_network_destroy(net);
    build_finish(&b);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_list_of_the_docs_is_that_of_the_code),
        cmocka_unit_test(every_metric_has_a_name_of_its_own_and_a_scope),
        cmocka_unit_test(series_are_numbered_without_gap_and_know_their_metric),
        cmocka_unit_test(a_group_is_the_industries_that_name_it),
        cmocka_unit_test(a_stage_has_a_group_where_its_goods_are_bought),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
