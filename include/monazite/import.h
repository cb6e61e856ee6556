#ifndef MONAZITE_IMPORT_H
#define MONAZITE_IMPORT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include "monazite/diag.h"
#include "monazite/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Public statistics as tables of ours: customs files, lists of mines, input-output
 * tables. A map, written in YAML, says which goods are which material and which
 * countries are which places. Files are read row by row in memory that does not grow
 * with them.
 */

/* The formats, with their columns: names, documented where the data are published. */
enum mnz_import_format {
    MNZ_IMPORT_COMTRADE, /* United Nations Comtrade, 47 columns      */
    MNZ_IMPORT_BACI,     /* CEPII BACI: t,i,j,k,v,q                   */
    MNZ_IMPORT_COMEXT,   /* Eurostat COMEXT, full files of a month   */
    MNZ_IMPORT_USGS,     /* United States Geological Survey, MCS data release */
    MNZ_IMPORT_GACC,     /* General Administration of Customs of China */
    MNZ_IMPORT_FIGARO,   /* Eurostat FIGARO, industry by industry    */
    MNZ_NUM_IMPORT_FORMATS
};

/* Results made of the rows. */
enum mnz_import_as {
    MNZ_IMPORT_AS_LINKS,       /* from,to,material,tonnes: a table of links        */
    MNZ_IMPORT_AS_MINES,       /* name,country,stage,...: a table of facilities    */
    MNZ_IMPORT_AS_OBSERVED,    /* month,name,value: for mnz_model_observe()        */
    MNZ_IMPORT_AS_VALUE_ADDED, /* country,sector,value_added: ratios to output     */
    MNZ_NUM_IMPORT_AS
};

/* Their names: "comtrade", "value-added"; NULL behind the last. */
MNZ_API const char *mnz_import_format_name(size_t format);
MNZ_API const char *mnz_import_as_name(size_t as);

/* The table that a format's files make by default. */
MNZ_API enum mnz_import_as mnz_import_default_as(enum mnz_import_format format);

struct mnz_import_job {
    enum mnz_import_format format;
    enum mnz_import_as as;
    const char *const *files; /* paths of `num_files` files of the format */
    size_t num_files;
    const char *map; /* path of the map */
};

/*
 * Read the files, write the table as CSV to `table`, and the report (rows read, used,
 * left out and why, totals by year) as text to `report`, which may be NULL. Each row of
 * the table has its source: file, edition and SHA-256.
 *
 * Errors of files and map are in `diags`: MNZ_ERR_INPUT. A file without a single row
 * that the map knows is one. MNZ_ERR_IO when writing fails.
 */
MNZ_API MNZ_NODISCARD enum mnz_status mnz_import(const struct mnz_import_job *job,
                                                 FILE *table, FILE *report,
                                                 struct mnz_diags *diags);

#ifdef __cplusplus
}
#endif

#endif
