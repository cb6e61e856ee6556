/* version.c - the program, its compiler, processor and libraries. */

#include "cli/version.h"

#include <gsl/gsl_version.h>
#include <stdint.h>
#include <yaml.h>

#include "cli/ranks_mpi.h"
#include "commit.h"
#include "commit_date.h"
#include "lanes/isa.h"
#include "report/workbook.h"

#if defined(__clang__)
#define COMPILER "clang " __clang_version__
#elif defined(__GNUC__)
#define COMPILER "gcc " __VERSION__
#else
#define COMPILER "unknown"
#endif

struct mnz_build_info
mnz_build_info(void)
{
    return (struct mnz_build_info){
        .version = MNZ_VERSION,
        .commit = MNZ_COMMIT,
        .commit_date = MNZ_COMMIT_DATE,
        .compiler = COMPILER,
        .instruction_set = mnz_isa_name[mnz_isa_best()],
        .gsl = gsl_version,
        .libyaml = yaml_get_version_string(),
    };
}

/* Instruction sets that the program carries code for, those that this processor lacks
 * in brackets. */
static void
print_instruction_sets(FILE *stream)
{
#define ISA_NUMBER(isa, suffix) isa,
    static const enum mnz_isa built[] = {MNZ_ISAS(ISA_NUMBER)};
#undef ISA_NUMBER

    for (size_t i = 0; i < sizeof built / sizeof *built; i++)
        fprintf(stream, mnz_isa_is_usable(built[i]) ? " %s" : " (%s)",
                mnz_isa_name[built[i]]);
}

void
mnz_version_print(FILE *stream)
{
    const struct mnz_build_info b = mnz_build_info();

    fprintf(stream, "monazite %s\n", b.version);
    fprintf(stream, "commit           %s, %s\n", b.commit, b.commit_date);
    fprintf(stream, "compiler         %s\n", b.compiler);
    fprintf(stream, "instruction set  %s, of", b.instruction_set);
    print_instruction_sets(stream);
    fprintf(stream, "\nlibraries        GSL %s, libyaml %s", b.gsl, b.libyaml);
    if (mnz_workbook_is_there())
        fprintf(stream, ", %s", mnz_workbook_library());
    if (mnz_ranks_library())
        fprintf(stream, ", %s", mnz_ranks_library());
    putc('\n', stream);
    fprintf(stream, "build            %s\n", MNZ_BUILD_TYPE);
    fprintf(stream, "features         %s\n",
            *MNZ_FEATURES ? MNZ_FEATURES : "none optional");
}
