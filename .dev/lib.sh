# Shared by the scripts of ./dev: where things are, and how to say what happens.
set -euo pipefail
KIGEN_ROOT=${KIGEN_ROOT:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)}
KIGEN_CACHE=${KIGEN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/kigen}
KIGEN_BUILD=${KIGEN_BUILD:-$KIGEN_ROOT/build}
export CCACHE_DIR=${CCACHE_DIR:-$KIGEN_CACHE/ccache} CCACHE_BASEDIR=$KIGEN_ROOT CCACHE_NOHASHDIR=1
# Google Benchmark and the sanitizers need no say here; Wine talks too much by default.
export WINEDEBUG=${WINEDEBUG:--all}

say() { printf '\033[1m== %s\033[0m\n' "$*" >&2; }
die() { printf 'dev: %s\n' "$*" >&2; exit 1; }

# The Windows prefix is keyed by what makes it: change the script or a version and a new one is built beside the old.
windows_prefix() {
  printf '%s/windows-%s' "$KIGEN_CACHE" "$(sha256sum "$KIGEN_ROOT/.dev/windows-prefix.sh" | cut -c1-12)"
}

# SoftHSM as a Windows DLL, for the tests: keyed by what makes it and what it is linked with.
softhsm_windows() {
  printf '%s/softhsm-%s' "$KIGEN_CACHE" \
    "$(cat "$KIGEN_ROOT/.dev/softhsm-windows.sh" "$KIGEN_ROOT/.dev/windows-prefix.sh" | sha256sum | cut -c1-12)"
}

build_dir() { printf '%s/%s' "$KIGEN_BUILD" "$1"; }

# configure PRESET: once, or again when the presets changed.
configure() {
  local preset=$1 dir
  dir=$(build_dir "$preset")
  mkdir -p "$KIGEN_BUILD"
  if [ "$preset" = windows ]; then
    KIGEN_WINDOWS_PREFIX=$(windows_prefix)
    export KIGEN_WINDOWS_PREFIX
  fi
  if [ ! -f "$dir/build.ninja" ] || [ "$KIGEN_ROOT/CMakePresets.json" -nt "$dir/build.ninja" ]; then
    (cd "$KIGEN_ROOT" && cmake --preset "$preset" -B "$dir" -DCMAKE_RUNTIME_OUTPUT_DIRECTORY="$dir/bin" >"$dir.log" 2>&1) ||
      { cat "$dir.log" >&2; return 1; }
  fi
}
build() {
  local preset=$1; shift
  configure "$preset"
  cmake --build "$(build_dir "$preset")" "$@"
}
