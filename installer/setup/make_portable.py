#!/usr/bin/env python3
"""Makes the portable folder as a zip: the wizard, the program that works with tokens, profiles, help, nothing to install.

make_portable.py --bin FOLDER --version 1.2.3 --output Kigen-1.2.3-portable-x64.zip
The same content gives the same file.
"""
import argparse
import pathlib
import shutil
import subprocess
import tempfile
import zipfile

from make_msi import ROOT, SETUP, windows_text, write_licences

PROGRAMS = ['kigen-wizard.exe', 'kigen-token.exe', 'kigen-root-helper.exe']
FOLDER = 'Kigen'
# What is zipped has no date of its own; this is the earliest that a zip can tell.
NO_DATE = (1980, 1, 1, 0, 0, 0)


def fill(folder: pathlib.Path, binaries: pathlib.Path, version: str) -> None:
    for name in PROGRAMS:
        if not (binaries / name).exists():
            raise SystemExit(f'make_portable: {binaries / name} has not been built')
        subprocess.run(['x86_64-w64-mingw32-strip', '-p', '-o', folder / name, binaries / name], check=True)
    (folder / 'issuers').mkdir()
    for profile in sorted((ROOT / 'config' / 'issuers').glob('*.toml')):
        shutil.copy(profile, folder / 'issuers')
    shutil.copytree(ROOT / 'installer' / 'help', folder / 'help')
    windows_text(SETUP / 'portable.ini', folder / 'portable.ini')
    windows_text(SETUP / 'README-portable.txt.in', folder / 'README.txt', VERSION=version)
    write_licences(folder / 'third-party-licences.txt')
    (folder / 'data' / 'profiles').mkdir(parents=True)


def pack(folder: pathlib.Path, output: pathlib.Path) -> None:
    output.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(output, 'w', zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(folder.rglob('*')):
            inside = f'{FOLDER}/{path.relative_to(folder).as_posix()}'
            entry = zipfile.ZipInfo(inside + '/' * path.is_dir(), NO_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, b'' if path.is_dir() else path.read_bytes())


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument('--bin', type=pathlib.Path, required=True)
    parser.add_argument('--version', required=True)
    parser.add_argument('--output', type=pathlib.Path, required=True)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix='kigen-portable-') as stage:
        fill(pathlib.Path(stage), arguments.bin, arguments.version)
        pack(pathlib.Path(stage), arguments.output)


if __name__ == '__main__':
    main()
