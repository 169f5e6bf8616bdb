#!/usr/bin/env bash
# Installs what building and proving Kigen needs on Debian 12, and makes the Windows prefix when PRESET is windows or absent;
# without one also the token software that the Windows tests use.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
preset=${1:-all}

packages=(
  build-essential cmake ninja-build ccache dpkg-dev python3 git tcl
  libboost1.81-dev libtomlplusplus-dev libfmt-dev libspdlog-dev libcli11-dev libssl-dev libsqlite3-dev
  googletest libgtest-dev libgmock-dev libbenchmark-dev
  clang clang-format clang-tidy libclang-rt-14-dev
  g++-mingw-w64-x86-64-posix mingw-w64-tools wine wine64 libwine winbind xvfb xdotool xauth imagemagick x11-utils
  fonts-noto-cjk wixl msitools librsvg2-bin icoutils openssl sqlite3 python3-cryptography-vectors
  curl strongswan-pki libstrongswan-standard-plugins
  squid samba-common-bin
  libp11-kit-dev softhsm2 opensc opencryptoki
)
missing=()
# dpkg-query fails where it knows a name of none, as on a fresh machine; what it prints is what counts.
installed=$(dpkg-query -W -f '${Package} ${db:Status-Abbrev}\n' "${packages[@]}" 2>/dev/null | awk '$2=="ii" {print $1}' || true)
for package in "${packages[@]}"; do
  grep -qxF "$package" <<<"$installed" || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  say "Installing ${missing[*]}"
  run=()
  [ "$(id -u)" = 0 ] || run=(sudo)
  "${run[@]}" apt-get -qq update
  DEBIAN_FRONTEND=noninteractive "${run[@]}" apt-get -qq install -y --no-install-recommends "${missing[@]}" >/dev/null
fi
if [ "$preset" = windows ] || [ "$preset" = all ]; then
  prefix=$(windows_prefix)
  if [ ! -d "$prefix" ]; then
    say "Building the libraries of the Windows product into $prefix (about two minutes, once)"
    mkdir -p "$KIGEN_CACHE"
    "$KIGEN_ROOT/.dev/windows-prefix.sh" "$prefix"
  fi
fi
if [ "$preset" = all ]; then
  softhsm=$(softhsm_windows)
  if [ ! -d "$softhsm" ]; then
    say "Building SoftHSM for the Windows tests into $softhsm (about two minutes, once)"
    "$KIGEN_ROOT/.dev/softhsm-windows.sh" "$softhsm" "$(windows_prefix)"
  fi
fi
