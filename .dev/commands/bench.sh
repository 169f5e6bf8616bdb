#!/usr/bin/env bash
# Figures of speed and memory beside those of the peers, in one table; --quick leaves the 100,000 and 1,000,000 out
. "$KIGEN_ROOT/.dev/lib.sh"
"$KIGEN_ROOT/.dev/setup.sh"
missing=()
for package in certinfo certmonger; do
  dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  say "Installing the peers: ${missing[*]}"
  DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "${missing[@]}" >/dev/null
fi
build native --target kigen-service kigenctl kigen-demo-ra kigen-wizard kigen-token kigen-token-maker kigen-test-token \
  kigen-measure-scan kigen-bench-{certs,check,fleet,ipc,token}
build windows --target kigen-wizard kigen-window-driver
exec python3 "$KIGEN_ROOT/tests/bench/bench.py" --bin "$(build_dir native)/bin" --windows-bin "$(build_dir windows)/bin" "$@"
