#!/usr/bin/env python3
"""Renews the certificate that the warning on the screen names, through the wizard's windows, as a person would.

renew_from_warning.py --programs FOLDER --shots FOLDER [--password TEXT]
Uses the Wine prefix and the display of its environment, where Kigen is installed and runs. Ends with status 0 once the last page says
that the new certificate works.
"""
import argparse
import os
import pathlib
import sys

import harness
import wizard

WARNING, WARNING_RENEW = 'KigenWarning', 207


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument('--programs', type=pathlib.Path, required=True)
    parser.add_argument('--shots', type=pathlib.Path, required=True)
    parser.add_argument('--password', default='')
    options = parser.parse_args()
    # The prefix is there already: no Windows of its own is made.
    windows = harness.Windows.__new__(harness.Windows)
    windows.programs, windows.environment = options.programs, dict(os.environ)
    hands = wizard.Hands(windows)
    try:
        harness.check(hands.do('click', WARNING, WARNING_RENEW)[0] == 0, 'the warning has no button that renews')
        run = wizard.Wizard(windows, hands)
        last = run.walk(('result', 'failure'), credentials=(options.password,), seconds=120)
        windows.finished_picture(options.shots / 'result.png')
        harness.check(last.page == 'result', f'the wizard ended with {last.text}')
        run.close()
    except harness.Failure as failure:
        windows.picture(options.shots / 'renewal-failed.png')
        print(f'renew_from_warning: {failure}', file=sys.stderr)
        return 1
    finally:
        hands.close()
    return 0


if __name__ == '__main__':
    sys.exit(main())
