#!/usr/bin/env bash
# Format all sources; --check only says which differ
. "$KIGEN_ROOT/.dev/lib.sh"
cd "$KIGEN_ROOT"
mapfile -t files < <(git ls-files --cached --others --exclude-standard -- '*.cpp' '*.h' | while read -r f; do [ -f "$f" ] && echo "$f"; done)
if [ "${1:-}" = --check ]; then
  clang-format --dry-run -Werror "${files[@]}"
else
  clang-format -i "${files[@]}"
fi
