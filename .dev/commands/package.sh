#!/usr/bin/env bash
# Build the MSI and the portable folder: package [--version X.Y.Z]   into build/package
. "$KIGEN_ROOT/.dev/lib.sh"
version=$(sed -n 's/^set(KIGEN_VERSION \([0-9.]*\) .*/\1/p' "$KIGEN_ROOT/CMakeLists.txt")
while [ $# -gt 0 ]; do
  case $1 in
    # Only the package says so, not the programs in it: enough to try an upgrade.
    --version) version=${2:?"--version needs X.Y.Z"}; shift 2 ;;
    *) die "unknown option $1" ;;
  esac
done
"$KIGEN_ROOT/.dev/setup.sh" windows
build windows --target kigen-service kigen-tray kigen-wizard kigen-token kigenctl kigen-setup-helper kigen-root-helper \
  kigen_icons >&2
msi=$KIGEN_BUILD/package/Kigen-$version-x64.msi
"$KIGEN_ROOT/installer/setup/make_msi.py" --bin "$(build_dir windows)/bin" --version "$version" \
  --icon "$(build_dir windows)/generated/icons/kigen.ico" --output "$msi"
zip=$KIGEN_BUILD/package/Kigen-$version-portable-x64.zip
"$KIGEN_ROOT/installer/setup/make_portable.py" --bin "$(build_dir windows)/bin" --version "$version" --output "$zip"
printf '%s\n' "$zip" "$msi"
