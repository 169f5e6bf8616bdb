#!/usr/bin/env bash
# Builds the libraries of the Windows product from Debian's source packages into one prefix, outside the tree.
# Usage: windows-prefix.sh PREFIX
set -euo pipefail
prefix=$1
jobs=$(nproc)
work=$(mktemp -d "${TMPDIR:-/tmp}/kigen-prefix.XXXXXX")
trap 'rm -rf "$work"' EXIT
host=x86_64-w64-mingw32

# Debian's own deb-src list for the release in use, with its security patches; the machine's lists stay as they are.
mkdir -p "$work/lists/partial"
python3 - "$work/sources.list" <<'PY'
import glob, re, sys
rows, seen = [], set()
for path in glob.glob('/etc/apt/sources.list.d/*.sources'):
    for stanza in open(path).read().split('\n\n'):
        field = dict(re.findall(r'^(\w[\w-]*):\s*(.*)$', stanza, re.M))
        if 'debian.org' in field.get('URIs', ''):
            for uri in field['URIs'].split():
                for suite in field['Suites'].split():
                    rows.append(f"deb-src [signed-by={field['Signed-By']}] {uri} {suite} main" if 'Signed-By' in field
                                else f"deb-src {uri} {suite} main")
for path in ['/etc/apt/sources.list', *glob.glob('/etc/apt/sources.list.d/*.list')]:
    try:
        for line in open(path):
            if line.startswith('deb ') and 'debian' in line:
                rows.append(re.sub(r'^deb ', 'deb-src ', line.strip()))
    except FileNotFoundError:
        pass
open(sys.argv[1], 'w').write('\n'.join(dict.fromkeys(rows)) + '\n')
PY
apt_source=(-o "Dir::Etc::sourcelist=$work/sources.list" -o Dir::Etc::sourceparts=/dev/null
  -o "Dir::State::lists=$work/lists" -o "APT::Sandbox::User=root")
apt-get "${apt_source[@]}" -qq update
cd "$work"
# The newest version whose parts are all there: a mirror can list a security update whose files it does not hold yet.
fetch() {
  local version
  for version in $(apt-cache "${apt_source[@]}" showsrc "$1" | sed -n 's/^Version: //p' | sort -rV); do
    if apt-get "${apt_source[@]}" -qq source "$1=$version" >fetch.log 2>&1; then
      echo "$1 $version"
      return
    fi
    rm -rf "${1}"-[0-9]*/
  done
  cat fetch.log >&2
  return 1
}
fetch openssl
fetch sqlite3
fetch fmtlib
rm -rf "$prefix.partial"
mkdir -p "$prefix.partial"

(cd openssl-3*/ && ./Configure mingw64 --cross-compile-prefix=$host- CC=gcc-posix no-shared no-tests no-legacy no-engine \
  --prefix="$prefix.partial" --libdir=lib --openssldir=C:/kigen-no-openssl-config >/dev/null &&
  make -s -j"$jobs" build_libs >/dev/null 2>&1 && make -s install_dev >/dev/null)

(cd sqlite3-*/ && ./configure --disable-tcl >/dev/null 2>&1 && make -s sqlite3.c >/dev/null 2>&1 &&
  $host-gcc-posix -O2 -fstack-protector-strong -DSQLITE_THREADSAFE=2 -DSQLITE_DQS=0 -DSQLITE_OMIT_LOAD_EXTENSION \
    -DSQLITE_OMIT_DEPRECATED -DSQLITE_DEFAULT_FOREIGN_KEYS=1 -c sqlite3.c -o sqlite3.o &&
  mkdir -p "$prefix.partial/include" "$prefix.partial/lib" &&
  $host-ar rcs "$prefix.partial/lib/libsqlite3.a" sqlite3.o && cp sqlite3.h sqlite3ext.h "$prefix.partial/include/")

cat >toolchain.cmake <<CM
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_C_COMPILER $host-gcc-posix)
set(CMAKE_CXX_COMPILER $host-g++-posix)
CM
cmake -S fmtlib-* -B fmt -G Ninja -DCMAKE_TOOLCHAIN_FILE="$work/toolchain.cmake" -DCMAKE_BUILD_TYPE=Release -DFMT_TEST=OFF \
  -DFMT_DOC=OFF -DCMAKE_INSTALL_PREFIX="$prefix.partial" >/dev/null
cmake --build fmt --target install >/dev/null

# Header-only ones, as Debian packages them, with their CMake files.
for folder in boost toml++ CLI spdlog; do cp -r "/usr/include/$folder" "$prefix.partial/include/"; done
mkdir -p "$prefix.partial/lib/cmake" "$prefix.partial/share/cmake"
cp -r /usr/share/cmake/CLI11 "$prefix.partial/share/cmake/" 2>/dev/null || true
mkdir -p "$prefix.partial/lib/cmake/spdlog"
cat >"$prefix.partial/lib/cmake/spdlog/spdlogConfig.cmake" <<'CM'
if(NOT TARGET spdlog::spdlog_header_only)
  get_filename_component(_prefix "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)
  add_library(spdlog::spdlog_header_only INTERFACE IMPORTED)
  set_target_properties(spdlog::spdlog_header_only PROPERTIES INTERFACE_INCLUDE_DIRECTORIES "${_prefix}/include"
    INTERFACE_COMPILE_DEFINITIONS SPDLOG_FMT_EXTERNAL INTERFACE_LINK_LIBRARIES fmt::fmt)
endif()
CM
mkdir -p "$prefix.partial/lib/cmake/tomlplusplus"
cat >"$prefix.partial/lib/cmake/tomlplusplus/tomlplusplusConfig.cmake" <<'CM'
if(NOT TARGET tomlplusplus::tomlplusplus)
  get_filename_component(_prefix "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)
  add_library(tomlplusplus::tomlplusplus INTERFACE IMPORTED)
  set_target_properties(tomlplusplus::tomlplusplus PROPERTIES INTERFACE_INCLUDE_DIRECTORIES "${_prefix}/include")
endif()
CM
# The paths that were written down name the final place.
grep -rlF "$prefix.partial" "$prefix.partial" --include='*.pc' --include='*.cmake' 2>/dev/null |
  xargs -r sed -i "s|$prefix.partial|$prefix|g"
rm -rf "$prefix"
mv "$prefix.partial" "$prefix"
