#ifndef MONAZITE_MONAZITE_H
#define MONAZITE_MONAZITE_H

#include "monazite/diag.h"
#include "monazite/model.h"
#include "monazite/result.h"
#include "monazite/run.h"
#include "monazite/status.h"
#include "monazite/summary.h"

#endif
