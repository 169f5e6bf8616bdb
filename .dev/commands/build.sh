#!/usr/bin/env bash
# Build one preset: build native | native-asan | native-fuzz | windows [--target T]
. "$KIGEN_ROOT/.dev/lib.sh"
preset=${1:?"which preset: native, native-asan, native-fuzz or windows"}
shift
"$KIGEN_ROOT/.dev/setup.sh" "$preset"
build "$preset" "$@"
