#ifndef MNZ_NETWORK_CHECK_H
#define MNZ_NETWORK_CHECK_H

#include <stdio.h>
#include "network/content.h"
#include "network/network.h"

/*
 * The report of `monazite check` about a sound scenario: the balance sheet of its
 * baseline at median draws, facilities near capacity, uncertain inputs. Flows in t a
 * year.
 */

/* One material. Its capacity is the output of its makers at theirs: INFINITY if one
 * has no limit; utilisation is made / capacity. */
struct mnz_check_material {
    uint32_t material;
    double required, made, capacity, utilisation;
    double surplus; /* made and not asked for: co-products */
    double missing; /* asked for and not made: by-products */
};

/* One element, in t of it. mined + recycled + missing = consumed + lost + surplus. */
struct mnz_check_element {
    int is_followed; /* some material holds it */
    double mined, recycled, consumed, lost, surplus, missing;
    double utilisation; /* consumed / (mined + recycled); 0 if nothing is */
};

struct mnz_check_facility {
    uint32_t node;
    double activity, capacity, utilisation;
};

/* A link in the scope of an extraterritorial control. */
struct mnz_check_content {
    uint32_t control, link;
    double content; /* controlled share of the value of the link's goods */
    enum mnz_catch caught;
};

struct mnz_check {
    struct mnz_arena arena;
    const struct mnz_network *network; /* borrowed */
    struct mnz_baseline *baseline;
    uint32_t num_facilities, num_industries;
    uint32_t num_materials; /* those made or used, by stage, then in file order */
    struct mnz_check_material *materials;
    struct mnz_check_element elements[MNZ_MOST_ELEMENTS];
    uint32_t num_busy; /* facilities above MNZ_BUSY_ABOVE, the busiest first */
    struct mnz_check_facility *busy;
    uint32_t num_contents; /* by control, then link */
    struct mnz_check_content *contents;
    uint32_t num_inputs; /* uncertain inputs that the analyst wrote, in order */
    uint32_t *inputs;
    uint32_t num_draws; /* inputs that decide events or probabilities, no quantity */
};

#define MNZ_BUSY_ABOVE 0.9

/*
 * Derive the balance sheet of `network`, which must outlive *out. A baseline that
 * starts in shortage gives warnings in `diags`: a required flow above capacity, more of
 * a by-product ordered than made, more of a recycler ordered than the arriving scrap
 * allows. On MNZ_OK *out is the caller's to destroy; else it is NULL: MNZ_ERR_NOMEM.
 */
MNZ_NODISCARD enum mnz_status mnz_check_create(const struct mnz_network *network,
                                               struct mnz_diags *diags,
                                               struct mnz_check **out);

/* Does nothing when `check` is NULL. */
void mnz_check_destroy(struct mnz_check *check);

/* Write it as plain text, at most 100 columns wide. MNZ_ERR_IO when that fails. */
MNZ_NODISCARD enum mnz_status mnz_check_write(const struct mnz_check *check,
                                              FILE *stream);

#endif
