#!/usr/bin/env bash
# Format, layers, coroutine trap and clang-tidy, without running a test
. "$KIGEN_ROOT/.dev/lib.sh"
"$KIGEN_ROOT/dev" format --check
python3 "$KIGEN_ROOT/.dev/checks.py"
configure native
configure windows
python3 "$KIGEN_ROOT/.dev/tidy.py" "$(build_dir native)" --cache "$KIGEN_CACHE/tidy"
python3 "$KIGEN_ROOT/.dev/tidy.py" "$(build_dir windows)" --cache "$KIGEN_CACHE/tidy"
