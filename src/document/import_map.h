#ifndef MNZ_DOCUMENT_IMPORT_MAP_H
#define MNZ_DOCUMENT_IMPORT_MAP_H

#include "base/arena.h"
#include "base/countries.h"
#include "base/diag.h"
#include "document/tree.h"

/*
 * How a table of trade or output becomes one of ours: which goods are which material,
 * which countries are which places of the world, and what its suppliers, buyers and
 * observed flows are called. Written as YAML beside the scenarios.
 */

enum { MNZ_MAP_MOST = 512 };

/* A heading of the nomenclature, or a name of USGS's list. */
struct mnz_map_goods {
    const char *code; /* a prefix of the goods' code */
    size_t length;
    const char *material;
    double tonnes;          /* of the material per t of the goods */
    const char *statistics; /* of usgs: "Production"; or NULL */
};

/* A series of `--as observed`. */
struct mnz_map_flow {
    const char *name, *from, *to, *material; /* from, to: NULL is anybody */
    double scale;                            /* of the written value; 1 */
};

struct mnz_import_map {
    struct mnz_arena arena;
    const struct mnz_tree *tree;
    struct mnz_map_goods goods[MNZ_MAP_MOST];
    size_t num_goods;
    struct mnz_map_flow flows[MNZ_MAP_MOST];
    size_t num_flows;
    const char *flow;               /* "import" or "export"; NULL: the format's */
    const char *reporter;           /* of formats that name none; or NULL */
    const char *encoding, *edition; /* or NULL */
    const char *set;                /* of observed months; or NULL */
    const struct mnz_tree *places, *sellers, *buyers; /* or NULL */
};

/* Read the map at `path`; errors are in `diags`. On MNZ_OK *out is the caller's. */
MNZ_NODISCARD enum mnz_status mnz_import_map_load(const char *path,
                                                  struct mnz_diags *diags,
                                                  struct mnz_import_map **out);
void mnz_import_map_destroy(struct mnz_import_map *map);

/* The goods whose code begins as `code` does, the longest of them; NULL: none. */
const struct mnz_map_goods *mnz_import_map_goods(const struct mnz_import_map *map,
                                                 const char *code);

/* The place of the world for a code or name of a country: the map's, else its alpha-2
 * code. NULL: it is no country, or the map leaves it out. */
const char *mnz_import_map_place(const struct mnz_import_map *map, const char *text);

/* The name of a seller of a material in a place; and the cell for its buyers, a name or
 * a selector. NULL without memory. */
const char *mnz_import_map_seller(struct mnz_import_map *map, const char *place,
                                  const char *material);
const char *mnz_import_map_buyer(struct mnz_import_map *map, const char *place,
                                 const char *material);

#endif
