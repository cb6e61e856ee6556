/* section.c - the names of all records, before any record is read. */

#include "scenario/section.h"

#include "scenario/places.h"

static uint32_t intern_section(struct mnz_reader *r, const struct mnz_tree *root,
                               const char *section, const char *what,
                               struct mnz_names *names, int *is_lacking);
static void refuse_twins(struct mnz_reader *r, const struct mnz_tree *root,
                         const char *section, const char *other_section,
                         const struct mnz_names *names);
static void intern_sectors(struct mnz_reader *r, const struct mnz_tree *root);
static void make_records(struct mnz_reader *r);

void
mnz_sections_name(struct mnz_reader *r, const struct mnz_tree *root)
{
    struct mnz_scenario *s = r->s;

    r->places.arena = r->materials.arena = r->actors.arena = r->arena;
    r->sectors.arena = r->groups.arena = r->regimes.arena = r->inputs.arena = r->arena;
    mnz_places_read_blocs(r, mnz_tree_find(root, "blocs"));
    s->num_materials = intern_section(r, root, "materials", "material", &r->materials,
                                      &r->lacks_materials);
    if (!mnz_tree_find(root, "materials"))
        r->lacks_materials = 1;
    r->num_facilities =
        intern_section(r, root, "facilities", "facility", &r->actors, &r->lacks_actors);
    s->num_actors =
        r->num_facilities +
        intern_section(r, root, "industries", "industry", &r->actors, &r->lacks_actors);
    refuse_twins(r, root, "industries", "facilities", &r->actors);
    intern_sectors(r, root);
    s->num_controls =
        intern_section(r, root, "controls", "control", &r->regimes, &r->lacks_regimes);
    s->num_policies =
        intern_section(r, root, "policies", "policy", &r->regimes, &r->lacks_regimes);
    s->num_regimes = s->num_controls + s->num_policies;
    refuse_twins(r, root, "policies", "controls", &r->regimes);
    make_records(r);
}

const struct mnz_tree *
mnz_section_find(const struct mnz_tree *root, const char *name)
{
    const struct mnz_tree *section = mnz_tree_find(root, name);

    return section && section->kind == MNZ_TREE_MAPPING ? section : NULL;
}

static uint32_t
intern_section(struct mnz_reader *r, const struct mnz_tree *root, const char *section,
               const char *what, struct mnz_names *names, int *is_lacking)
{
    const struct mnz_tree *tree = mnz_tree_find(root, section);

    if (!tree || mnz_tree_is_null(tree))
        return 0;
    if (tree->kind != MNZ_TREE_MAPPING) {
        *is_lacking = 1;
        mnz_reader_error(r, MNZ_E0303, tree->at,
                         "each record stands after its name and a colon, without '-'",
                         "%s must be a mapping of names to %s records", section, what);
        return 0;
    }
    for (size_t i = 0; i < tree->num_children; i++)
        mnz_reader_intern(r, names, tree->entries[i].key);
    return (uint32_t)tree->num_children;
}

/* One name for two things: both places are shown. The names of the other section were
 * interned first, so their ids are its positions. */
static void
refuse_twins(struct mnz_reader *r, const struct mnz_tree *root, const char *section,
             const char *other_section, const struct mnz_names *names)
{
    const struct mnz_tree *tree = mnz_section_find(root, section);
    const struct mnz_tree *other = mnz_section_find(root, other_section);

    if (!tree || !other)
        return;
    for (size_t i = 0; i < tree->num_children; i++) {
        const char *name = tree->entries[i].key;
        const uint32_t id = mnz_names_find(names, name);

        if (id >= other->num_children)
            continue;
        mnz_reader_error(
            r, MNZ_E0406, tree->entries[i].key_at, "give one of them another name",
            "'%s' is a name in %s and in %s", name, other_section, section);
        mnz_diag_add(r->diags, MNZ_NOTE, other->entries[id].key_at, NULL,
                     "the other '%s' is here", name);
    }
}

/* The texts of a key of industries. Returns whether every industry has one. */
static int
intern_texts(struct mnz_reader *r, const struct mnz_tree *industries, const char *key,
             struct mnz_names *names)
{
    int is_whole = 1;

    for (size_t i = 0; industries && i < industries->num_children; i++) {
        const struct mnz_tree *text = mnz_tree_find(industries->entries[i].value, key);

        if (text && text->kind == MNZ_TREE_SCALAR && !mnz_tree_is_null(text))
            mnz_reader_intern(r, names, text->text);
        else
            is_whole = 0;
    }
    return is_whole;
}

static void
intern_sectors(struct mnz_reader *r, const struct mnz_tree *root)
{
    const struct mnz_tree *industries = mnz_section_find(root, "industries");

    if (!industries)
        r->lacks_sectors = r->lacks_actors;
    if (!intern_texts(r, industries, "sector", &r->sectors))
        r->lacks_sectors = 1;
    intern_texts(r, industries, "group", &r->groups);
}

/* NULL without memory. */
static const char **
texts_of(struct mnz_reader *r, const struct mnz_names *names)
{
    const char **texts = mnz_reader_alloc(r, mnz_names_count(names), sizeof *texts);

    for (uint32_t i = 0; texts && i < mnz_names_count(names); i++)
        texts[i] = mnz_names_text(names, i);
    return texts;
}

static void
make_records(struct mnz_reader *r)
{
    struct mnz_scenario *s = r->s;

    s->num_sectors = mnz_names_count(&r->sectors);
    s->sectors = texts_of(r, &r->sectors);
    s->num_groups = mnz_names_count(&r->groups);
    s->groups = texts_of(r, &r->groups);
    s->materials = mnz_reader_alloc(r, s->num_materials, sizeof *s->materials);
    s->actors = mnz_reader_alloc(r, s->num_actors, sizeof *s->actors);
    s->regimes = mnz_reader_alloc(r, s->num_regimes, sizeof *s->regimes);
    s->controls = mnz_reader_alloc(r, s->num_controls, sizeof *s->controls);
    s->policies = mnz_reader_alloc(r, s->num_policies, sizeof *s->policies);
}
