"""Roots for all users: the helper that runs as an administrator, alone and called by the wizard."""
import hashlib
import ssl

from enrol_tests import RENEWED, has_result, stand_of
from harness import Windows, check
from stand import BANK

HELPER = 'kigen-root-helper.exe'
ADDED, USAGE, UNREADABLE, DIFFERS, NOT_A_ROOT = 0, 2, 3, 4, 5


def helper_adds_nothing_but_the_root_that_was_named(windows: Windows, msi) -> None:
    stand = stand_of(windows)
    helper = windows.installed / HELPER
    root = ssl.PEM_cert_to_DER_cert((stand.ra.path / 'profiles' / f'{BANK}-root-1.pem').read_text())
    thumbprint = hashlib.sha256(root).hexdigest()
    (windows.c / 'root.cer').write_bytes(root)
    (windows.c / 'changed.cer').write_bytes(root[:-1] + bytes([root[-1] ^ 1]))
    (windows.c / 'large.cer').write_bytes(bytes(70_000))

    def answer(*words) -> int:
        return windows.run(helper, *words).returncode

    check(answer() == USAGE and answer(thumbprint) == USAGE and answer('abc', 'C:\\root.cer') == USAGE, 'usage')
    check(answer(thumbprint, 'C:\\changed.cer') == DIFFERS, 'a changed certificate')
    check(answer(thumbprint, 'C:\\no-such.cer') == UNREADABLE and answer(thumbprint, 'C:\\large.cer') == UNREADABLE, 'files')
    check(answer(hashlib.sha256(b'x').hexdigest(), 'C:\\root.cer') == DIFFERS, 'another thumbprint')
    check(answer(thumbprint, 'C:\\root.cer') == ADDED, 'the right one')


def wizard_puts_a_root_into_the_machines_store(windows: Windows, msi) -> None:
    stand = stand_of(windows)
    windows.run('reg', 'delete', r'HKCU\Software\Microsoft\SystemCertificates\Root', '/f')
    stand.start_over()
    old = stand.give(BANK, 'BANK0001', 20)
    before = stand.holds()
    users = stand.roots()
    with stand.profile_with(BANK, lambda text: text.replace('[[root]]', '[[root]]\nstore = "machine"')):
        wizard = stand.renew(old, 'en')
        view = wizard.walk('result')
        has_result(view, 'en', RENEWED['en'], 'CN=BANK0001')
        shown = wizard.seen('root')
        wizard.close()
    check(shown and 'administrator' in shown[0].text, f'it is not said that Windows asks for an administrator: {[v.text for v in shown]}')
    check(stand.roots() == users, 'the root went into the user\'s store')
    check(len(stand.certificates() - before[0]) == 1, 'no new certificate')


# The wizard asks only while the root is in no store yet.
TESTS = [wizard_puts_a_root_into_the_machines_store, helper_adds_nothing_but_the_root_that_was_named]
