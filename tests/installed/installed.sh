#!/bin/sh
# installed.sh - the library as a stranger finds it: installed into a folder of its own, found
# by pkg-config, called by the programs of docs/examples, which are linked shared and static.
#
#     installed.sh BUILD SOURCE PROGRAM CC CXX [FLAG]...
#
# CXX is "" where there is no compiler of C++. FLAGs go to all compilers.
set -eu

build=$1
source=$2
program=$3
cc=$4
cxx=$5
shift 5
room=$(mktemp -d "${TMPDIR:-/tmp}/mnz-installed-XXXXXX")
trap 'rm -rf "$room"' EXIT
warnings="-Wall -Wextra -Wpedantic -Werror"
scenarios=$source/scenarios
failed=0

fail() {
    printf 'FAILED: %s\n' "$*"
    failed=$((failed + 1))
}

# The prefix of what is installed, shared and static, and that of the static one alone.
install_both() {
    DESTDIR=$room/both meson install -C "$build" --no-rebuild --quiet >"$room/install.log" 2>&1 || {
        cat "$room/install.log"
        exit 1
    }
    pc=$(find "$room/both" -name monazite.pc)
    prefix=$room/both$(sed -n 's/^prefix=//p' "$pc")
    cp -R "$room/both" "$room/only-static"
    find "$room/only-static" -name 'libmonazite.so*' -exec rm {} +
    library=$(find "$room/both" -name 'libmonazite.so')
    archive=$(find "$room/both" -name 'libmonazite.a')
}

# flags FOLDER [pkg-config option]...: how to compile against what is installed there.
flags() {
    folder=$1
    shift
    PKG_CONFIG_PATH=$(dirname "$(find "$folder" -name monazite.pc)") pkg-config \
        --define-variable=prefix="$folder${prefix#"$room/both"}" --cflags --libs "$@" monazite
}

# The names that the installed headers declare, one a line.
public_names() {
    cat "$prefix"/include/monazite/*.h | tr '\n' ' ' | sed 's|/\*[^*]*\*\+\([^/*][^*]*\*\+\)*/||g' |
        grep -o 'MNZ_API [^;]*;' | grep -o 'mnz_[a-z0-9_]*(' | tr -d '(' | sort -u
}

check_symbols() {
    public_names >"$room/declared"
    nm -D --defined-only "$library" | awk '{print $3}' | grep -v '^__' | sort -u >"$room/exported"
    [ "$(wc -l <"$room/declared")" -ge 30 ] || fail "the headers declare next to nothing"
    diff "$room/declared" "$room/exported" || fail "what is exported is not what is declared"
    nm -g --defined-only "$archive" | awk 'NF == 3 {print $3}' | grep -v '^__' |
        grep -v '^mnz_' && fail "names of the archive do not begin with mnz_"
    # Those of the compiler's own start files begin with __; sanitizers add more of theirs.
    # _edata and _end are the linker's names for the ends of sections.
    if [ -z "$extra" ] && objdump -t "$library" |
        grep -E '[[:space:]]\.(data|bss)[[:space:]]' |
        awk '$NF !~ /^(__|completed|_edata$|_end$)/ {print $NF}' | grep .; then
        fail "the library has variables that can change"
    fi
    objdump -p "$library" | grep -q 'SONAME *libmonazite\.so\.[0-9]' || fail "no versioned soname"
    return 0
}

# Each header by itself; none needs an internal one.
check_headers() {
    for header in "$prefix"/include/monazite/*.h; do
        name=monazite/$(basename "$header")
        printf '#include <%s>\nint main(void) { return 0; }\n' "$name" >"$room/header.c"
        cp "$room/header.c" "$room/header.cpp"
        # shellcheck disable=SC2086
        $cc -std=c11 $warnings -I"$prefix/include" -fsyntax-only "$room/header.c" || fail "$name in C"
        [ -z "$cxx" ] || $cxx -std=c++11 $warnings -I"$prefix/include" -fsyntax-only \
            "$room/header.cpp" || fail "$name in C++"
    done
}

# make_example NAME FOLDER [pkg-config option]...: an example, linked with what is in FOLDER.
make_example() {
    name=$1
    folder=$2
    shift 2
    how=$(flags "$folder" "$@")
    # shellcheck disable=SC2086
    case $name in
    *.cpp) $cxx -std=c++11 $warnings $extra "$source/docs/examples/$name" -o "$room/example" $how ;;
    *) $cc -std=c17 $warnings $extra "$source/docs/examples/$name" -o "$room/example" $how -pthread -lm ;;
    esac
}

# example NAME ARGUMENT...: shared and static give the same output, and some.
example() {
    name=$1
    shift
    case $name in *.cpp) [ -n "$cxx" ] || {
        echo "skipped $name: no compiler of C++"
        return 0
    } ;; esac
    make_example "$name" "$room/both" || fail "$name does not compile"
    LD_LIBRARY_PATH=$(dirname "$library") "$room/example" "$@" >"$room/$name.shared" 2>"$room/err" || {
        cat "$room/err"
        fail "$name, shared"
    }
    make_example "$name" "$room/only-static" --static || fail "$name does not compile, static"
    "$room/example" "$@" >"$room/$name.static" 2>"$room/err" || {
        cat "$room/err"
        fail "$name, static"
    }
    [ -s "$room/$name.shared" ] || fail "$name says nothing"
    cmp "$room/$name.shared" "$room/$name.static" || fail "$name: shared and static differ"
}

# expect NAME PATTERN: a line of an example's output.
expect() {
    grep -Eq "$2" "$room/$1.shared" || {
        cat "$room/$1.shared"
        fail "$1 does not print $2"
    }
}

check_examples() {
    china=$room/china.yaml # of few trials
    printf 'extends: %s/china-licensing-2025-12.yaml\nrun: {trials: 200}\n' "$scenarios" >"$china"
    backtest=$scenarios/backtests/2025-magnets
    example shortfall.c "$china"
    "$program" run "$china" --csv summary --no-progress | awk -F, '
        NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
        $at["given"] == "" && $at["scope"] == "total" && $at["metric"] == "shortfall_share" {
            printf "mean %.4f, p05 %.4f, p50 %.4f, p95 %.4f\n",
                $at["mean"], $at["p05"], $at["p50"], $at["p95"] }' >"$room/program"
    cmp "$room/program" "$room/shortfall.c.shared" || fail "the program says something else"
    example what_if.c "$china" 'behaviour.adjust=1.5 months'
    expect what_if.c '^lost [0-9.]+ bn USD, with behaviour.adjust=1.5 months [0-9.]+$'
    example watch.c "$china"
    expect watch.c '^interrupted: trials spared$'
    example two_at_once.c "$china"
    expect two_at_once.c '^seed 1: success, mean 0\.[0-9]+$'
    expect two_at_once.c '^seed 2: success, mean 0\.[0-9]+$'
    example figures.c "$china" 'mean(shortfall_share.total)' 'p(shortfall_share.EU > 1 %)'
    expect figures.c '^mean\(shortfall_share.total\) = 0\.[0-9]+ \(0\.[0-9]+ to 0\.[0-9]+\)$'
    example compare.c "$china" 'behaviour.adjust=1 month' 'behaviour.expect=1 month'
    expect compare.c '^behaviour.adjust=1 month: -?[0-9.]+ mn USD'
    example size.c "$scenarios/minerals/licences-2023-08.yaml" industries.jp_gallium.stock.input '12 months' \
        'mean(shortfall_share.jp_gallium) < 0.02'
    expect size.c '^[0-9.]+ months \([0-9.]+ to [0-9.]+\); [0-9]+ runs$'
    example sweep.c "$china" 'behaviour.adjust=1:3:2 months'
    expect sweep.c '^3 months: 0\.[0-9]+ \(0\.[0-9]+ to 0\.[0-9]+\)$'
    example dependency.c "$china" jp_ev_traction Dy
    expect dependency.c '^CN: bought there [0-9.]+ %, passed through 100.0 %$'
    expect dependency.c '^without CN: [0-9]+ % of the need is met$'
    example n_minus_1.c "$china" CN
    expect n_minus_1.c '^without [a-z_]+: [0-9.e+-]+ mn USD lost '
    gallium=$scenarios/minerals/us-ban-2024-12.yaml
    example why.c "$gallium" us_gallium
    expect why.c '^ *[0-9.]+ % of it: '
    expect why.c '^without [a-z0-9_]+: [0-9.]+ %, by -?[0-9.]+ points less'
    example drivers.c "$gallium" us_gallium
    expect drivers.c '^[^ ]+: [0-9.]+ % of the variance '
    expect drivers.c '^no single input: -?[0-9.]+ %$'
    example score.c "$backtest.yaml" "$backtest-observed.csv"
    expect score.c '^magnets_all, 6 months: '
    example limits.cpp "$china"
    [ -z "$cxx" ] || expect limits.cpp ' is short of '
}

# The page shows the example as it is.
check_page() {
    sed -n '/^```c$/,/^```$/p' "$source/docs/library.md" | sed '/^```/d' |
        cmp - "$source/docs/examples/shortfall.c" || fail "docs/library.md shows another program"
}

extra=$*
install_both
check_symbols
check_headers
check_examples
check_page
[ "$failed" -eq 0 ]
