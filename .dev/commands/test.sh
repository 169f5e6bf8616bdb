#!/usr/bin/env bash
# All tests: checks, unit tests with sanitizers and as Windows programs, faults, end to end; --long for the long forms
. "$KIGEN_ROOT/.dev/lib.sh"
"$KIGEN_ROOT/.dev/setup.sh" all
exec python3 "$KIGEN_ROOT/.dev/test_runner.py" --build "$KIGEN_BUILD" --cache "$KIGEN_CACHE" "$@"
