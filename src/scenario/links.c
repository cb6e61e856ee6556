/* links.c - rows of links: who buys from whom. */

#include "scenario/links.h"

#include <string.h>

#include "document/print.h"
#include "document/spelling.h"
#include "scenario/rows.h"
#include "scenario/section.h"
#include "scenario/selector.h"

struct draft_link {
    struct mnz_link_row row;
    mnz_value_id tonnes;
    const char *name;
};

#define SHARE_WORDS                                                                    \
    "weight in the buyer's purchases of the material, rescaled to sum 1; null "        \
    "removes "                                                                         \
    "the link. Required without `tonnes`"

static const struct mnz_field link_fields[] = {
    {.key = "from",
     .type = MNZ_FIELD_SELECTOR,
     IN(draft_link, row.from),
     .flags = MNZ_FIELD_REQUIRED,
     .role = MNZ_SELECT_ACTORS,
     .doc = "the seller; several share the row's share, capacity and backup by their "
            "capacity"},
    {.key = "to",
     .type = MNZ_FIELD_SELECTOR,
     IN(draft_link, row.to),
     .flags = MNZ_FIELD_REQUIRED,
     .role = MNZ_SELECT_ACTORS,
     .doc = "the buyer; the row holds for each of several"},
    {.key = "material",
     .type = MNZ_FIELD_MATERIAL,
     IN(draft_link, row.material),
     .flags = MNZ_FIELD_REQUIRED,
     .doc = "the material that is bought"},
    {.key = "share",
     .type = MNZ_FIELD_QUANTITY,
     .dimension = MNZ_DIM_SHARE,
     IN(draft_link, row.share),
     .low = 0,
     .high = INF,
     .flags = MNZ_FIELD_NULLABLE,
     .doc = SHARE_WORDS},
    QUANTITY("tonnes", MNZ_DIM_MASS_RATE, IN(draft_link, tonnes), 0, NULL,
             "instead of `share`: the flow that is known of the pair; shares follow"),
    {.key = "lead",
     .type = MNZ_FIELD_QUANTITY,
     .dimension = MNZ_DIM_DURATION,
     IN(draft_link, row.lead_months),
     .low = 0,
     .high = 60,
     .unusual = 24,
     .default_text = "0",
     .doc = "lead time: from order shipped to goods received"},
    SHARE("backup", IN(draft_link, row.backup), INF, "0",
          "further share of the buyer's need that the link can take over"),
    {.key = "capacity",
     .type = MNZ_FIELD_QUANTITY,
     .dimension = MNZ_DIM_MASS_RATE,
     IN(draft_link, row.capacity_tpa),
     .low = 0,
     .high = INF,
     .doc = "the most that it can carry. Left out, it is unlimited"},
    {.key = "name",
     .type = MNZ_FIELD_TEXT,
     IN(draft_link, name),
     .doc = "its name in `--set links.NAME.share=...` and in the names of its inputs"},
    ORIGIN,
    END,
};
const struct mnz_record_kind mnz_kind_link = {
    "link", "A row of `links`: who buys what from whom.", link_fields, NULL};

/* The written flow of a row; NULL where the row lacks a part. */
struct triple {
    const char *from, *to, *material;
};

/* Which row speaks last for the same written (from, to, material). */
struct last_words {
    struct mnz_arena scratch;
    struct mnz_names texts;
    struct triple *triples; /* of each row                */
    uint32_t *text_of_row;  /* its triple's id in `texts` */
    uint32_t *last_row;     /* of that id                 */
};

static int find_last_words(struct mnz_reader *r, const struct mnz_tree *rows,
                           struct last_words *words);
static void warn_of_lost_row(struct mnz_reader *r, const struct mnz_tree *row,
                             const struct mnz_tree *winner);
static void read_row(struct mnz_reader *r, const struct mnz_tree *tree,
                     const struct triple *triple, struct mnz_names *names,
                     struct mnz_link_row *row);

/*
 * A row that another one repeats, as an overlay does to change it, is left out whole,
 * so that none of its inputs lingers. Rows that overlap otherwise are the network's to
 * sort.
 */
void
mnz_links_read(struct mnz_reader *r, const struct mnz_tree *root)
{
    const struct mnz_tree *rows = mnz_tree_find(root, "links");
    struct mnz_scenario *s = r->s;
    struct last_words words = {0};
    struct mnz_names names = {.arena = r->arena};

    if (!rows || mnz_tree_is_null(rows))
        return;
    if (rows->kind != MNZ_TREE_SEQUENCE) {
        mnz_reader_error(r, MNZ_E0304, rows->at, "write each row after a '-'",
                         "links must be a list of rows");
        return;
    }
    s->link_rows = mnz_reader_alloc(r, rows->num_children, sizeof *s->link_rows);
    if (!s->link_rows || !find_last_words(r, rows, &words)) {
        r->is_out_of_memory = 1;
        goto out;
    }
    for (uint32_t i = 0; i < rows->num_children; i++) {
        const uint32_t last = words.last_row[words.text_of_row[i]];

        if (last != i)
            warn_of_lost_row(r, rows->items[i], rows->items[last]);
        else
            read_row(r, rows->items[i], &words.triples[i], &names,
                     &s->link_rows[s->num_link_rows++]);
    }
out:
    mnz_arena_finish(&words.scratch);
}

/* The pieces one after the other, in the arena; NULL without memory. */
static const char *
join(struct mnz_arena *arena, const char *const *pieces, size_t count)
{
    size_t length = 0;
    char *text, *end;

    for (size_t i = 0; i < count; i++)
        length += strlen(pieces[i]);
    text = end = mnz_arena_alloc(arena, length + 1, 1);
    for (size_t i = 0; text && i < count; i++) {
        const size_t n = strlen(pieces[i]);

        memcpy(end, pieces[i], n);
        end += n;
    }
    return text;
}

/* The value of a key as written, in *text; 0 without memory. */
static int
write_part(struct mnz_arena *scratch, const struct mnz_tree *row, const char *key,
           const char **text)
{
    const struct mnz_tree *value = mnz_tree_find(row, key);

    *text = value ? mnz_tree_flow(scratch, value) : NULL;
    return !value || *text;
}

/* A row that lacks one of the three, or is no mapping, is like no other. */
static const char *
triple_text(struct mnz_arena *scratch, const struct triple *t, uint32_t i)
{
    const char *const pieces[] = {"\n", t->from, "\n", t->to, "\n", t->material};

    if (!t->from || !t->to || !t->material)
        return mnz_arena_printf(scratch, "#%u", (unsigned)i);
    return join(scratch, pieces, sizeof pieces / sizeof *pieces);
}

static int
find_last_words(struct mnz_reader *r, const struct mnz_tree *rows,
                struct last_words *words)
{
    struct mnz_arena *scratch = &words->scratch;
    const size_t count = rows->num_children;

    (void)r;
    words->texts.arena = scratch;
    words->triples = mnz_arena_alloc(scratch, count, sizeof *words->triples);
    words->text_of_row = mnz_arena_alloc(scratch, count, sizeof *words->text_of_row);
    words->last_row = mnz_arena_alloc(scratch, count, sizeof *words->last_row);
    if (!words->triples || !words->text_of_row || !words->last_row)
        return 0;
    for (uint32_t i = 0; i < count; i++) {
        const struct mnz_tree *row = rows->items[i];
        struct triple *t = &words->triples[i];
        const char *text;

        if (!write_part(scratch, row, "from", &t->from) ||
            !write_part(scratch, row, "to", &t->to) ||
            !write_part(scratch, row, "material", &t->material))
            return 0;
        text = triple_text(scratch, t, i);
        if (!text || mnz_names_intern(&words->texts, text, &words->text_of_row[i]))
            return 0;
        words->last_row[words->text_of_row[i]] = i;
    }
    return 1;
}

/* Another file's rows are there to be changed; in one file it is likely a slip. */
static void
warn_of_lost_row(struct mnz_reader *r, const struct mnz_tree *row,
                 const struct mnz_tree *winner)
{
    if (strcmp(row->at.file, winner->at.file) == 0)
        mnz_diag_add(r->diags, MNZ_W0810, row->at, NULL,
                     "this link is written again in line %u, which replaces it",
                     (unsigned)winner->at.line);
}

/* Shares are relative, so that quantities can stand for them. */
static void
weigh_by_tonnes(struct mnz_reader *r, const struct mnz_tree *tree,
                const struct mnz_where *where, const struct draft_link *draft,
                struct mnz_link_row *row)
{
    const struct mnz_tree *share = mnz_tree_find(tree, "share");
    const struct mnz_tree *tonnes = mnz_tree_find(tree, "tonnes");

    if (!share && !tonnes && tree->kind == MNZ_TREE_MAPPING)
        mnz_record_report_missing(r, mnz_field_find(&mnz_kind_link, "share"), tree,
                                  where);
    if (share && tonnes && !mnz_tree_is_null(share))
        mnz_reader_error(r, MNZ_E0816, tonnes->at, "shares follow from tonnes",
                         "%s has both 'share' and 'tonnes'", mnz_where_path(r, where));
    if (tonnes && !share) {
        row->share = draft->tonnes;
        row->is_tonnes = 1;
    }
}

static void
read_row(struct mnz_reader *r, const struct mnz_tree *tree, const struct triple *triple,
         struct mnz_names *names, struct mnz_link_row *row)
{
    const struct mnz_tree *name = mnz_tree_find(tree, "name");
    const struct mnz_tree *share = mnz_tree_find(tree, "share");
    const int is_named =
        name && name->kind == MNZ_TREE_SCALAR && !mnz_tree_is_null(name);
    const struct mnz_where section = {.key = "links"};
    struct mnz_where where = {.up = &section, .at = tree->at};
    struct draft_link draft = {.row = {.name = NULL}};

    where.key = is_named ? name->text
                         : mnz_spelling_of_flow(r->arena, triple->from, triple->to,
                                                triple->material);
    if (!where.key) {
        where.key = "[?]";
        r->is_out_of_memory = 1;
    }
    if (is_named && mnz_names_find(names, name->text) != MNZ_NAME_NONE)
        mnz_reader_error(r, MNZ_E0811, name->at, "the names of links are one of a kind",
                         "another link is named '%.60s'", name->text);
    if (is_named)
        mnz_reader_intern(r, names, name->text);
    mnz_record_read(r, &mnz_kind_link, tree, &where, &draft);
    *row = draft.row;
    weigh_by_tonnes(r, tree, &where, &draft, row);
    row->name = is_named ? name->text : NULL;
    row->is_removed = share && mnz_tree_is_null(share);
    row->origin = mnz_where_origin(&where);
}
