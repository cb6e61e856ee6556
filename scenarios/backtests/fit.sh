#!/bin/sh
# fit.sh - fits what is free in the back-tests to April, May and June of 2025.
#
#   scenarios/backtests/fit.sh build/monazite
#
# writes 2025-magnets-fitted/ and 2025-heavies-fitted/ beside this file: posteriors as scenarios
# over their priors. Months from July on have no say. The same version writes the same bytes.
# The error is small because flows bring the scatter of their months along.
set -eu

monazite=$1
here=$(cd "$(dirname "$0")" && pwd)

# fit NAME INPUTS...
fit() {
    name=$1
    shift
    for inputs in "$@"; do
        shift
        set -- "$@" --inputs "$inputs"
    done
    "$monazite" calibrate "$here/$name.yaml" --observed "$here/$name-observed.csv" \
        --trials 32000 --error 0.1 --ess 100 --draws 500 "$@" --output "$here/$name-fitted" --force --no-progress
}

fit 2025-magnets 'checks_*.general' 'checks_*.processing' 'checks_us.from'
fit 2025-heavies 'a18_??_*.processing' 'a18_??_*.approval.civil'
