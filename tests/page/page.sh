#!/bin/sh
# page.sh PROGRAM SOURCE NODE CHROMIUM [PICTURES] - report pages of runs in a real browser: of a
# world of one industry, of one in which nothing lacks, of a shipped scenario, of a comparison, of
# drivers, of a score, and of all of them.
# Exits with 77, which means skipped, where the browser does not start, or fails itself three times.
set -eu
program=$1 source=$2 node=$3 chromium=$4
room=$(mktemp -d)
# Processes of a browser may still write for a moment.
trap 'rm -rf "$room" 2>/dev/null || { sleep 1; rm -rf "$room"; } || true' EXIT

"$chromium" --version >"$room/version" 2>&1 || exit 77

world() {
    cat <<END
monazite: 1
title: $1
time: {start: 2025-01, months: 12}
run: {trials: 64, seed: 1}
materials:
  ore: {stage: mine, composition: {Nd: 0.2}}
  nd_oxide: {stage: separation, element: Nd, price: 60}
facilities:
  pit: {country: CN, stage: mine, makes: {ore: 1}}
  plant: {country: CN, stage: separation, separates: ore, recovery: 0.9}
industries:
  jp_motors: {country: JP, sector: motors, uses: {nd_oxide: 100}, value: 1e9}
links:
  - {from: pit, to: plant, material: ore, share: 1}
  - {from: plant, to: jp_motors, material: nd_oxide, share: 1, lead: 1}
END
}
world 'One industry & a licence' >"$room/one.yaml"
cat >>"$room/one.yaml" <<END
controls:
  licences: {kind: licence, by: CN, goods: nd_oxide, from: 2025-04,
             approval: {beta: {mode: 0.5, concentration: 8}}, processing: 2 months}
END
world 'Nothing lacks' >"$room/quiet.yaml"
cp -R "$source/scenarios" "$room"
(
    cd "$room"
    "$program" run one.yaml -q -o one
    "$program" run quiet.yaml -q -o quiet
    mkdir later && cp one.yaml later && "$program" run later/one.yaml -q -o later/one
    "$program" run scenarios/china-licensing-2025-04.yaml -q -n 32 -o large
    "$program" compare one.yaml --alt 'fast:controls.licences.processing=0' \
        --alt 'more:controls.licences.approval=0.9' -q -o compared
    "$program" drivers one.yaml -q -o driven
    "$program" drivers one.yaml --design saltelli -n 16 -q -o designed
    "$program" sweep one.yaml --vary controls.licences.approval=0.2:0.8:3 \
        --vary 'controls.licences.processing=1 month,3 months' -q -o swept
    "$program" frontier scenarios/decisions/measures.yaml --budget '1 bn USD' -n 16 --sets 3 -q -o weighed
    "$program" dependency one.yaml -q -o followed
    "$program" n-1 one.yaml -n 8 -q -o without
    "$program" score scenarios/backtests/2025-magnets.yaml -n 32 -q -o scored \
        --observed scenarios/backtests/2025-magnets-observed.csv
)
for folders in one "one later/one" quiet large compared driven designed scored swept weighed followed without "one quiet large compared driven scored swept weighed followed without"; do
    case $folders in
    one* | quiet) fewest=4 ;;
    large) fewest=12 ;;
    compared) fewest=3 ;;
    *) fewest=1 ;;
    esac
    # shellcheck disable=SC2086
    (cd "$room" && "$program" report $folders -o page.html)
    size=$(wc -c <"$room/page.html")
    echo "$folders: $size bytes"
    [ "${folders% *}" != "$folders" ] || [ "$size" -le 2000000 ] || exit 1
    if [ -n "${5:-}" ]; then mkdir -p "$5/$folders"; fi
    # A browser on a busy machine may fail once: the page is wrong where a new one says so each time.
    for try in 1 2 3; do
        status=0
        "$node" "$source/tests/page/check_page.mjs" "$chromium" "$room/page.html" "$room" "$fewest" ${5:+"$5/$folders"} ||
            status=$?
        if [ "$status" -eq 0 ]; then break; fi
        echo "try $try failed with status $status"
    done
    case $status in
    0) ;;
    2) exit 77 ;;
    *) exit "$status" ;;
    esac
done
