#!/usr/bin/env bash
# Install Kigen into a Wine prefix, show the warning, renew against a demo RA: run [--once] [--folder DIR] [--lang ja|en]
. "$KIGEN_ROOT/.dev/lib.sh"
. "$KIGEN_ROOT/.dev/wine.sh"
once=0
folder=
lang=$(case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in ja*) echo ja ;; *) echo en ;; esac)
deadline=120
while [ $# -gt 0 ]; do
  case $1 in
    --once) once=1; shift ;;
    --folder) folder=$(cd "${2:?"--folder needs a folder"}" && pwd) || die "no such folder: $2"; shift 2 ;;
    --lang) lang=${2:?"--lang needs ja or en"}; shift 2 ;;
    *) die "unknown option $1" ;;
  esac
done
[ "$lang" = ja ] || [ "$lang" = en ] || die "--lang is ja or en"
[ -t 0 ] && [ -t 1 ] || once=1

"$KIGEN_ROOT/.dev/setup.sh" windows
say "Building the MSI"
msi=$(KIGEN_ROOT=$KIGEN_ROOT bash "$KIGEN_ROOT/.dev/commands/package.sh" | tail -n 1)
build windows --target kigen-test-pki kigen-window-driver kigen-demo-ra >&2
programs=$(build_dir windows)/bin
shots=$KIGEN_BUILD/run
rm -rf "$shots"
mkdir -p "$shots"

# Wine takes fonts from here; names in certificates are Japanese in English windows too.
unset LC_ALL LC_MESSAGES
export LANG=ja_JP.UTF-8
export WINEPREFIX=$KIGEN_CACHE/run/prefix
KIGEN_XVFB=
leave() {
  trap - EXIT INT TERM HUP
  end_prefix "$WINEPREFIX"
  end_display
}
trap leave EXIT
trap 'exit 130' INT TERM HUP

say "Preparing $WINEPREFIX"
[ -d "$WINEPREFIX" ] && end_prefix "$WINEPREFIX"
fresh_prefix "$WINEPREFIX"
if [ -z "${DISPLAY:-}" ] || ! xdpyinfo >/dev/null 2>&1; then start_display; fi
wine reg add 'HKCU\Software\Kigen' /v Language /d "$lang" /f >/dev/null 2>&1

say "Installing $(basename "$msi")"
timeout 180 wine msiexec /i "$(winepath -w "$msi" 2>/dev/null)" /qn STARTNOW=0 || die "msiexec failed ($?)"
installed="$WINEPREFIX/drive_c/Program Files/Kigen"
data="$WINEPREFIX/drive_c/ProgramData/Kigen"
ctl() { timeout 60 wine "$installed/kigenctl.exe" --lang "$lang" "$@" 2>/dev/null | tr -d '\r'; }

say "Starting the demo registration authority, with certificates that it renews"
mkdir -p "$data/profiles"
demo="$WINEPREFIX/drive_c/kigen-demo"
mkdir -p "$demo/issued"
wine "$programs/kigen-demo-ra.exe" --data 'C:\kigen-demo\ra' --write-profiles 'C:\ProgramData\Kigen\profiles' \
  --key-provider capi --out 'C:\kigen-demo\issued' --issue customs-filing:RENEW001:days=12 \
  --issue customs-filing:RENEW002:days=0 --issue corporate-banking-expired:KAISHA01:days=-30 \
  >"$demo/ready.json" 2>"$demo/errors.txt" </dev/null &
for _ in $(seq 300); do
  grep -q ready "$demo/ready.json" && break
  sleep 0.2
done
grep -q ready "$demo/ready.json" || die "kigen-demo-ra did not start: $(cat "$demo/errors.txt")"
for file in "$demo"/issued/*.p12; do
  timeout 60 wine "$programs/kigen-test-pki.exe" --import-file "C:\\kigen-demo\\issued\\$(basename "$file")" 2>&1 ||
    die "$(basename "$file") was not imported"
done

say "Certificates of every other status, in the user's and the machine's store"
timeout 180 wine "$programs/kigen-test-pki.exe" --out 'C:\kigen-demo' --profile 'C:\ProgramData\Kigen\profiles\demo.toml' \
  --host localhost:443 --host ra.kigen-demo.invalid:443 --without due-in-12-days --without due-today --without expired-30-days --import \
  2>/dev/null | tr -d '\r' || die "kigen-test-pki failed"
if [ -n "$folder" ]; then
  # The running service takes it at once, as it would when an administrator writes the file.
  printf '[[source]]\nkind = "folder"\npath = '"'%s'"'\n' "$(winepath -w "$folder" 2>/dev/null)" >"$data/kigen.toml"
  say "Also watching $folder"
fi

say "Starting the tray program"
wine "$installed/kigen-tray.exe" --logon >/dev/null 2>&1 &
if ! title=$(timeout $((deadline + 30)) wine "$programs/kigen-window-driver.exe" wait KigenWarning $deadline 2>/dev/null); then
  import -window root "$shots/no-warning.png" 2>/dev/null || true
  ctl status >&2 || true
  die "no warning within $deadline seconds; see $shots/no-warning.png and $data/logs"
fi
say "The warning stands: $(tr -d '\r' <<<"$title")"
# The window exists a moment before it is painted: look until two pictures agree.
picture() {
  local file=$1 last= now=
  for _ in $(seq 20); do
    import -window root "$file"
    now=$(sha256sum <"$file")
    [ "$now" = "$last" ] && return
    last=$now
    sleep 0.3
  done
}
picture "$shots/warning.png"
shown=$SECONDS
if [ -n "$folder" ]; then
  wanted=$(winepath -w "$folder" 2>/dev/null)
  until ctl list | grep -qF "$wanted" || [ $SECONDS -gt $((shown + 60)) ]; do sleep 0.5; done
fi
say "Inventory"
ctl list
ctl status

if [ $once = 1 ]; then
  wine "$programs/kigen-window-driver.exe" command KigenTray 101 2>/dev/null &&
    timeout 40 wine "$programs/kigen-window-driver.exe" wait KigenMain 20 >/dev/null 2>&1 && picture "$shots/main.png"
  say "Renewing from the warning, through the wizard's windows"
  python3 "$KIGEN_ROOT/tests/e2e/renew_from_warning.py" --programs "$programs" --shots "$shots" --password pass-word-01 ||
    die "the renewal did not end as it should; see $shots"
  replaced=0
  for _ in $(seq 60); do
    replaced=$(ctl list --json | grep -o '"status": *"superseded"' | wc -l)
    [ "$replaced" -gt 0 ] && break
    sleep 0.5
  done
  say "Inventory after the renewal"
  ctl list
  [ "$replaced" = 1 ] || die "the old certificate is not marked superseded"
  say "Screenshots: $(cd "$shots" && printf "$shots/%s " *.png)"
  exit 0
fi
say "Screenshot: $shots/warning.png. “Renew now” goes through to the end. Passwords and codes of the demo RA's accounts:"
timeout 60 wine "$programs/kigen-demo-ra.exe" --list 2>/dev/null | tr -d '\r'
say "Ctrl-C ends it"
# In the background, so that a signal is served at once; it also ends when the last program of the prefix does.
wineserver -w 2>/dev/null &
wait $! || true
