# Shared by the scripts that need Windows under Wine: a prefix of its own, a display, and how to end both.
# Expects lib.sh. Never touches ~/.wine, nor anything outside the prefix.
export WINEDLLOVERRIDES=${WINEDLLOVERRIDES:-winemenubuilder.exe=d;mscoree,mshtml=d}

# make_prefix DIR: Windows 10, one desktop with a task bar for all programs, no links into the user's home.
make_prefix() {
  local prefix=$1 link font
  mkdir -p "$(dirname "$prefix")"
  rm -rf "$prefix"
  WINEPREFIX=$prefix DISPLAY= timeout 120 wineboot -i >/dev/null 2>&1 || die "Wine did not make $prefix"
  for link in "$prefix"/drive_c/users/*/*; do
    [ -L "$link" ] && rm "$link" && mkdir "$link"
  done
  WINEPREFIX=$prefix DISPLAY= timeout 60 wine winecfg -v win10 >/dev/null 2>&1
  WINEPREFIX=$prefix DISPLAY= timeout 60 wine reg add 'HKCU\Software\Wine\Explorer' /v Desktop /d Default /f >/dev/null 2>&1
  WINEPREFIX=$prefix DISPLAY= timeout 60 wine reg add 'HKCU\Software\Wine\Explorer\Desktops' /v Default /d 1280x900 /f >/dev/null 2>&1
  # A program that crashes on purpose ends; nobody is there to close a dialog about it.
  WINEPREFIX=$prefix DISPLAY= timeout 60 wine reg add 'HKCU\Software\Wine\WineDbg' /v ShowCrashDialog /t REG_DWORD /d 0 /f >/dev/null 2>&1
  # Japanese in every window, whatever the language: certificates carry it even where Windows speaks English.
  for font in 'Tahoma' 'MS Shell Dlg' 'MS Shell Dlg 2' 'Segoe UI' 'DejaVu Sans'; do
    WINEPREFIX=$prefix DISPLAY= timeout 60 wine reg add 'HKLM\Software\Microsoft\Windows NT\CurrentVersion\FontLink\SystemLink' \
      /v "$font" /t REG_MULTI_SZ /d 'NotoSansCJK-Regular.ttc,Noto Sans CJK JP' /f >/dev/null 2>&1
  done
  end_prefix "$prefix"
}

# end_prefix DIR: ends every program of that prefix and waits for it.
end_prefix() {
  WINEPREFIX=$1 timeout 30 wineserver -k 2>/dev/null || true
  WINEPREFIX=$1 timeout 30 wineserver -w 2>/dev/null || true
}

# start_display: sets DISPLAY to an Xvfb of our own, whose id is in KIGEN_XVFB; end_display ends it.
start_display() {
  local pipe number
  pipe=$(mktemp -u)
  mkfifo "$pipe"
  Xvfb -displayfd 3 -screen 0 1280x900x24 -nolisten tcp >/dev/null 2>&1 3>"$pipe" &
  KIGEN_XVFB=$!
  read -r -t 20 number <"$pipe" || { rm -f "$pipe"; end_display; die "Xvfb did not start"; }
  rm -f "$pipe"
  export DISPLAY=:$number
}
end_display() {
  if [ -n "${KIGEN_XVFB:-}" ]; then
    kill "$KIGEN_XVFB" 2>/dev/null || true
    wait "$KIGEN_XVFB" 2>/dev/null || true
    KIGEN_XVFB=
  fi
}

# fresh_prefix DIR: a copy of a prefix as make_prefix makes it, which is kept by what makes it.
fresh_prefix() {
  local key base
  key=$( (wine --version; sha256sum "$KIGEN_ROOT/.dev/wine.sh") 2>/dev/null | sha256sum | cut -c1-12)
  base=$KIGEN_CACHE/wine-$key
  if [ ! -d "$base" ]; then
    make_prefix "$base.partial.$$"
    mv -T "$base.partial.$$" "$base" 2>/dev/null || rm -rf "$base.partial.$$"
  fi
  rm -rf "$1"
  mkdir -p "$(dirname "$1")"
  cp -a --reflink=auto "$base" "$1"
}
