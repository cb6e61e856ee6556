/* decode_links.c - rows of links: who buys what from whom. */

#include "scenario/decode.h"

#include <string.h>

#include "scenario/print.h"

/* Which row speaks last for the same written (from, to, material). */
struct last_words {
    struct mnz_arena scratch;
    struct mnz_names triples;
    uint32_t *triple_of_row, *last_row;
};

static int find_last_words(struct mnz_reader *r, const struct mnz_tree *rows,
                           struct last_words *words);
static void warn_of_lost_row(struct mnz_reader *r, const struct mnz_tree *row,
                             const struct mnz_tree *winner);
static void read_row(struct mnz_reader *r, const struct mnz_tree *tree,
                     struct mnz_names *names, struct mnz_link_row *row);

/*
 * A row that another one repeats, as an overlay does to change it, is left out whole,
 * so that none of its inputs lingers. Rows that overlap otherwise are the network's to
 * sort.
 */
void
mnz_decode_links(struct mnz_reader *r, const struct mnz_tree *root)
{
    const struct mnz_tree *rows = mnz_tree_find(root, "links");
    struct mnz_scenario *s = r->s;
    struct last_words words = {0};
    struct mnz_names names = {.arena = r->arena};

    if (!rows || mnz_tree_is_null(rows))
        return;
    if (rows->kind != MNZ_TREE_SEQUENCE) {
        mnz_reader_error(r, rows->at, "write each row after a '-'",
                         "links must be a list of rows");
        return;
    }
    s->link_rows = mnz_reader_alloc(r, rows->num_children, sizeof *s->link_rows);
    if (!s->link_rows || !find_last_words(r, rows, &words)) {
        r->is_out_of_memory = 1;
        goto out;
    }
    for (uint32_t i = 0; i < rows->num_children; i++) {
        const uint32_t last = words.last_row[words.triple_of_row[i]];

        if (last != i)
            warn_of_lost_row(r, rows->items[i], rows->items[last]);
        else
            read_row(r, rows->items[i], &names, &s->link_rows[s->num_link_rows++]);
    }
out:
    mnz_arena_finish(&words.scratch);
}

/* A row that lacks one of the three, or is no mapping, is like no other. */
static const char *
triple_text(struct mnz_arena *scratch, const struct mnz_tree *row, uint32_t i)
{
    static const char *const keys[] = {"from", "to", "material"};
    const char *text = "";

    for (size_t k = 0; text && k < 3; k++) {
        const struct mnz_tree *value = mnz_tree_find(row, keys[k]);
        const char *written = value ? mnz_tree_flow(scratch, value) : NULL;

        if (!value)
            return mnz_arena_printf(scratch, "#%u", (unsigned)i);
        text = written ? mnz_arena_printf(scratch, "%s\n%s", text, written) : NULL;
    }
    return text;
}

static int
find_last_words(struct mnz_reader *r, const struct mnz_tree *rows,
                struct last_words *words)
{
    const size_t count = rows->num_children;

    (void)r;
    words->triples.arena = &words->scratch;
    words->triple_of_row =
        mnz_arena_alloc(&words->scratch, count, sizeof *words->triple_of_row);
    words->last_row = mnz_arena_alloc(&words->scratch, count, sizeof *words->last_row);
    if (!words->triple_of_row || !words->last_row)
        return 0;
    for (uint32_t i = 0; i < count; i++) {
        const char *text = triple_text(&words->scratch, rows->items[i], i);

        if (!text || mnz_names_intern(&words->triples, text, &words->triple_of_row[i]))
            return 0;
        words->last_row[words->triple_of_row[i]] = i;
    }
    return 1;
}

/* Another file's rows are there to be changed; in one file it is likely a slip. */
static void
warn_of_lost_row(struct mnz_reader *r, const struct mnz_tree *row,
                 const struct mnz_tree *winner)
{
    if (strcmp(row->at.file, winner->at.file) == 0)
        mnz_diag_add(r->diags, MNZ_SEVERITY_WARNING, row->at, NULL,
                     "this link is written again in line %u, which replaces it",
                     (unsigned)winner->at.line);
}

static void
read_row(struct mnz_reader *r, const struct mnz_tree *tree, struct mnz_names *names,
         struct mnz_link_row *row)
{
    const struct mnz_tree *name = mnz_tree_find(tree, "name");
    const struct mnz_tree *share = mnz_tree_find(tree, "share");
    const int is_named =
        name && name->kind == MNZ_TREE_SCALAR && !mnz_tree_is_null(name);
    const struct mnz_where section = {.key = "links"};
    struct mnz_where where = {.up = &section, .at = tree->at};
    struct mnz_draft_link draft = {.row = {.material = MNZ_NONE}};

    where.key = is_named ? name->text : mnz_link_label(r->arena, tree);
    if (!where.key) {
        where.key = "[?]";
        r->is_out_of_memory = 1;
    }
    if (is_named && mnz_names_find(names, name->text) != MNZ_NAME_NONE)
        mnz_reader_error(r, name->at, "the names of links are one of a kind",
                         "another link is named '%.60s'", name->text);
    if (is_named)
        mnz_reader_intern(r, names, name->text);
    mnz_record_read(r, &mnz_kind_link, tree, &where, &draft);
    *row = draft.row;
    row->name = is_named ? name->text : NULL;
    row->is_removed = share && mnz_tree_is_null(share);
    row->origin = mnz_where_origin(&where);
}

const char *
mnz_link_label(struct mnz_arena *arena, const struct mnz_tree *tree)
{
    static const char *const keys[] = {"from", "to", "material"};
    const char *part[3];

    for (size_t k = 0; k < 3; k++) {
        const struct mnz_tree *value = mnz_tree_find(tree, keys[k]);

        part[k] = value ? mnz_tree_flow(arena, value) : "?";
        if (!part[k])
            return NULL;
    }
    return mnz_arena_printf(arena, "[%s>%s:%s]", part[0], part[1], part[2]);
}
