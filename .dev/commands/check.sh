#!/usr/bin/env bash
# Format, layers, coroutine trap and clang-tidy, without running a test
. "$KIGEN_ROOT/.dev/lib.sh"
"$KIGEN_ROOT/dev" format --check
python3 "$KIGEN_ROOT/.dev/checks.py"
for preset in native-asan windows; do
  configure "$preset"
  # New files stand in the compile commands only after CMake looked again.
  cmake --build "$(build_dir "$preset")" --target build.ninja >/dev/null
done
python3 "$KIGEN_ROOT/.dev/tidy.py" "$(build_dir native-asan)" --cache "$KIGEN_CACHE/tidy"
python3 "$KIGEN_ROOT/.dev/tidy.py" "$(build_dir windows)" --cache "$KIGEN_CACHE/tidy"
