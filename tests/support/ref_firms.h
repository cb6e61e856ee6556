#ifndef TESTS_SUPPORT_REF_FIRMS_H
#define TESTS_SUPPORT_REF_FIRMS_H

/* The law of firms with unequal stocks, docs/model/industries.md#firms-differ. */
struct ref_firms {
    double served; /* of the need N */
    double x;      /* x1: stock left of the firms' own, as a share of the normal one */
};

/* kappa of a coefficient of variation; 1 where it is close to that. */
double ref_kappa(double spread);

/* Of a need N, where G arrives, I was held before and C is the normal stock. */
struct ref_firms ref_firms(double kappa, double N, double G, double I, double C);

#endif
