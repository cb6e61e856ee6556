# clusters.sh PROGRAM SOURCE [mpi] - runs the scripts of docs/clusters.md; each must give the tables
# of one process. A loop stands for sbatch, and for GNU parallel and Snakemake where they are not there.
set -eu

program=$1
source=$2
mpi=${3:-}
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT

fail() {
    echo "clusters: $*"
    exit 1
}

mkdir "$room/bin"
ln -s "$(realpath "$program")" "$room/bin/monazite"
PATH=$room/bin:$PATH

# block NAME: the code block of the page that begins with a comment of this name.
block() {
    awk -v name="$1" '
        /^```/ { inside = !inside; first = inside; mine = 0; next }
        inside && first { first = 0; mine = index($0, "# " name) == 1 }
        inside && mine { print }' "$source/docs/clusters.md"
}

# enter NAME: an empty folder with the scenario.
enter() {
    mkdir "$room/$1"
    cd "$room/$1"
    cp "$room/world.yaml" .
}

# same FOLDER: it has the tables of one process.
same() {
    for table in sweep.csv wide.csv; do
        cmp "$1/$table" "$room/one/whole/$table" || fail "$(pwd): $table is another one"
    done
    monazite verify "$1" >/dev/null || fail "$(pwd): the folder is not as its manifest says"
}

# alike FOLDER ONE TABLE...: it has the tables of the folder ONE.
alike() {
    folder=$1
    one=$2
    shift 2
    for table; do
        cmp "$folder/$table" "$one/$table" || fail "$folder: $table is another one"
    done
    monazite verify "$folder" >/dev/null || fail "$folder: not as its manifest says"
}
run_files="summary.csv monthly.csv quantiles.csv flows.csv industries.csv events.csv state.bin"

# The small scenario of the other tests.
sed -n '/^static const char world/,/;$/p' "$source/tests/cli/room.c" | grep -o '".*"' |
    tr -d '\n' | sed 's/""//g; s/^"//; s/"$//; s/\\n/\n/g' >"$room/world.yaml"

sweep="monazite sweep world.yaml --vary controls.licences.approval=0:1:12 -q"

enter one
$sweep -t 1 -o whole
$sweep -t 2 -o two
same two

enter array
block array.sh >array.sh
block merge.sh >merge.sh
for SLURM_ARRAY_TASK_ID in 1 2 3 4; do
    export SLURM_ARRAY_TASK_ID
    sh array.sh >/dev/null 2>&1 || fail "array.sh, task $SLURM_ARRAY_TASK_ID"
done
sh merge.sh >/dev/null 2>&1 || fail "merge.sh"
same whole

enter parallel
block parallel.sh >parallel.sh
command -v parallel >/dev/null || {
    # `parallel COMMAND ::: ARGUMENT...` with {} for the argument, one after the other.
    cat >"$room/bin/parallel" <<'END'
#!/bin/sh
command=""
while [ "$1" != ::: ]; do
    command="$command '$1'"
    shift
done
shift
for argument; do
    sh -c "$(printf '%s' "$command" | sed "s/{}/$argument/g")" || exit 1
done
END
    chmod +x "$room/bin/parallel"
}
sh parallel.sh >/dev/null 2>&1 || fail "parallel.sh"
same whole

enter snakemake
block Snakefile >Snakefile
if command -v snakemake >/dev/null; then
    snakemake -q -c 2 whole >/dev/null 2>&1 || fail "Snakefile"
else # the same shell lines, in the order that the rules ask for
    shell() { sed -n "/^rule $1:/,/^\$/s/^ *shell: \"\(.*\)\"\$/\1/p" Snakefile; }
    for k in 1 2 3 4; do
        shell part | sed "s/{wildcards.k}/$k/; s/{output}/part$k/; s/{threads}/2/" >part.sh
        sh part.sh >/dev/null 2>&1 || fail "Snakefile, part $k"
    done
    shell whole | sed 's/{input}/part1 part2 part3 part4/; s/{output}/whole/' >whole.sh
    sh whole.sh >/dev/null 2>&1 || fail "Snakefile, whole"
fi
same whole

# Parts of a run and of a comparison.
enter parts
block run-array.sh >run-array.sh
block run-merge.sh >run-merge.sh
sed -i 's/-n 200000/-n 1000/; s/-n 20000/-n 300/' run-array.sh
for SLURM_ARRAY_TASK_ID in 1 2 3 4; do
    export SLURM_ARRAY_TASK_ID
    sh run-array.sh >/dev/null 2>&1 || fail "run-array.sh, task $SLURM_ARRAY_TASK_ID"
done
sh run-merge.sh >/dev/null 2>&1 || fail "run-merge.sh"
monazite run world.yaml -n 1000 -q -t 1 -o run1
alike run run1 $run_files
monazite compare world.yaml --alt open:controls.licences.approval=0.9 -n 300 -q -t 1 -o compare1
alike compare compare1 compare.csv

# The worked sweeps, with few trials.
for script in "$source"/scenarios/sweeps/*; do
    folder=$room/$(basename "$script")
    case $script in
        *.sh) start="sh $script" ;;
        *.py) continue ;;
        *) start="monazite sweep $script" ;;
    esac
    $start -n 16 -q -o "$folder" 2>"$room/err" || fail "$script: $(cat "$room/err")"
    monazite verify "$folder" >/dev/null || fail "$script: the folder"
    [ "$(wc -l <"$folder/wide.csv")" -gt 4 ] || fail "$script: too few points"
done

[ -n "$mpi" ] && command -v mpirun >/dev/null || {
    echo "without MPI"
    exit 0
}
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
export OMPI_MCA_rmaps_base_oversubscribe=1 OMPI_MCA_hwloc_base_binding_policy=none

enter mpi
block mpi.sh >mpi.sh
block run-mpi.sh >run-mpi.sh
# This machine may have fewer processors.
sed -i 's/ --map-by "[^"]*"//; s/-n 200000/-n 1000/' mpi.sh run-mpi.sh
sh mpi.sh >out 2>&1 || fail "mpi.sh: $(cat out)"
same whole
sh run-mpi.sh >out 2>&1 || fail "run-mpi.sh: $(cat out)"
alike run ../parts/run1 $run_files
for ranks in 1 3; do
    mpirun -n $ranks $sweep -o "ranks$ranks" >out 2>&1 || fail "$ranks ranks: $(cat out)"
    same "ranks$ranks"
done

# A rank that dies ends the job; --resume completes it. It dies as soon as there is a journal, when
# the first of twelve points is under way.
long="monazite sweep world.yaml --vary controls.licences.approval=0:1:12 -n 8000 -q"
$long -o undisturbed
mpirun -n 2 sh -c 'if [ "$OMPI_COMM_WORLD_RANK" = 1 ]; then (while [ ! -s died/sweep.journal ]; do sleep 0.02; done; kill -9 $$) & fi
    exec '"$long"' -o died -t 1' >out 2>&1 && fail "a rank that dies goes unnoticed"
[ ! -e died/sweep.csv ] || fail "a job that died left a table"
mpirun -n 2 $long -o died --resume >out 2>&1 || fail "after a rank died: $(cat out)"
cmp died/sweep.csv undisturbed/sweep.csv || fail "after a rank died"

# Runs, comparisons and drivers: ranks share the trials.
enter shared
measures="--alt fast:controls.licences.processing=1month --alt open:controls.licences.approval=0.9"
run="monazite run world.yaml -n 1500 --sampler sobol -q"
compare="monazite compare world.yaml -n 700 $measures -q --digits full"
drivers="monazite drivers world.yaml -n 700 --sampler latin -q"
$run -t 1 -o run1
$run -t 2 -o run2
alike run2 run1 $run_files
$compare -t 1 -o compare1
$compare -t 2 -o compare2
alike compare2 compare1 compare.csv
$drivers -t 1 -o drivers1
for ranks in 2 3; do
    mpirun -n $ranks $run -o "ranks$ranks" >out 2>&1 || fail "run, $ranks ranks: $(cat out)"
    alike "ranks$ranks" run1 $run_files
done
mpirun -n 3 $compare -o compare3 >out 2>&1 || fail "compare, 3 ranks: $(cat out)"
alike compare3 compare1 compare.csv
mpirun -n 2 $drivers -o drivers2 >out 2>&1 || fail "drivers, 2 ranks: $(cat out)"
alike drivers2 drivers1 drivers.csv
mpirun -n 2 $run --trials-csv -o rows >out 2>&1 && fail "--trials-csv of two ranks"
grep -q "is written by one process" out || fail "--trials-csv: $(cat out)"

# The first of two scenarios is stored when it is done; then a rank dies.
two="monazite run world.yaml world.yaml -n 30000 -q"
$two -o calm
mpirun -n 2 sh -c 'if [ "$OMPI_COMM_WORLD_RANK" = 1 ]; then (while [ ! -s sudden/unfinished.1.bin ]; do sleep 0.02; done; kill -9 $$) & fi
    exec '"$two"' -o sudden -t 1' >out 2>&1 && fail "a rank of a run that dies goes unnoticed"
[ -s sudden/unfinished.1.bin ] || fail "what was done is lost: $(cat out)"
[ ! -e sudden/summary.csv ] || fail "a run that died left a table"
mpirun -n 2 $two -o sudden --resume >out 2>&1 || fail "after a rank of a run died: $(cat out)"
alike sudden calm summary.csv monthly.csv state.1.bin state.2.bin
[ ! -e sudden/unfinished.1.bin ] || fail "nothing is unfinished"

# Ranks of different studies, and commands that do not share their work, are refused.
mpirun -n 1 $sweep -o odd : -n 1 $sweep -o odd -s 9 >out 2>&1 && fail "different studies"
grep -q MNZ-E1807 out || fail "different studies: $(cat out)"
mpirun -n 1 $run : -n 1 $run -s 9 >out 2>&1 && fail "different runs"
grep -q MNZ-E1807 out || fail "different runs: $(cat out)"
mpirun -n 2 monazite why world.yaml -q >out 2>&1 && fail "why shares its work"
grep -q "does not share its work" out || fail "why: $(cat out)"
