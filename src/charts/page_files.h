#ifndef MNZ_CHARTS_PAGE_FILES_H
#define MNZ_CHARTS_PAGE_FILES_H

#include <stddef.h>

/*
 * Files that the report page holds, built into the program by embed.c. Without Apache
 * ECharts at build time there are none: `echarts` has no bytes then.
 */
struct mnz_page_file {
    const char *bytes;
    size_t length;
};
extern const struct mnz_page_file mnz_page_echarts, /* the library */
    mnz_page_licences,                              /* of it and of its parts, text */
    mnz_page_script, mnz_page_style;

#endif
