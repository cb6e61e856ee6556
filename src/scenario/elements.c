/* elements.c - which elements a scenario follows, and numbers by element. */

#include "scenario/elements.h"

#include <string.h>

#include "scenario/quantity.h"
#include "scenario/rows.h"

const char *const mnz_chemical_symbol[] = {
    "H",  "He", "Li", "Be", "B",  "C",  "N",  "O",  "F",  "Ne", "Na", "Mg", "Al", "Si",
    "P",  "S",  "Cl", "Ar", "K",  "Ca", "Sc", "Ti", "V",  "Cr", "Mn", "Fe", "Co", "Ni",
    "Cu", "Zn", "Ga", "Ge", "As", "Se", "Br", "Kr", "Rb", "Sr", "Y",  "Zr", "Nb", "Mo",
    "Tc", "Ru", "Rh", "Pd", "Ag", "Cd", "In", "Sn", "Sb", "Te", "I",  "Xe", "Cs", "Ba",
    "La", "Ce", "Pr", "Nd", "Pm", "Sm", "Eu", "Gd", "Tb", "Dy", "Ho", "Er", "Tm", "Yb",
    "Lu", "Hf", "Ta", "W",  "Re", "Os", "Ir", "Pt", "Au", "Hg", "Tl", "Pb", "Bi", "Po",
    "At", "Rn", "Fr", "Ra", "Ac", "Th", "Pa", "U",  "Np", "Pu", "Am", "Cm", "Bk", "Cf",
    "Es", "Fm", "Md", "No", "Lr", "Rf", "Db", "Sg", "Bh", "Hs", "Mt", "Ds", "Rg", "Cn",
    "Nh", "Fl", "Mc", "Lv", "Ts", "Og", NULL};
enum { NUM_CHEMICAL = sizeof mnz_chemical_symbol / sizeof *mnz_chemical_symbol - 1 };

struct draft_element {
    mnz_value_id oxide;
};

static const struct mnz_field element_fields[] = {
    {.key = "oxide",
     .type = MNZ_FIELD_QUANTITY,
     .dimension = MNZ_DIM_NUMBER,
     IN(draft_element, oxide),
     .low = 1,
     .high = 100,
     .flags = MNZ_FIELD_CERTAIN | MNZ_FIELD_UNDATED,
     .doc = "t of oxide per t of element, where materials of stages mine and "
            "separation are counted as oxide. Left out: stoichiometry for the rare "
            "earths, 1 for others"},
    ORIGIN,
    END,
};
const struct mnz_record_kind mnz_kind_element = {
    "element", "An element whose content is followed.", element_fields, NULL};

static void
add_element(struct mnz_reader *r, const char *symbol, struct mnz_span at, double oxide)
{
    struct mnz_scenario *s = r->s;
    const uint32_t rare_earth = mnz_word_find(mnz_rare_earth_symbol, symbol);

    if (!mnz_chemical_symbol[mnz_word_find(mnz_chemical_symbol, symbol)]) {
        mnz_reader_error(
            r, MNZ_E0718, at,
            mnz_reader_nearest(r, symbol, mnz_chemical_symbol, NUM_CHEMICAL),
            "'%.60s' is no symbol of a chemical element", symbol);
        return;
    }
    for (uint32_t e = 0; e < s->num_elements; e++)
        if (strcmp(s->elements[e].symbol, symbol) == 0)
            return;
    if (s->num_elements == MNZ_MOST_ELEMENTS) {
        mnz_reader_error(r, MNZ_E0719, at, "leave out those that no material holds",
                         "a scenario follows at most %d elements", MNZ_MOST_ELEMENTS);
        return;
    }
    if (oxide == 0.0)
        oxide = rare_earth < MNZ_NUM_RARE_EARTHS ? mnz_rare_earth_oxide[rare_earth] : 1;
    s->elements[s->num_elements++] = (struct mnz_element){symbol, oxide};
}

static void
add_listed(struct mnz_reader *r, const struct mnz_tree *item, void *context)
{
    (void)context;
    add_element(r, item->text, item->at, 0.0);
}

static void
add_described(struct mnz_reader *r, const struct mnz_tree_entry *entry,
              const struct mnz_where *section)
{
    struct mnz_where where = {section, entry->key, entry->key_at, NULL, NULL};
    struct draft_element draft = {MNZ_VALUE_NONE};
    double oxide = 0.0;

    mnz_record_read(r, &mnz_kind_element, entry->value, &where, &draft);
    (void)mnz_reader_is_constant(r, draft.oxide, &oxide);
    add_element(r, entry->key, entry->key_at, oxide);
}

void
mnz_elements_follow_rare_earths(struct mnz_scenario *s)
{
    s->num_elements = MNZ_NUM_RARE_EARTHS;
    for (uint32_t e = 0; e < MNZ_NUM_RARE_EARTHS; e++)
        s->elements[e] =
            (struct mnz_element){mnz_rare_earth_symbol[e], mnz_rare_earth_oxide[e]};
}

void
mnz_elements_read(struct mnz_reader *r, const struct mnz_tree *root)
{
    const struct mnz_tree *tree =
        root->kind == MNZ_TREE_MAPPING ? mnz_tree_find(root, "elements") : NULL;
    const struct mnz_where where = {.key = "elements", .at = root->at};

    if (!tree || mnz_tree_is_null(tree))
        mnz_elements_follow_rare_earths(r->s);
    else if (tree->kind != MNZ_TREE_MAPPING)
        mnz_reader_each_text(r, tree, &where, "a list of chemical symbols", add_listed,
                             NULL);
    else
        for (size_t i = 0; i < tree->num_children; i++)
            add_described(r, &tree->entries[i], &where);
}

/* The nearest followed symbol, or how to follow this one. */
static const char *
advise(struct mnz_reader *r, const char *name)
{
    const struct mnz_scenario *s = r->s;
    const char *symbols[MNZ_MOST_ELEMENTS], *list = "", *nearest = NULL;

    for (uint32_t e = 0; e < s->num_elements; e++)
        symbols[e] = s->elements[e].symbol;
    if (mnz_chemical_symbol[mnz_word_find(mnz_chemical_symbol, name)])
        return mnz_arena_printf(r->arena,
                                "this scenario does not follow it: write 'elements: "
                                "[%s, ...]' with all that it is to follow",
                                name);
    if (s->num_elements > 0)
        nearest = mnz_reader_nearest(r, name, symbols, s->num_elements);
    for (uint32_t e = 0; !nearest && list && e < s->num_elements; e++)
        list = mnz_arena_printf(r->arena, "%s%s%s", list,
                                e ? ", " : "its elements are: ", symbols[e]);
    return nearest ? nearest : list;
}

/* Without a word: MNZ_NONE. */
static uint32_t
find_element(const struct mnz_scenario *s, const char *symbol)
{
    for (uint32_t e = 0; e < s->num_elements; e++)
        if (strcmp(s->elements[e].symbol, symbol) == 0)
            return e;
    return MNZ_NONE;
}

uint32_t
mnz_element_resolve(struct mnz_reader *r, const char *name, struct mnz_span at)
{
    const uint32_t found = find_element(r->s, name);

    if (found == MNZ_NONE)
        mnz_reader_error(r, MNZ_E0401, at, advise(r, name),
                         "no element is named '%.60s'", name);
    return found;
}

static void
read_element(struct mnz_reader *r, const struct mnz_tree *tree,
             const struct mnz_where *where, const struct mnz_field *field, void *target)
{
    const char *text = mnz_reader_text(r, tree, where, "one word");
    unsigned element = MNZ_NONE;

    (void)field;
    if (text && strcmp(text, "none") == 0)
        element = MNZ_ELEMENT_ITSELF;
    else if (text)
        element = find_element(r->s, text);
    if (text && element == MNZ_NONE)
        mnz_reader_error(r, MNZ_E0310, tree->at, advise(r, text),
                         "%s cannot be '%.60s'", mnz_where_path(r, where), text);
    memcpy(target, &element, sizeof element);
}

static int
is_origin(const char *key)
{
    return strcmp(key, "source") == 0 || strcmp(key, "verified") == 0 ||
           strcmp(key, "notes") == 0;
}

/* In the order of the scenario's elements, whatever that of the keys. */
static void
read_mapping(struct mnz_reader *r, const struct mnz_tree *tree, struct mnz_where *where,
             const struct mnz_demand *demand, mnz_value_id *values)
{
    mnz_where_note_origin(r, tree, where);
    for (size_t i = 0; i < tree->num_children; i++) {
        const struct mnz_tree_entry *entry = &tree->entries[i];

        if (!is_origin(entry->key) && find_element(r->s, entry->key) == MNZ_NONE)
            mnz_reader_error(r, MNZ_E0301, entry->key_at, advise(r, entry->key),
                             "unknown key '%.60s' in %s", entry->key,
                             mnz_where_path(r, where));
    }
    for (uint32_t e = 0; e < r->s->num_elements; e++) {
        const char *symbol = r->s->elements[e].symbol;
        const struct mnz_tree *value = mnz_tree_find(tree, symbol);

        if (value && !mnz_tree_is_null(value))
            values[e] = mnz_quantity_read(
                r, value,
                &(struct mnz_where){.up = where, .key = symbol, .at = value->at},
                demand);
    }
}

static void
read_by_element(struct mnz_reader *r, const struct mnz_tree *tree,
                const struct mnz_where *where, const struct mnz_field *field,
                void *target)
{
    const struct mnz_demand demand = mnz_field_demand(field);
    mnz_value_id *values = target;
    struct mnz_where inner = *where;

    if ((field->flags & MNZ_FIELD_SPREADS) && mnz_tree_is_quantity(tree)) {
        const mnz_value_id value = mnz_quantity_read(r, tree, where, &demand);

        for (uint32_t e = 0; e < r->s->num_elements; e++)
            values[e] = value;
    } else if (tree->kind == MNZ_TREE_MAPPING) {
        read_mapping(r, tree, &inner, &demand, values);
    } else {
        mnz_reader_error(r, MNZ_E0305, tree->at, NULL,
                         "%s must be a mapping of keys to values",
                         mnz_where_path(r, where));
    }
}

const struct mnz_custom mnz_custom_elements = {
    NULL, "a list of chemical symbols, or [elements](#element) by symbol",
    "{\"anyOf\": [{\"type\": \"array\", \"items\": {\"$ref\": \"#/$defs/symbol\"}}, "
    "{\"type\": [\"object\", \"null\"], \"propertyNames\": {\"$ref\": "
    "\"#/$defs/symbol\"}, \"additionalProperties\": {\"anyOf\": [{\"$ref\": "
    "\"#/$defs/element\"}, {\"type\": \"null\"}]}}]}"};

const struct mnz_custom mnz_custom_by_element = {
    read_by_element, "shares by element",
    "{\"anyOf\": [{\"type\": [\"number\", \"null\"]}, {\"type\": \"string\"}, "
    "{\"type\": \"object\", \"properties\": {\"source\": {\"$ref\": "
    "\"#/$defs/names\"}, \"verified\": {\"type\": \"string\"}, \"notes\": {\"type\": "
    "\"string\"}}, \"additionalProperties\": {\"$ref\": \"#/$defs/quantity\"}}]}"};

const struct mnz_custom mnz_custom_element = {
    read_element, "a symbol of `elements`, or `none`",
    "{\"anyOf\": [{\"$ref\": \"#/$defs/symbol\"}, {\"enum\": [\"none\", null]}]}"};
