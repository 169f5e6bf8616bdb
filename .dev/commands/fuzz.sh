#!/usr/bin/env bash
# Run the fuzz targets: fuzz [NAME ...] [--runs N]   (1,000,000 runs each unless told)
. "$KIGEN_ROOT/.dev/lib.sh"
runs=1000000
names=()
while [ $# -gt 0 ]; do
  case $1 in
    --runs) runs=${2:?"--runs needs a number"}; shift 2 ;;
    --runs=*) runs=${1#--runs=}; shift ;;
    -*) die "unknown option $1" ;;
    *) names+=("$1"); shift ;;
  esac
done
[[ $runs =~ ^[1-9][0-9]*$ ]] || die "--runs needs a positive number, not '$runs'"

"$KIGEN_ROOT/.dev/setup.sh" native-fuzz
if [ ${#names[@]} -eq 0 ]; then
  mapfile -t names < <(sed -n 's/^kigen_fuzz_target(\([a-z0-9_]*\) .*/\1/p' "$KIGEN_ROOT/tests/fuzz/CMakeLists.txt")
fi
[ ${#names[@]} -gt 0 ] || die "no fuzz targets in tests/fuzz/CMakeLists.txt"
build native-fuzz --target "${names[@]/#/kigen-fuzz-}" >&2

# What a run learns stays out of the committed corpus; a finding is kept with the input that caused it.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
findings=$(build_dir native-fuzz)/findings
mkdir -p "$findings"
failed=()
for name in "${names[@]}"; do
  seeds=$KIGEN_ROOT/tests/fuzz/corpus/$name
  options=(-runs="$runs" -timeout=10 -rss_limit_mb=2048 -artifact_prefix="$findings/$name-" -print_final_stats=1)
  [ -f "$seeds.dict" ] && options+=(-dict="$seeds.dict")
  mkdir -p "$scratch/$name"
  folders=("$scratch/$name")
  [ -d "$seeds" ] && folders+=("$seeds")
  say "$name: $runs runs"
  started=$SECONDS
  if "$(build_dir native-fuzz)/bin/kigen-fuzz-$name" "${options[@]}" "${folders[@]}" >"$scratch/$name.log" 2>&1; then
    executed=$(sed -n 's/^stat::number_of_executed_units: *//p' "$scratch/$name.log")
    printf '%-12s %10s runs in %4s s, no finding\n' "$name" "${executed:-?}" "$((SECONDS - started))"
  else
    tail -n 60 "$scratch/$name.log" >&2
    printf '%-12s FINDING, input in %s\n' "$name" "$findings"
    failed+=("$name")
  fi
done
[ ${#failed[@]} -eq 0 ] || die "findings in: ${failed[*]}"
