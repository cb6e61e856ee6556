#!/bin/sh
# Each exit status of docs/exit-statuses.md, brought about; the page has the program's own list.
# exits.sh PROGRAM SOURCE
program=$(realpath "$1") source=$2
room=$(mktemp -d) || exit 99
trap 'rm -rf "$room"' EXIT
cd "$room" || exit 99
world=$source/scenarios/minerals/licences-2023-08.yaml
tried=

fail() {
    echo "exits.sh: $*" >&2
    exit 1
}

# expect STATUS ARGUMENT...: the program ends with it.
expect() {
    wanted=$1
    shift
    "$program" "$@" >out 2>err
    is=$?
    [ "$is" = "$wanted" ] || fail "monazite $*: status $is, not $wanted: $(cat err)"
    tried="$tried $wanted"
}

expect 0 check "$world" -q
expect 2 check none.yaml
expect 2 run "$world" --no-such-option
expect 4 run "$world" -q --until 'ci(mean(shortfall_share.total)) < 1e-9' --most 256
expect 5 run "$world" -q -n 64 --fail-if 'mean(shortfall_share.total) < 1'
expect 0 run "$world" -q -n 64 --fail-if 'mean(shortfall_share.total) > 1'
expect 6 sweep "$world" -q -n 16 --vary controls.gallium_licences.approval=0.5,2

# A full disk.
if [ -w /dev/full ]; then
    "$program" run "$world" -q -n 16 --csv summary >/dev/full 2>err
    is=$?
    [ "$is" = 1 ] || fail "a full disk: status $is, not 1: $(cat err)"
fi
expect 1 check "$world" -q --sarif none/log.sarif


# A signal: after the journal or the folder is there, so that the run has begun.
"$program" sweep "$world" -q -n 4000 -t 1 --vary controls.gallium_licences.approval=0:1:500 -o stopped \
    >out 2>err &
pid=$!
for _ in $(seq 300); do
    [ -e stopped/sweep.journal ] && break
    sleep 0.1
done
kill -TERM $pid
wait $pid
is=$?
[ "$is" = 3 ] || fail "SIGTERM: status $is, not 3: $(cat err)"
tried="$tried 3"

# The page has the list, and every status of the list was tried.
"$program" reference exits >list || fail "reference exits"
sed -n '/<!-- exits:begin -->/,/<!-- exits:end -->/p' "$source/docs/exit-statuses.md" | sed '1d;$d' >page
if [ -n "$MNZ_UPDATE_GOLDEN" ]; then
    sed -e '/<!-- exits:begin -->/r list' -e '/<!-- exits:begin -->/,/<!-- exits:end -->/{/<!--/!d}' \
        "$source/docs/exit-statuses.md" >new && cat new >"$source/docs/exit-statuses.md"
else
    cmp list page || fail "docs/exit-statuses.md is stale: MNZ_UPDATE_GOLDEN=1 writes it"
fi
for status in $(sed -n 's/^| \([0-9]*\) |.*/\1/p' list); do
    case " $tried " in
        *" $status "*) ;;
        *) fail "status $status is not tried" ;;
    esac
done
