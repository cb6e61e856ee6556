/* import_formats.c - the layouts of public statistics, and their traps. */

#include "document/import_formats.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/number.h"

#define TEXT(id, text) text,
const char *const mnz_drop_text[MNZ_NUM_DROPS] = {MNZ_DROPS(TEXT)};

/* A number with commas between thousands; 0 if it is none. */
static int
read_number(const char *text, double *number)
{
    char plain[64];
    size_t n = 0;

    for (; *text && n < sizeof plain - 1; text++)
        if (*text != ',' && *text != ' ')
            plain[n++] = *text;
    plain[n] = '\0';
    return n > 0 && !*text && mnz_number_parse(plain, number) == MNZ_OK;
}

/* "202405", "2024-05", "2024"; month 52 is a year. */
static int
read_period(const char *text, char period[8])
{
    unsigned digits = 0, n = 0;

    for (; *text; text++) {
        if (isdigit((unsigned char)*text)) {
            digits = digits * 10 + (unsigned)(*text - '0');
            n++;
        } else if (*text != '-' && *text != '/') {
            return 0;
        }
        if (n > 6)
            return 0;
    }
    if (n == 4 && digits >= 1900 && digits < 2200) {
        snprintf(period, 8, "%04u", digits % 10000);
        return 1;
    }
    if (n != 6 || digits / 100 < 1900 || digits / 100 >= 2200)
        return 0;
    if (digits % 100 == 52)
        snprintf(period, 8, "%04u", digits / 100 % 10000);
    else if (digits % 100 >= 1 && digits % 100 <= 12)
        snprintf(period, 8, "%04u-%02u", digits / 100 % 10000, digits % 100);
    else
        return 0;
    return 1;
}

static int
is_import(const struct mnz_import_map *map, int usual)
{
    return map->flow ? strcmp(map->flow, "import") == 0 : usual;
}

/* Seller and buyer of a row that says who reports and who the partner is. */
static enum mnz_drop
set_ends(const struct mnz_import_map *map, const char *reporter, const char *partner,
         int reporter_imports, struct mnz_import_row *row)
{
    const char *one = mnz_import_map_place(map, reporter);
    const char *other = mnz_import_map_place(map, partner);

    row->unknown = !one ? reporter : !other ? partner : NULL;
    if (row->unknown)
        return MNZ_DROP_UNKNOWN_PLACE;
    if (strcmp(one, other) == 0)
        return MNZ_DROP_AREA;
    row->from = reporter_imports ? other : one;
    row->to = reporter_imports ? one : other;
    return MNZ_DROP_NOT;
}

/* The goods of a code; the codes of nomenclatures are text, leading zeros count. */
static const struct mnz_map_goods *
set_goods(const struct mnz_import_map *map, const char *code,
          struct mnz_import_row *row)
{
    const struct mnz_map_goods *goods = mnz_import_map_goods(map, code);

    row->material = goods ? goods->material : NULL;
    row->usd = NAN;
    return goods;
}

enum comtrade {
    CT_PERIOD,
    CT_REPORTER,
    CT_REPORTER_ISO,
    CT_FLOW,
    CT_PARTNER,
    CT_PARTNER_ISO,
    CT_PARTNER2,
    CT_CODE,
    CT_CUSTOMS,
    CT_MOT,
    CT_NET,
    CT_QTY,
    CT_QTY_UNIT,
    CT_VALUE
};
static const struct mnz_format_column comtrade_columns[] = {
    [CT_PERIOD] = {{"period", "refPeriodId"}, 1},
    [CT_REPORTER] = {{"reporterCode"}, 1},
    [CT_REPORTER_ISO] = {{"reporterISO"}, 0},
    [CT_FLOW] = {{"flowCode"}, 1},
    [CT_PARTNER] = {{"partnerCode"}, 1},
    [CT_PARTNER_ISO] = {{"partnerISO"}, 0},
    [CT_PARTNER2] = {{"partner2Code"}, 0},
    [CT_CODE] = {{"cmdCode"}, 1},
    [CT_CUSTOMS] = {{"customsCode"}, 0},
    [CT_MOT] = {{"motCode"}, 0},
    [CT_NET] = {{"netWgt"}, 1},
    [CT_QTY] = {{"qty"}, 0},
    [CT_QTY_UNIT] = {{"qtyUnitCode"}, 0},
    [CT_VALUE] = {{"primaryValue"}, 0},
    {{NULL}, 0},
};

static int
is_zero_or_none(const char *text)
{
    return !*text || strcmp(text, "0") == 0;
}

/* Codes that are no countries: the world, areas "not elsewhere specified". */
static int
is_area(const char *code, const char *iso)
{
    return strcmp(code, "0") == 0 || strcmp(iso, "W00") == 0 || strcmp(iso, "WLD") == 0;
}

/* Net weight in kg, or the quantity where that is in kg (unit 8). 0 and -1 are
 * unknown. */
static double
comtrade_tonnes(const char *const *c)
{
    double kg;

    if (read_number(c[CT_NET], &kg) && kg > 0.0)
        return kg / 1000.0;
    if (strcmp(c[CT_QTY_UNIT], "8") == 0 && read_number(c[CT_QTY], &kg) && kg > 0.0)
        return kg / 1000.0;
    return NAN;
}

static enum mnz_drop
take_comtrade(const struct mnz_import_map *map, const char *const *c,
              struct mnz_import_row *row)
{
    const int imports = is_import(map, 1);
    const struct mnz_map_goods *goods = set_goods(map, c[CT_CODE], row);
    const double tonnes = comtrade_tonnes(c);
    enum mnz_drop drop;

    if (!goods)
        return MNZ_DROP_OTHER_GOODS;
    if (strcmp(c[CT_FLOW], imports ? "M" : "X") != 0)
        return MNZ_DROP_OTHER_FLOW;
    if ((*c[CT_CUSTOMS] && strcmp(c[CT_CUSTOMS], "C00") != 0) ||
        !is_zero_or_none(c[CT_MOT]) || !is_zero_or_none(c[CT_PARTNER2]))
        return MNZ_DROP_PART_OF_TOTAL;
    if (is_area(c[CT_PARTNER], c[CT_PARTNER_ISO]))
        return MNZ_DROP_AREA;
    if (!read_period(c[CT_PERIOD], row->period))
        return MNZ_DROP_BAD_PERIOD;
    drop = set_ends(map, *c[CT_REPORTER] ? c[CT_REPORTER] : c[CT_REPORTER_ISO],
                    *c[CT_PARTNER] ? c[CT_PARTNER] : c[CT_PARTNER_ISO], imports, row);
    if (drop != MNZ_DROP_NOT)
        return drop;
    (void)read_number(c[CT_VALUE], &row->usd);
    if (isnan(tonnes))
        return MNZ_DROP_NO_QUANTITY;
    row->tonnes = tonnes * goods->tonnes;
    return MNZ_DROP_NOT;
}

enum baci { BA_YEAR, BA_FROM, BA_TO, BA_CODE, BA_VALUE, BA_TONNES };
static const struct mnz_format_column baci_columns[] = {
    [BA_YEAR] = {{"t", "year"}, 1},
    [BA_FROM] = {{"i", "exporter"}, 1},
    [BA_TO] = {{"j", "importer"}, 1},
    [BA_CODE] = {{"k", "product"}, 1},
    [BA_VALUE] = {{"v", "value"}, 0},
    [BA_TONNES] = {{"q", "quantity"}, 1},
    {{NULL}, 0},
};

/* The code is text, and loses its zeros in spreadsheets: six digits. */
static enum mnz_drop
take_baci(const struct mnz_import_map *map, const char *const *c,
          struct mnz_import_row *row)
{
    char code[8];
    const struct mnz_map_goods *goods;
    enum mnz_drop drop;
    double tonnes;

    snprintf(code, sizeof code, strlen(c[BA_CODE]) == 5 ? "0%.6s" : "%.6s", c[BA_CODE]);
    goods = set_goods(map, code, row);
    if (!goods)
        return MNZ_DROP_OTHER_GOODS;
    if (!read_period(c[BA_YEAR], row->period))
        return MNZ_DROP_BAD_PERIOD;
    drop = set_ends(map, c[BA_FROM], c[BA_TO], 0, row);
    if (drop != MNZ_DROP_NOT)
        return drop;
    if (read_number(c[BA_VALUE], &row->usd))
        row->usd *= 1000.0;
    if (!read_number(c[BA_TONNES], &tonnes) || !(tonnes > 0.0))
        return MNZ_DROP_NO_QUANTITY;
    row->tonnes = tonnes * goods->tonnes;
    return MNZ_DROP_NOT;
}

enum comext { CX_REPORTER, CX_PARTNER, CX_CODE, CX_FLOW, CX_PERIOD, CX_KG };
static const struct mnz_format_column comext_columns[] = {
    [CX_REPORTER] = {{"REPORTER", "DECLARANT_ISO", "DECLARANT"}, 1},
    [CX_PARTNER] = {{"PARTNER", "PARTNER_ISO"}, 1},
    [CX_CODE] = {{"PRODUCT_NC"}, 1},
    [CX_FLOW] = {{"FLOW"}, 1},
    [CX_PERIOD] = {{"PERIOD"}, 1},
    [CX_KG] = {{"QUANTITY_KG", "QUANTITY_IN_KG"}, 1},
    {{NULL}, 0},
};

static int
has_letter(const char *text)
{
    for (; *text; text++)
        if (isalpha((unsigned char)*text))
            return 1;
    return 0;
}

/* Partners of COMEXT that are no countries: stores, secret, not specified, EU totals.
 */
static int
is_comext_area(const char *partner)
{
    return partner[0] == 'Q' || partner[0] == '_' || strlen(partner) != 2 ||
           strcmp(partner, "EU") == 0;
}

static enum mnz_drop
take_comext(const struct mnz_import_map *map, const char *const *c,
            struct mnz_import_row *row)
{
    const int imports = is_import(map, 1);
    const struct mnz_map_goods *goods = set_goods(map, c[CX_CODE], row);
    enum mnz_drop drop;
    double kg;

    if (!goods)
        return MNZ_DROP_OTHER_GOODS;
    if (has_letter(c[CX_CODE]))
        return MNZ_DROP_CONFIDENTIAL;
    if (strcmp(c[CX_FLOW], imports ? "1" : "2") != 0)
        return MNZ_DROP_OTHER_FLOW;
    if (is_comext_area(c[CX_PARTNER]) && !isdigit((unsigned char)*c[CX_PARTNER]))
        return *c[CX_PARTNER] == 'Q' ? MNZ_DROP_CONFIDENTIAL : MNZ_DROP_AREA;
    if (!read_period(c[CX_PERIOD], row->period))
        return MNZ_DROP_BAD_PERIOD;
    drop = set_ends(map, c[CX_REPORTER], c[CX_PARTNER], imports, row);
    if (drop != MNZ_DROP_NOT)
        return drop;
    if (!read_number(c[CX_KG], &kg) || !(kg > 0.0))
        return MNZ_DROP_NO_QUANTITY;
    row->tonnes = kg / 1000.0 * goods->tonnes;
    return MNZ_DROP_NOT;
}

enum gacc {
    GA_PERIOD,
    GA_CODE,
    GA_PARTNER,
    GA_PARTNER_NAME,
    GA_QTY,
    GA_UNIT,
    GA_QTY2,
    GA_UNIT2
};
static const struct mnz_format_column gacc_columns[] = {
    [GA_PERIOD] = {{"数据年月"}, 1},
    [GA_CODE] = {{"商品编码"}, 1},
    [GA_PARTNER] = {{"贸易伙伴编码"}, 0},
    [GA_PARTNER_NAME] = {{"贸易伙伴名称"}, 1},
    [GA_QTY] = {{"第一数量"}, 1},
    [GA_UNIT] = {{"第一计量单位"}, 1},
    [GA_QTY2] = {{"第二数量"}, 0},
    [GA_UNIT2] = {{"第二计量单位"}, 0},
    {{NULL}, 0},
};

/* Tonnes of a quantity by its unit; NaN where that is no weight. */
static double
weigh(const char *quantity, const char *unit)
{
    static const struct {
        const char *unit;
        double tonnes;
    } units[] = {{"千克", 1e-3}, {"公斤", 1e-3}, {"吨", 1.0}, {"克", 1e-6}};
    double number;

    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strcmp(unit, units[i].unit) == 0)
            return read_number(quantity, &number) ? number * units[i].tonnes
                                                  : (double)NAN;
    return (double)NAN;
}

static enum mnz_drop
take_gacc(const struct mnz_import_map *map, const char *const *c,
          struct mnz_import_row *row)
{
    const struct mnz_map_goods *goods = set_goods(map, c[GA_CODE], row);
    double tonnes = weigh(c[GA_QTY], c[GA_UNIT]);
    enum mnz_drop drop;

    if (!goods)
        return MNZ_DROP_OTHER_GOODS;
    if (!read_period(c[GA_PERIOD], row->period))
        return MNZ_DROP_BAD_PERIOD;
    drop = set_ends(map, map->reporter ? map->reporter : "CN", c[GA_PARTNER_NAME],
                    is_import(map, 0), row);
    if (drop != MNZ_DROP_NOT)
        return drop;
    if (isnan(tonnes))
        tonnes = weigh(c[GA_QTY2], c[GA_UNIT2]);
    if (isnan(tonnes))
        return MNZ_DROP_NO_QUANTITY;
    row->tonnes = tonnes * goods->tonnes;
    return MNZ_DROP_NOT;
}

enum usgs {
    US_COMMODITY,
    US_COUNTRY,
    US_STATISTICS,
    US_DETAIL,
    US_UNIT,
    US_YEAR,
    US_VALUE
};
static const struct mnz_format_column usgs_columns[] = {
    [US_COMMODITY] = {{"Commodity"}, 1},
    [US_COUNTRY] = {{"Country"}, 1},
    [US_STATISTICS] = {{"Statistics"}, 1},
    [US_DETAIL] = {{"Statistics_detail"}, 0},
    [US_UNIT] = {{"Unit"}, 1},
    [US_YEAR] = {{"Year"}, 1},
    [US_VALUE] = {{"Value"}, 1},
    {{NULL}, 0},
};

/* "metric tons", "thousand metric tons", "kilograms", "metric tons of contained
 * cobalt": tonnes of one; 0 for percent, dollars and the like. */
static double
unit_of_usgs(const char *unit)
{
    static const struct {
        const char *begins;
        double tonnes;
    } units[] = {{"metric ton", 1.0},
                 {"thousand metric ton", 1e3},
                 {"million metric ton", 1e6},
                 {"kilogram", 1e-3},
                 {"thousand kilogram", 1.0}};

    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strncasecmp(unit, units[i].begins, strlen(units[i].begins)) == 0)
            return units[i].tonnes;
    return 0.0;
}

/* Values are text: bounds lose their sign, a dash is nothing, W and NA are unknown. */
static enum mnz_drop
read_usgs_value(const char *text, double *value)
{
    static const char *const unknown[] = {"W", "NA", "E", "XX", ""};
    static const char *const nothing[] = {"-", "--", "–", "—", "\xe2\x80\x94"};

    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
        if (strcmp(text, nothing[i]) == 0) {
            *value = 0.0;
            return MNZ_DROP_NOT;
        }
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
        if (strcmp(text, unknown[i]) == 0)
            return MNZ_DROP_WITHHELD;
    if (*text == '>' || *text == '<')
        text++;
    return read_number(text, value) ? MNZ_DROP_NOT : MNZ_DROP_BAD_NUMBER;
}

static enum mnz_drop
take_usgs(const struct mnz_import_map *map, const char *const *c,
          struct mnz_import_row *row)
{
    const struct mnz_map_goods *goods = set_goods(map, c[US_COMMODITY], row);
    const double unit = unit_of_usgs(c[US_UNIT]);
    const char *statistics;
    enum mnz_drop drop;
    double value = 0.0;

    if (!goods || strcasecmp(goods->code, c[US_COMMODITY]) != 0)
        return MNZ_DROP_OTHER_GOODS;
    statistics = goods->statistics ? goods->statistics : "Production";
    if (unit == 0.0 || (strcasecmp(c[US_STATISTICS], statistics) != 0 &&
                        strcasecmp(c[US_DETAIL], statistics) != 0))
        return MNZ_DROP_OTHER_STATISTICS;
    if (strncasecmp(c[US_COUNTRY], "World", 5) == 0 ||
        strncasecmp(c[US_COUNTRY], "Other", 5) == 0)
        return MNZ_DROP_AREA;
    if (!read_period(c[US_YEAR], row->period))
        return MNZ_DROP_BAD_PERIOD;
    row->from = row->to = mnz_import_map_place(map, c[US_COUNTRY]);
    row->unknown = row->from ? NULL : c[US_COUNTRY];
    if (row->unknown)
        return MNZ_DROP_UNKNOWN_PLACE;
    drop = read_usgs_value(c[US_VALUE], &value);
    row->tonnes = value * unit * goods->tonnes;
    return drop;
}

#define AS(what) (1u << MNZ_IMPORT_AS_##what)
const struct mnz_import_format_row mnz_import_formats[] = {
    [MNZ_IMPORT_COMTRADE] = {"comtrade", NULL, AS(LINKS) | AS(OBSERVED),
                             MNZ_IMPORT_AS_LINKS, comtrade_columns, take_comtrade},
    [MNZ_IMPORT_BACI] = {"baci", NULL, AS(LINKS), MNZ_IMPORT_AS_LINKS, baci_columns,
                         take_baci},
    [MNZ_IMPORT_COMEXT] = {"comext", NULL, AS(LINKS) | AS(OBSERVED),
                           MNZ_IMPORT_AS_LINKS, comext_columns, take_comext},
    [MNZ_IMPORT_USGS] = {"usgs", "WINDOWS-1252", AS(MINES), MNZ_IMPORT_AS_MINES,
                         usgs_columns, take_usgs},
    [MNZ_IMPORT_GACC] = {"gacc", "GB18030", AS(LINKS) | AS(OBSERVED),
                         MNZ_IMPORT_AS_OBSERVED, gacc_columns, take_gacc},
    [MNZ_IMPORT_FIGARO] = {"figaro", NULL, AS(VALUE_ADDED), MNZ_IMPORT_AS_VALUE_ADDED,
                           NULL, NULL},
};
