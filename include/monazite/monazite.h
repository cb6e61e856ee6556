#ifndef MONAZITE_MONAZITE_H
#define MONAZITE_MONAZITE_H

#include "monazite/diag.h"
#include "monazite/status.h"

#endif
