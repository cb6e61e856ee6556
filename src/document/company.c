/* company.c - a bill of materials and stocks as industries and links. */

#include "document/company.h"

#include <math.h>
#include <string.h>

#include "base/countries.h"
#include "base/names.h"
#include "base/number.h"
#include "document/csv_read.h"

enum { BILL_PRODUCT, BILL_MATERIAL, BILL_KG, BILL_UNITS, BILL_VALUE, BILL_ESSENTIAL };
static const char *const bill_columns[] = {
    "product",        "material",  "kg_per_unit", "units_per_month",
    "value_per_unit", "essential", NULL};
enum { STOCK_MATERIAL, STOCK_KG, STOCK_SUPPLIER, STOCK_SHARE, STOCK_LEAD };
static const char *const stock_columns[] = {"material", "stock_kg", "supplier",
                                            "share",    "lead",     NULL};
enum { MOST_COLUMNS = 6, BILL_NEEDED = 4, STOCK_NEEDED = 3 };

/* Rows are compared pair by pair, which bounds a hostile table. */
enum { MOST_COMPANY_ROWS = 2000 };

/* A table of which some columns have a meaning. */
struct table {
    struct mnz_csv csv;
    const char *const *names;
    size_t at[MOST_COLUMNS];
};

struct company {
    struct mnz_arena *arena;
    struct mnz_diags *diags;
    const char *name;
    const struct mnz_tree *country;
    struct mnz_span at;
    struct table bill, stocks;
    struct mnz_tree *industries, *links; /* to which it adds */
    size_t room;                         /* how many more of each */
    int is_full;                         /* said */
};

static enum mnz_status add_company(struct company *c,
                                   const struct mnz_tree_entry *entry);

static const struct mnz_tree *
find_section(const struct mnz_tree *document, const char *name, enum mnz_tree_kind kind)
{
    const struct mnz_tree *section = mnz_tree_find(document, name);

    return section && section->kind == kind ? section : NULL;
}

static size_t
size_of(const struct mnz_tree *section)
{
    return section ? section->num_children : 0;
}

/* Whether there is room for a line or link more; else it is said once. */
static int
has_room(struct company *c)
{
    if (c->room > 0) {
        c->room--;
        return 1;
    }
    if (!c->is_full)
        mnz_diag_add(c->diags, MNZ_E0214, c->at, NULL,
                     "the tables together are too large");
    c->is_full = 1;
    return 0;
}

static enum mnz_status
expand_all(struct company *c, const struct mnz_tree *companies)
{
    enum mnz_status st = MNZ_OK;

    for (size_t i = 0; !st && i < companies->num_children; i++)
        st = add_company(c, &companies->entries[i]);
    return st;
}

/* A copy of a section, with room for the lines of companies. */
static enum mnz_status
copy_sections(struct company *c, const struct mnz_tree *document, size_t more)
{
    const struct mnz_tree *industries =
        find_section(document, "industries", MNZ_TREE_MAPPING);
    const struct mnz_tree *links = find_section(document, "links", MNZ_TREE_SEQUENCE);

    c->industries =
        mnz_tree_new_mapping(c->arena, document->at, size_of(industries) + more);
    c->links = mnz_tree_new_sequence(c->arena, document->at, size_of(links) + more);
    if (!c->industries || !c->links)
        return MNZ_ERR_NOMEM;
    for (size_t i = 0; i < size_of(industries); i++)
        mnz_tree_add(c->industries, industries->entries[i].key,
                     industries->entries[i].key_at, industries->entries[i].value);
    for (size_t i = 0; i < size_of(links); i++)
        mnz_tree_append(c->links, links->items[i]);
    return MNZ_OK;
}

enum mnz_status
mnz_company_expand(const struct mnz_tree *document, struct mnz_arena *arena,
                   struct mnz_diags *diags, const struct mnz_tree **out)
{
    enum { MOST_ROWS = 1 << 16 };
    const struct mnz_tree *companies =
        find_section(document, "company", MNZ_TREE_MAPPING);
    struct company c = {.arena = arena, .diags = diags, .room = MOST_ROWS};
    const struct mnz_tree *wrong = mnz_tree_find(document, "company");
    struct mnz_tree *whole;
    enum mnz_status st;

    *out = document;
    if (!companies && wrong && !mnz_tree_is_null(wrong))
        mnz_diag_add(
            diags, MNZ_E0305, wrong->at,
            "company: {acme: {country: DE, bill: bill.csv, stocks: stocks.csv}}",
            "%s must be a mapping of keys to values", "company");
    if (!companies)
        return MNZ_OK;
    st = copy_sections(&c, document, MOST_ROWS);
    if (!st)
        st = expand_all(&c, companies);
    whole = mnz_tree_new_mapping(arena, document->at, document->num_children + 2);
    if (st || !whole)
        return st ? st : MNZ_ERR_NOMEM;
    for (size_t i = 0; i < document->num_children; i++) {
        const struct mnz_tree_entry *entry = &document->entries[i];

        if (strcmp(entry->key, "company") != 0 &&
            strcmp(entry->key, "industries") != 0 && strcmp(entry->key, "links") != 0)
            mnz_tree_add(whole, entry->key, entry->key_at, entry->value);
    }
    mnz_tree_add(whole, "industries", document->at, c.industries);
    mnz_tree_add(whole, "links", document->at, c.links);
    *out = whole;
    return MNZ_OK;
}

static void
report_unknown(struct company *c, const char *const *names, const struct mnz_csv *csv)
{
    size_t count = 0;

    while (names[count])
        count++;
    for (size_t i = 0; i < csv->num_headers; i++) {
        const char *header = csv->headers[i].text;
        const char *nearest = mnz_nearest(header, names, count);
        size_t k = 0;

        while (names[k] && strcmp(names[k], header) != 0)
            k++;
        if (!names[k] && *header && *header != '_' && strcmp(header, "source") != 0 &&
            strcmp(header, "notes") != 0)
            mnz_diag_add(c->diags, MNZ_E0301, mnz_csv_span(csv, &csv->headers[i]),
                         nearest
                             ? mnz_arena_printf(c->arena, "did you mean '%s'?", nearest)
                             : "a column for readers begins with '_'",
                         "unknown key '%.60s' in %s", header, csv->file);
    }
}

static enum mnz_status
load_table(struct company *c, const struct mnz_tree *record, const char *key,
           const char *const *names, size_t num_needed, struct table *table)
{
    const struct mnz_tree *path = mnz_tree_find(record, key);
    enum mnz_status st;

    table->names = names;
    if (!path || path->kind != MNZ_TREE_SCALAR || mnz_tree_is_null(path)) {
        mnz_diag_add(c->diags, MNZ_E0302, c->at, "the path of a table beside this file",
                     "company.%s lacks '%s'", c->name, key);
        return MNZ_ERR_INPUT;
    }
    st = mnz_csv_load(path->text, path->at, c->arena, c->diags, &table->csv);
    if (!st && table->csv.num_rows > MOST_COMPANY_ROWS) {
        mnz_diag_add(c->diags, MNZ_E0214, path->at,
                     "a bill of a company has at most 2000 rows",
                     "the tables together are too large");
        st = MNZ_ERR_INPUT;
    }
    if (!st)
        report_unknown(c, names, &table->csv);
    for (size_t k = 0; !st && names[k]; k++) {
        table->at[k] = mnz_csv_find(&table->csv, names[k]);
        if (table->at[k] < table->csv.num_headers || k >= num_needed)
            continue;
        mnz_diag_add(c->diags, MNZ_E0313,
                     mnz_csv_span(&table->csv, &table->csv.headers[0]),
                     mnz_csv_list_headers(&table->csv, c->arena),
                     "this table has no column '%s', which every row needs", names[k]);
        st = MNZ_ERR_INPUT;
    }
    return st;
}

/* The cell of a row in a column; NULL where it is empty. */
static const struct mnz_csv_cell *
cell_of(const struct table *t, size_t row, size_t column)
{
    for (size_t i = t->csv.row_start[row]; i < t->csv.row_start[row + 1]; i++)
        if (t->csv.cells[i].header == t->at[column])
            return &t->csv.cells[i];
    return NULL;
}

static const char *
text_of(const struct table *t, size_t row, size_t column)
{
    const struct mnz_csv_cell *cell = cell_of(t, row, column);

    return cell ? cell->text : "";
}

/* A number of at least 0; 0 where the cell is empty or wrong, which was said. */
static double
number_of(const struct table *t, size_t row, size_t column)
{
    double number;

    return !mnz_number_parse(text_of(t, row, column), &number) && number >= 0.0 ? number
                                                                                : 0.0;
}

static void
check_numbers(struct company *c, const struct table *t, size_t column)
{
    for (size_t row = 0; row < t->csv.num_rows; row++) {
        const struct mnz_csv_cell *cell = cell_of(t, row, column);
        double number;

        if (cell && (mnz_number_parse(cell->text, &number) || number < 0.0))
            mnz_diag_add(c->diags, MNZ_E0634, mnz_csv_span(&t->csv, cell),
                         "at least 0, in kilograms, units or dollars",
                         "a number was expected in column '%s', not '%.40s'",
                         t->names[column], cell->text);
    }
}

static const struct mnz_tree *
number_node(struct company *c, struct mnz_span at, double value)
{
    char text[MNZ_NUMBER_TEXT];
    const char *copy;

    mnz_number_format(value, text);
    copy = mnz_arena_strdup(c->arena, text);
    return copy ? mnz_tree_new_scalar(c->arena, at, copy, 0) : NULL;
}

static void
add(struct company *c, struct mnz_tree *mapping, const char *key, struct mnz_span at,
    const struct mnz_tree *value)
{
    (void)c;
    if (mapping && value)
        mnz_tree_add(mapping, key, at, value);
}

/* "acme_control unit" without blanks, which commands would have to quote. */
static const char *
name_line(struct company *c, const char *product)
{
    char *name = (char *)mnz_arena_printf(c->arena, "%s_%s", c->name, product);

    for (char *p = name; p && *p; p++)
        if (*p == ' ' || *p == '.')
            *p = '_';
    return name;
}

/* kg of a material that all lines use in a month. */
static double
used_by_all(const struct company *c, const char *material)
{
    double kg = 0.0;

    for (size_t row = 0; row < c->bill.csv.num_rows; row++)
        if (strcmp(text_of(&c->bill, row, BILL_MATERIAL), material) == 0)
            kg += number_of(&c->bill, row, BILL_KG) *
                  number_of(&c->bill, row, BILL_UNITS);
    return kg;
}

/* Months that the company's stock of a material lasts. */
static double
months_in_stock(const struct company *c, const char *material)
{
    const double used = used_by_all(c, material);
    double kg = 0.0;

    for (size_t row = 0; row < c->stocks.csv.num_rows; row++)
        if (strcmp(text_of(&c->stocks, row, STOCK_MATERIAL), material) == 0)
            kg = fmax(kg, number_of(&c->stocks, row, STOCK_KG));
    return used > 0.0 ? kg / used : 0.0;
}

static void
add_supplies(struct company *c, const char *line, const char *material)
{
    const struct table *t = &c->stocks;

    for (size_t row = 0; row < t->csv.num_rows; row++) {
        const struct mnz_csv_cell *supplier = cell_of(t, row, STOCK_SUPPLIER);
        const struct mnz_csv_cell *share = cell_of(t, row, STOCK_SHARE);
        const struct mnz_csv_cell *lead = cell_of(t, row, STOCK_LEAD);
        const struct mnz_csv_cell *name = cell_of(t, row, STOCK_MATERIAL);
        struct mnz_tree *link, *from;
        struct mnz_span at;

        if (!supplier || !name || strcmp(name->text, material) != 0 || !has_room(c))
            continue;
        at = mnz_csv_span(&t->csv, supplier);
        link = mnz_tree_new_mapping(c->arena, at, 5);
        from = mnz_tree_new_scalar(c->arena, at, supplier->text, 0);
        if (mnz_country_by_code(supplier->text)) {
            struct mnz_tree *of_country = mnz_tree_new_mapping(c->arena, at, 1);

            add(c, of_country, "country", at, from);
            from = of_country;
        }
        add(c, link, "from", at, from);
        add(c, link, "to", at, mnz_tree_new_scalar(c->arena, at, line, 0));
        add(c, link, "material", mnz_csv_span(&t->csv, name),
            mnz_tree_new_scalar(c->arena, mnz_csv_span(&t->csv, name), name->text, 0));
        add(c, link, "share", at,
            mnz_tree_new_scalar(c->arena, at, share ? share->text : "1", 0));
        if (lead)
            add(c, link, "lead", at, mnz_tree_new_scalar(c->arena, at, lead->text, 0));
        if (link)
            mnz_tree_append(c->links, link);
    }
}

/* Additions of a row of the bill to its line's record. */
struct line {
    const char *name;
    struct mnz_tree *uses, *covers, *essential;
    double usd_a_year;
};

static void
add_material(struct company *c, size_t row, struct line *line)
{
    const struct mnz_csv_cell *material = cell_of(&c->bill, row, BILL_MATERIAL);
    const struct mnz_csv_cell *essential = cell_of(&c->bill, row, BILL_ESSENTIAL);
    const double units = number_of(&c->bill, row, BILL_UNITS);
    const double kg = number_of(&c->bill, row, BILL_KG);
    struct mnz_span at;

    if (!material)
        return;
    at = mnz_csv_span(&c->bill.csv, material);
    add(c, line->uses, material->text, at,
        number_node(c, at, kg * units * 12.0 / 1000.0));
    add(c, line->covers, material->text, at,
        number_node(c, at, months_in_stock(c, material->text)));
    if (essential)
        add(c, line->essential, material->text, at,
            mnz_tree_new_scalar(c->arena, mnz_csv_span(&c->bill.csv, essential),
                                essential->text, 0));
    line->usd_a_year =
        fmax(line->usd_a_year, 12.0 * units * number_of(&c->bill, row, BILL_VALUE));
    add_supplies(c, line->name, material->text);
}

static enum mnz_status
add_line(struct company *c, size_t first)
{
    const char *product = text_of(&c->bill, first, BILL_PRODUCT);
    const struct mnz_span at =
        mnz_csv_span(&c->bill.csv, cell_of(&c->bill, first, BILL_PRODUCT));
    const size_t most = c->bill.csv.num_rows;
    struct line line = {name_line(c, product), mnz_tree_new_mapping(c->arena, at, most),
                        mnz_tree_new_mapping(c->arena, at, most),
                        mnz_tree_new_mapping(c->arena, at, most), 0.0};
    struct mnz_tree *record = mnz_tree_new_mapping(c->arena, at, 6);
    struct mnz_tree *stock = mnz_tree_new_mapping(c->arena, at, 1);

    if (!line.name || !line.uses || !line.covers || !line.essential || !record ||
        !stock)
        return MNZ_ERR_NOMEM;
    for (size_t row = first; row < most; row++)
        if (strcmp(text_of(&c->bill, row, BILL_PRODUCT), product) == 0)
            add_material(c, row, &line);
    mnz_tree_add(record, "country", c->country->at, c->country);
    add(c, record, "sector", at, mnz_tree_new_scalar(c->arena, at, c->name, 0));
    mnz_tree_add(record, "uses", at, line.uses);
    mnz_tree_add(stock, "of", at, line.covers);
    mnz_tree_add(record, "stock", at, stock);
    if (line.essential->num_children > 0)
        mnz_tree_add(record, "essential", at, line.essential);
    if (line.usd_a_year > 0.0)
        add(c, record, "value", at, number_node(c, at, line.usd_a_year));
    mnz_tree_add(c->industries, line.name, at, record);
    return MNZ_OK;
}

/* Whether a row above is of the same product. */
static int
is_repeated(const struct company *c, size_t row)
{
    for (size_t above = 0; above < row; above++)
        if (strcmp(text_of(&c->bill, above, BILL_PRODUCT),
                   text_of(&c->bill, row, BILL_PRODUCT)) == 0)
            return 1;
    return 0;
}

static void
check_keys(struct company *c, const struct mnz_tree *record)
{
    static const char *const keys[] = {"country", "bill",     "stocks",
                                       "source",  "verified", "notes"};
    enum { NUM_KEYS = sizeof keys / sizeof *keys };

    if (record->kind != MNZ_TREE_MAPPING)
        return;
    for (size_t i = 0; i < record->num_children; i++) {
        const struct mnz_tree_entry *entry = &record->entries[i];
        const char *nearest = mnz_nearest(entry->key, keys, NUM_KEYS);
        size_t k = 0;

        while (k < NUM_KEYS && strcmp(keys[k], entry->key) != 0)
            k++;
        if (k == NUM_KEYS)
            mnz_diag_add(c->diags, MNZ_E0301, entry->key_at,
                         nearest
                             ? mnz_arena_printf(c->arena, "did you mean '%s'?", nearest)
                             : "its keys are: country, bill, stocks",
                         "unknown key '%.60s' in company.%s", entry->key, c->name);
    }
}

/* A wrong company is reported and left out. */
static enum mnz_status
add_company(struct company *c, const struct mnz_tree_entry *entry)
{
    enum mnz_status st;

    c->name = entry->key;
    c->at = entry->key_at;
    check_keys(c, entry->value);
    c->country = mnz_tree_find(entry->value, "country");
    if (!c->country) {
        mnz_diag_add(c->diags, MNZ_E0302, c->at, "the country where it produces",
                     "company.%s lacks 'country'", c->name);
        return MNZ_OK;
    }
    st = load_table(c, entry->value, "bill", bill_columns, BILL_NEEDED, &c->bill);
    if (!st)
        st = load_table(c, entry->value, "stocks", stock_columns, STOCK_NEEDED,
                        &c->stocks);
    if (!st) {
        check_numbers(c, &c->bill, BILL_KG);
        check_numbers(c, &c->bill, BILL_UNITS);
        check_numbers(c, &c->bill, BILL_VALUE);
        check_numbers(c, &c->stocks, STOCK_KG);
    }
    for (size_t row = 0; !st && row < c->bill.csv.num_rows; row++)
        if (*text_of(&c->bill, row, BILL_PRODUCT) && !is_repeated(c, row) &&
            has_room(c))
            st = add_line(c, row);
    return st == MNZ_ERR_INPUT ? MNZ_OK : st;
}
