#ifndef MONAZITE_DEPENDENCY_H
#define MONAZITE_DEPENDENCY_H

#include "monazite/model.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * On whom industries depend in the baseline, before anything happens, at the medians of
 * all uncertain inputs: the part of their supply that has passed through each country
 * and each facility, directly and further upstream; how concentrated it is; who would
 * stop without whom. docs/model/dependency.md defines every number. It never changes;
 * any number of threads may read it. Texts are those of the model.
 */
struct mnz_dependency;

/*
 * Find it. No trial is run. On MNZ_OK *out is the caller's to destroy, before the
 * model; otherwise it is NULL: MNZ_ERR_NOMEM.
 */
MNZ_API MNZ_NODISCARD enum mnz_status
mnz_model_dependency(const struct mnz_model *model, struct mnz_dependency **out);

/* Does nothing when `dependency` is NULL. */
MNZ_API void mnz_dependency_destroy(struct mnz_dependency *dependency);

/*
 * A part of a buyer's supply. A buyer is an industry; all industries of a country or of
 * a bloc in which they stand as a whole; or all: scope "industry", "country", "bloc" or
 * "total", with the names that mnz_model_group_name() has.
 */
struct mnz_dependence {
    const char *scope, *name;
    const char *element; /* "Nd"; "none": materials without one, by mass; "value" */
    /* "separation"; "origin": where it begins, at mines for most; "": anywhere */
    const char *stage;
    int is_facility;
    const char *origin, *country; /* a facility and where it stands, or twice a place */
    double direct;                /* share bought there; NaN of "origin" */
    double share;  /* share that passed the stage there last; NaN of "" */
    double passed; /* share that passed it at least once; NaN of "origin" */
};

/* All of them that are above 0, *count of them, by buyer, element and stage. */
MNZ_API const struct mnz_dependence *
mnz_dependency_shares(const struct mnz_dependency *dependency, uint32_t *count);

/* How concentrated the shares of a stage are. */
struct mnz_concentration {
    const char *scope, *name, *element, *stage;
    int of_facilities; /* else of countries */
    uint32_t origins;
    double reach;   /* share of supply that passes the stage at all */
    double hhi;     /* sum of squares of the shares of what passes it, 0 to 1 */
    double largest; /* of what passes it */
    const char *largest_origin;
    double top_three;
};

MNZ_API const struct mnz_concentration *
mnz_dependency_concentrations(const struct mnz_dependency *dependency, uint32_t *count);

/* An industry, and a facility or a country's exports without which its need is not
 * met. */
struct mnz_reliance {
    const char *industry;
    int is_facility;
    const char *origin, *country;
    double met_as_bought;   /* share of its need, if nobody turns elsewhere */
    double met_with_backup; /* if all turn to their backups as far as capacities go */
    int has_path;           /* some supply of every input is left */
};

/* All that lower a need, *count of them: by origin, then industry. */
MNZ_API const struct mnz_reliance *
mnz_dependency_reliances(const struct mnz_dependency *dependency, uint32_t *count);

/* The tests of trade economists for a material that a place imports. */
struct mnz_import_test {
    const char *scope, *place; /* "country" or "bloc" */
    const char *material;
    double imports, domestic, exports; /* t a year */
    double import_hhi;                 /* of imports by country of supply */
    const char *largest_supplier;
    double largest;
    double import_share;         /* imports / (imports + domestic) */
    double imports_over_exports; /* NaN without exports */
    double export_hhi;           /* of all places' exports of the material */
    uint32_t criteria_met;       /* of the three of the European Commission (2021) */
};

MNZ_API const struct mnz_import_test *
mnz_dependency_import_tests(const struct mnz_dependency *dependency, uint32_t *count);

#ifdef __cplusplus
}
#endif

#endif
