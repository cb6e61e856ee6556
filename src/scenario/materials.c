/* materials.c - materials: from compositions in oxide or element to content. */

#include "scenario/materials.h"

#include "base/number.h"
#include "scenario/elements.h"
#include "scenario/rows.h"
#include "scenario/section.h"

enum { BASIS_OXIDE, BASIS_ELEMENT };

struct draft_material {
    unsigned stage, basis; /* basis: MNZ_NONE where not said */
    unsigned element;      /* MNZ_NONE where not said, or MNZ_ELEMENT_ITSELF */
    mnz_value_id composition[MNZ_MOST_ELEMENTS];
    mnz_value_id price, elasticity;
};

static const char *const basis_name[] = {
    [BASIS_OXIDE] = "oxide", [BASIS_ELEMENT] = "element", NULL};

#define NAME(id, name) #name,
static const char *const material_stages[] = {MNZ_MATERIAL_STAGES(NAME) NULL};

static const struct mnz_field material_fields[] = {
    {.key = "stage",
     .type = MNZ_FIELD_CHOICE,
     IN(draft_material, stage),
     .choices = material_stages,
     .flags = MNZ_FIELD_REQUIRED,
     .doc = "the stage that makes it"},
    {.key = "composition",
     .type = MNZ_FIELD_CUSTOM,
     .dimension = MNZ_DIM_SHARE,
     IN(draft_material, composition),
     .low = 0,
     .high = 1,
     .custom = &mnz_custom_by_element,
     .doc = "t of each element per t; at stages mine and separation t of oxide. "
            "An element left out is not followed"},
    {.key = "element",
     .type = MNZ_FIELD_CUSTOM,
     IN(draft_material, element),
     .custom = &mnz_custom_element,
     .doc = "instead of `composition`: it is this element's pure oxide, from stage "
            "metal on the pure metal; with `none` its own tonnes are its content"},
    {.key = "basis",
     .type = MNZ_FIELD_CHOICE,
     IN(draft_material, basis),
     .choices = basis_name,
     .doc = "whether the composition counts oxide or element, where "
            "it differs from the stage's habit"},
    {.key = "price",
     .type = MNZ_FIELD_QUANTITY,
     .dimension = MNZ_DIM_PRICE,
     IN(draft_material, price),
     .low = 0,
     .high = INF,
     .flags = MNZ_FIELD_ABOVE,
     .doc = "the base price"},
    {.key = "elasticity",
     .type = MNZ_FIELD_QUANTITY,
     .dimension = MNZ_DIM_NUMBER,
     IN(draft_material, elasticity),
     .low = 0,
     .high = INF,
     .default_text = "0.25",
     .doc = "of short-run demand, written positive. The default is an assumption"},
    ORIGIN,
    END,
};
const struct mnz_record_kind mnz_kind_material = {
    "material",
    "Goods that are traded: concentrate, oxide, metal, alloy, magnet, product.",
    material_fields, NULL};

static void read_material(struct mnz_reader *r, const struct mnz_tree_entry *entry,
                          struct mnz_material *m);
static void set_content(struct mnz_reader *r, const struct mnz_where *where,
                        const struct draft_material *draft, struct mnz_material *m);
static void check_sum(struct mnz_reader *r, const struct mnz_where *where,
                      const struct draft_material *draft);

void
mnz_materials_read(struct mnz_reader *r, const struct mnz_tree *root)
{
    const struct mnz_tree *section = mnz_section_find(root, "materials");
    const size_t errors_before = mnz_diags_errors(r->diags);

    for (uint32_t i = 0; section && r->s->materials && i < r->s->num_materials; i++)
        read_material(r, &section->entries[i], &r->s->materials[i]);
    r->has_wrong_materials = mnz_diags_errors(r->diags) > errors_before;
}

static void
read_material(struct mnz_reader *r, const struct mnz_tree_entry *entry,
              struct mnz_material *m)
{
    const struct mnz_where section = {.key = "materials"};
    struct mnz_where where = {&section, entry->key, entry->key_at, NULL, NULL};
    struct draft_material draft = {.basis = MNZ_NONE, .element = MNZ_NONE};

    mnz_record_read(r, &mnz_kind_material, entry->value, &where, &draft);
    m->name = entry->key;
    m->stage = (enum mnz_stage)draft.stage;
    m->price_usd_per_kg = draft.price;
    m->elasticity = draft.elasticity;
    m->origin = mnz_where_origin(&where);
    m->counts_itself = draft.element == MNZ_ELEMENT_ITSELF;
    set_content(r, &where, &draft, m);
    if (draft.element != MNZ_NONE && mnz_tree_find(entry->value, "composition"))
        mnz_reader_error(r, MNZ_E0701, mnz_tree_find(entry->value, "composition")->at,
                         "'element' alone says that it is pure",
                         "%s has both 'composition' and 'element'",
                         mnz_where_path(r, &where));
}

static void
set_content(struct mnz_reader *r, const struct mnz_where *where,
            const struct draft_material *draft, struct mnz_material *m)
{
    const int counts_oxide =
        draft->basis == MNZ_NONE
            ? m->stage == MNZ_STAGE_MINE || m->stage == MNZ_STAGE_SEPARATION
            : draft->basis == BASIS_OXIDE;

    for (uint32_t e = 0; e < r->s->num_elements; e++) {
        const double per_tonne = counts_oxide ? 1.0 / r->s->elements[e].oxide : 1.0;
        double zero;

        m->content[e] = draft->element == e
                            ? mnz_reader_constant(r, per_tonne)
                            : mnz_reader_product(r, per_tonne, draft->composition[e],
                                                 MNZ_VALUE_NONE);
        if (mnz_reader_is_constant(r, m->content[e], &zero) && zero == 0.0)
            m->content[e] = MNZ_VALUE_NONE;
    }
    check_sum(r, where, draft);
}

/* Assays are rounded: a little above 1 passes. */
static void
check_sum(struct mnz_reader *r, const struct mnz_where *where,
          const struct draft_material *draft)
{
    char text[MNZ_NUMBER_TEXT];
    double sum = 0.0;

    for (uint32_t e = 0; e < r->s->num_elements; e++)
        if (draft->composition[e] != MNZ_VALUE_NONE)
            sum += mnz_reader_nominal(r, draft->composition[e]);
    if (!(sum > 1.001))
        return;
    mnz_number_format(round(sum * 1e6) / 1e6, text);
    mnz_reader_error(r, MNZ_E0702, where->at, "shares of one tonne cannot exceed 1",
                     "the composition of %s sums to %s", mnz_where_path(r, where),
                     text);
}

static void
find_pure_oxides(struct mnz_reader *r, const struct mnz_tree *root)
{
    const struct mnz_tree *section = mnz_section_find(root, "materials");

    r->knows_pure_oxides = 1;
    for (uint32_t e = 0; e < r->s->num_elements; e++)
        r->pure_oxide[e] = r->other_oxide[e] = MNZ_NONE;
    for (uint32_t i = 0; section && i < r->s->num_materials; i++) {
        const struct mnz_material *m = &r->s->materials[i];

        if (m->stage != MNZ_STAGE_SEPARATION ||
            !mnz_tree_find(section->entries[i].value, "element"))
            continue;
        for (uint32_t e = 0; e < r->s->num_elements; e++) {
            if (m->content[e] == MNZ_VALUE_NONE)
                continue;
            if (r->pure_oxide[e] == MNZ_NONE)
                r->pure_oxide[e] = i;
            else if (r->other_oxide[e] == MNZ_NONE)
                r->other_oxide[e] = i;
        }
    }
}

uint32_t
mnz_material_pure_oxide(struct mnz_reader *r, const struct mnz_tree *root,
                        uint32_t element, struct mnz_span at)
{
    uint32_t found, other;

    if (!r->knows_pure_oxides)
        find_pure_oxides(r, root);
    found = r->pure_oxide[element];
    other = r->other_oxide[element];
    if (other != MNZ_NONE)
        mnz_reader_error(
            r, MNZ_E0703, at, "write what it makes under 'uses' and 'makes' instead",
            "separated %s could be '%s' or '%s'", r->s->elements[element].symbol,
            r->s->materials[found].name, r->s->materials[other].name);
    return found;
}
