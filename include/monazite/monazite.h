#ifndef MONAZITE_MONAZITE_H
#define MONAZITE_MONAZITE_H

/* Load a model, run it, read its result; score or calibrate it against observations.
 * The library prints nothing but on a stream it is given, and never ends the program.
 */
#include "monazite/bound.h"
#include "monazite/calibrate.h"
#include "monazite/chart.h"
#include "monazite/compare.h"
#include "monazite/criterion.h"
#include "monazite/dependency.h"
#include "monazite/diag.h"
#include "monazite/drivers.h"
#include "monazite/effects.h"
#include "monazite/figure.h"
#include "monazite/frontier.h"
#include "monazite/import.h"
#include "monazite/model.h"
#include "monazite/n_minus_1.h"
#include "monazite/observe.h"
#include "monazite/ranks.h"
#include "monazite/result.h"
#include "monazite/run.h"
#include "monazite/score.h"
#include "monazite/search.h"
#include "monazite/state.h"
#include "monazite/status.h"
#include "monazite/strata.h"
#include "monazite/study.h"
#include "monazite/summary.h"
#include "monazite/sweep.h"
#include "monazite/why.h"

#endif
