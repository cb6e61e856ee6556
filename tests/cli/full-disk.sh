#!/bin/sh
# A disk that fills in the middle of run, compare, sweep and drivers: a tmpfs of some kilobytes in a
# mount namespace of its own. The command ends with exit status 1 and names the file, no table is
# there, and --resume completes it once there is room. Skipped (77) where this is not allowed.
# full-disk.sh PROGRAM SOURCE
program=$(realpath "$1") source=$2

if [ -z "$MNZ_OWN_MOUNTS" ]; then
    command -v unshare >/dev/null || exit 77
    for how in -m -rm; do
        MNZ_OWN_MOUNTS=1 unshare $how true 2>/dev/null && MNZ_OWN_MOUNTS=1 exec unshare $how sh "$0" "$@"
    done
    echo "full-disk.sh: no mount namespaces here"
    exit 77
fi

room=$(mktemp -d) || exit 99
trap 'umount "$room/disk" 2>/dev/null; rm -rf "$room"' EXIT
mkdir "$room/disk" || exit 99
cd "$room" || exit 99
mount -t tmpfs -o size=64m none "$room/disk" 2>/dev/null || {
    echo "full-disk.sh: no tmpfs can be mounted here"
    exit 77
}
world=$source/scenarios/minerals/licences-2023-08.yaml

fail() {
    echo "full-disk.sh: $*" >&2
    exit 1
}

# fill SIZE ARGUMENT...: on a disk of that size the command fails, and leaves no table.
fill() {
    size=$1
    shift
    rm -rf disk/out
    mount -o "remount,size=$size" "$room/disk" || fail "remount to $size"
    "$program" "$@" -q -o disk/out >out 2>err
    is=$?
    [ "$is" = 1 ] || fail "$1 on $size: status $is, not 1: $(cat err)"
    grep -q '^monazite: disk/out/[^ ]*: No space left on device$' err || fail "$1 on $size: $(cat err)"
    for file in disk/out/*.csv disk/out/manifest.json; do
        [ ! -e "$file" ] || fail "$1 on $size: $file is there"
    done
}

# complete ARGUMENT...: with room, --resume makes the tables of a run that was not disturbed.
complete() {
    mount -o remount,size=64m "$room/disk" || fail "remount"
    "$program" "$@" -q -o disk/out --resume >out 2>err || fail "$1 --resume: $(cat err)"
    [ -d "whole-$1" ] || "$program" "$@" -q -o "whole-$1" >out 2>err || fail "$1: $(cat err)"
    for file in "whole-$1"/*.csv "whole-$1"/scenario*.yaml; do
        [ -e "$file" ] || continue
        cmp "$file" "disk/out/${file##*/}" || fail "$1 --resume: another ${file##*/}"
    done
    "$program" verify disk/out >out 2>err || fail "$1: verify: $(cat err)"
    [ -z "$(find disk/out -name '*.tmp*' -o -name '.*' ! -name . ! -name '.monazite*')" ] ||
        fail "$1 leaves files: $(ls -a disk/out)"
}

for size in 40k 800k 2000k; do
    fill $size run "$world" -n 256
    complete run "$world" -n 256
done
for size in 4k 40k 80k; do
    fill $size sweep "$world" -n 32 --vary controls.gallium_licences.approval=0:1:40
    complete sweep "$world" -n 32 --vary controls.gallium_licences.approval=0:1:40
done
for size in 40k 120k; do
    fill $size compare "$world" -n 64 --alt a:controls.gallium_licences.approval=0.9
    complete compare "$world" -n 64 --alt a:controls.gallium_licences.approval=0.9
done
fill 60k drivers "$world" -n 128
