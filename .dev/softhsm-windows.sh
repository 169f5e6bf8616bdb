#!/usr/bin/env bash
# Builds SoftHSM 2 as a Windows DLL, a real PKCS#11 token for the tests, against the OpenSSL of the Windows prefix.
# Usage: softhsm-windows.sh PREFIX WINDOWS_PREFIX; the library is PREFIX/bin/libsofthsm2.dll.
set -euo pipefail
prefix=$1
libraries=$2
jobs=$(nproc)
host=x86_64-w64-mingw32
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/kigen-softhsm.XXXXXX")
trap 'rm -rf "$work"' EXIT

# The deb-src list is made by the very lines that make it for the Windows prefix, whose file keys a slow cache.
lines=$(sed -n '/^mkdir -p "\$work\/lists\/partial"$/,/^apt-get .* update$/p' "$here/windows-prefix.sh")
[ -n "$lines" ] || { echo "windows-prefix.sh no longer makes a deb-src list as it did" >&2; exit 1; }
eval "$lines"
cd "$work"

# The archive may have lost Debian's part of this source; the original tarball is enough, checked against the signed
# index by apt and against the .dsc here.
apt-get "${apt_source[@]}" -qq --download-only source softhsm2 >fetch.log 2>&1 || true
set -- softhsm2_*.orig.tar.gz
[ -f "$1" ] || { cat fetch.log >&2; exit 1; }
sed -n '/^Checksums-Sha256:/,/^Files:/p' softhsm2_*.dsc | awk -v name="$1" '$3 == name {print $1 "  " $3}' >sums
[ -s sums ] || { echo "no checksum of $1 in its .dsc" >&2; exit 1; }
sha256sum --quiet -c sums
mkdir source
tar -xf "$1" -C source --strip-components 1

sed -i 's/^\( *\)main\.cpp$/\1main.cpp win32\/syslog.cpp win32\/setenv.cpp/' source/src/lib/CMakeLists.txt
sed -i 's/^\( *set(CRYPTO_LIBS ${OPENSSL_LIBRARIES}\))$/\1 ws2_32 crypt32 gdi32)/' source/modules/CompilerOptions.cmake
grep -q 'win32/syslog.cpp' source/src/lib/CMakeLists.txt
grep -q 'ws2_32 crypt32' source/modules/CompilerOptions.cmake
# It takes OpenSSL's engine of the processor's random numbers, which the prefix is built without and OpenSSL 3 needs not.
factory=source/src/lib/crypto/OSSLCryptoFactory.cpp
sed -i -e 's/^\tOpenSSL_add_all_algorithms();$/&\n#ifndef OPENSSL_NO_ENGINE/' \
  -e 's/^\t\/\/ Initialise the one-and-only RNG$/#endif\n&/' \
  -e 's/^\tENGINE_finish(rdrand_engine);$/#ifndef OPENSSL_NO_ENGINE\n&/' \
  -e 's/^\trdrand_engine = NULL;$/#endif\n&/' $factory
[ "$(grep -c OPENSSL_NO_ENGINE $factory)" = 2 ]
cat >toolchain.cmake <<CM
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR x86_64)
set(CMAKE_C_COMPILER $host-gcc-posix)
set(CMAKE_CXX_COMPILER $host-g++-posix)
set(CMAKE_FIND_ROOT_PATH /usr/$host $libraries)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(OPENSSL_ROOT_DIR $libraries)
set(OPENSSL_USE_STATIC_LIBS ON)
CM
launcher=()
command -v ccache >/dev/null && launcher=(-DCMAKE_C_COMPILER_LAUNCHER=ccache -DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
export CCACHE_BASEDIR=$work CCACHE_NOHASHDIR=1
# The checks of ECC and AES key wrap want to run programs; OpenSSL 3 has both.
cmake -S source -B build -G Ninja -DCMAKE_TOOLCHAIN_FILE="$work/toolchain.cmake" -DCMAKE_BUILD_TYPE=Release \
  "${launcher[@]}" -DENABLE_GOST=OFF -DENABLE_P11_KIT=OFF -DDISABLE_NON_PAGED_MEMORY=ON -DRUN_ECC=0 -DRUN_AES_KEY_WRAP=0 \
  -DRUN_AES_KEY_WRAP_PAD=0 -DCMAKE_CXX_FLAGS="-w -I$work/source/src/lib/win32" -DCMAKE_SHARED_LINKER_FLAGS=-static \
  >configure.log 2>&1 || { cat configure.log >&2; exit 1; }
cmake --build build --target softhsm2 -- -j"$jobs" >build.log 2>&1 || { grep -A5 'error\|FAILED' build.log | head -n 60 >&2; exit 1; }
rm -rf "$prefix.partial"
mkdir -p "$prefix.partial/bin"
$host-strip -o "$prefix.partial/bin/libsofthsm2.dll" "$(find build -name 'libsofthsm2.dll')"
rm -rf "$prefix"
mv "$prefix.partial" "$prefix"
