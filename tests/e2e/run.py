#!/usr/bin/env python3
"""End-to-end tests of the installed product under Wine.

run.py [--build FOLDER] [--only WORD] [--go-on]
FOLDER (default: $KIGEN_BUILD, else build) holds windows/bin with the programs, kigen-test-pki.exe and
kigen-window-driver.exe, and native-asan/bin with kigen-demo-ra. Tests of one suite stand on each other, in order, in one
Windows; after a failure the rest of that suite is not run and counts as failed. Pictures of failures are put into
FOLDER/e2e. The last line says how many passed and failed.
"""
import argparse
import os
import pathlib
import re
import subprocess
import sys
import time

import bank_token_tests
import enrol_break_tests
import enrol_error_tests
import enrol_tests
import etoken_tests
import installer_tests
import portable_tests
import proxy_tests
import root_tests
import secret_tests
import token_error_tests
import token_inventory_tests
import token_renewal_tests
import token_secret_tests
import unattended_tests
import window_tests
from harness import ROOT, Display, Failure, Windows

SUITES = {'installer': installer_tests.TESTS, 'windows': window_tests.TESTS,
          'token inventory': token_inventory_tests.TESTS,
          'enrol': enrol_tests.TESTS + enrol_error_tests.TESTS + enrol_break_tests.TESTS + unattended_tests.TESTS +
          proxy_tests.TESTS + root_tests.TESTS + secret_tests.TESTS,
          'tokens': token_renewal_tests.TESTS + token_error_tests.TESTS + etoken_tests.TESTS + bank_token_tests.TESTS +
          token_secret_tests.TESTS,
          'portable': portable_tests.TESTS}
OLD, NEW = '0.1.1', '0.1.2'


def program_version() -> str:
    found = re.search(r'set\(KIGEN_VERSION ([0-9.]+)', (ROOT / 'CMakeLists.txt').read_text(encoding='utf-8'))
    assert found is not None
    return found.group(1)


def make_packages(arguments: argparse.Namespace) -> dict:
    packages = {'old': arguments.work / f'Kigen-{OLD}-x64.msi', 'new': arguments.work / f'Kigen-{NEW}-x64.msi'}
    for name, version in (('old', OLD), ('new', NEW)):
        subprocess.run([ROOT / 'installer' / 'setup' / 'make_msi.py', '--bin', arguments.bin, '--icon', arguments.icon,
                        '--version', version, '--output', packages[name]], check=True, timeout=120)
    packages['portable'] = arguments.work / f'Kigen-{OLD}-portable-x64.zip'
    subprocess.run([ROOT / 'installer' / 'setup' / 'make_portable.py', '--bin', arguments.bin, '--version', OLD,
                    '--output', packages['portable']], check=True, timeout=120)
    return {**packages, 'new_version': NEW, 'program_version': program_version()}


def run_suite(name: str, tests, windows: Windows, msi: dict, work: pathlib.Path, go_on: bool) -> tuple[int, int]:
    passed = failed = 0
    for test in tests:
        started = time.monotonic()
        try:
            test(windows, msi)
        except (Failure, subprocess.TimeoutExpired, OSError, ValueError, KeyError) as problem:
            picture = work / f'{name}.{test.__name__}.png'
            windows.picture(picture)
            print(f'FAILED  {name}.{test.__name__}: {problem}\n        picture: {picture}', flush=True)
            trouble = windows.c / 'token' / 'state' / 'error'
            if trouble.is_file():
                print(f'        of the token library: {trouble.read_text()[-300:]}', flush=True)
            if not go_on:
                return passed, len(tests) - passed
            failed += 1
            windows.run('taskkill', '/f', '/im', 'kigen-wizard.exe')
            continue
        passed += 1
        print(f'ok      {name}.{test.__name__} ({time.monotonic() - started:.1f} s)', flush=True)
    return passed, failed


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument('--build', type=pathlib.Path, default=pathlib.Path(os.environ.get('KIGEN_BUILD', ROOT / 'build')))
    parser.add_argument('--only', default='')
    parser.add_argument('--long', action='store_true', help='a tray with an idle token is watched for a minute')
    parser.add_argument('--go-on', action='store_true', help='run the rest of a file after a failure: for whoever mends it')
    arguments = parser.parse_args()
    arguments.bin = arguments.build / 'windows' / 'bin'
    arguments.icon = arguments.build / 'windows' / 'generated' / 'icons' / 'kigen.ico'
    arguments.work = arguments.build / 'e2e'
    arguments.work.mkdir(parents=True, exist_ok=True)
    msi = make_packages(arguments)
    passed = failed = 0
    display = Display()
    try:
        for name, tests in SUITES.items():
            if arguments.only not in name:
                continue
            windows = Windows(arguments.work, arguments.bin, display)
            windows.long = arguments.long
            try:
                good, bad = run_suite(name, tests, windows, msi, arguments.work, arguments.go_on)
            finally:
                windows.close()
            passed += good
            failed += bad
    finally:
        display.close()
    print(f'{passed} passed, {failed} failed')
    return 1 if failed or not passed else 0


if __name__ == '__main__':
    sys.exit(main())
