"""After all enrolments of the suite: nothing that was typed as a code or a password was written anywhere."""
import base64
import json
import re
import subprocess

from enrol_tests import GO_ON, RENEWED, has_result, stand_of
from harness import Windows, check, until
from proxy_tests import WRONG, proxies
from stand import BANK, CORPORATE, CUSTOMS, Stand, rig
from wizard import WIZARD


def files_of(windows: Windows):
    """What Kigen, the registry and any crash report could have left: all of the prefix but Wine's own Windows folder."""
    for path in windows.prefix.rglob('*'):
        inside = path.relative_to(windows.prefix).parts
        if path.is_file() and not path.is_symlink() and inside[:2] not in (('drive_c', 'windows'), ('dosdevices',)) \
                and inside[0] != 'dosdevices':
            yield path
    yield windows.said  # by the programs, and by the debugger of those that crashed


def forms(text: str) -> list[bytes]:
    """As it would stand in a log, in the registry or in memory of Windows."""
    return [text.encode(), text.encode('utf-16-le'), text.encode().hex().encode(), text.encode('utf-16-le').hex().encode()]


def content_of(path) -> bytes:
    """With what the registry writes as "hex:4b,49,\\" over several lines as one word."""
    content = path.read_bytes()
    return content + re.sub(rb'[,\\\s]', b'', content) if path.suffix == '.reg' else content


def crash(stand: Stand, *words: str) -> None:
    check(stand.hands.do(*words)[0] == 0, f'{words} did not end it')


def wizard_crashes_with_a_password_in_it(windows: Windows, msi) -> None:
    """While it stands in the window, and while it is on its way to the RA."""
    stand = stand_of(windows)
    stand.start_over()
    old = stand.give(CORPORATE, 'KAISHA02', -30)
    before = stand.holds()
    wizard = stand.renew(old, 'en')
    wizard.walk('credentials')
    wizard.enter('pass-word-02')
    crash(stand, 'crash', WIZARD)
    stand.check_untouched(before, 'a crash before anything was begun')
    stand.ra.fault('delay', '8000', op='simplereenroll')
    wizard = stand.renew(old, 'en')
    wizard.walk(lambda view: view.page == 'progress' and view.step('Send it and wait for the answer') == 'now',
                credentials=('pass-word-02',))
    crash(stand, 'crash', WIZARD)
    stand.heal()
    wizard = stand.renew(old, 'en')
    wizard.walk('resume')
    has_result(wizard.walk('result', choice=GO_ON, credentials=('pass-word-02',)), 'en', RENEWED['en'], 'CN=KAISHA02')
    wizard.close()
    check(len(stand.certificates() - before[0]) == 1 and not stand.journals(), 'the crash left something')


def service_crashes(windows: Windows, msi) -> None:
    crash(stand_of(windows), 'crash-program', 'kigen-service.exe')
    # Wine's service manager goes on calling it running.
    until(60, lambda: not windows.processes('kigen-service.exe'), 'the service has ended')


def accounts_of(*profiles: str) -> list[dict]:
    """Those that have a password."""
    listed = subprocess.run([rig.PROGRAM, '--list', '--json'], check=True, capture_output=True, timeout=60).stdout
    return [one for one in json.loads(listed)['accounts'] if one['profile'] in profiles and one['password']]


def search(windows: Windows, names: list[str], marks: set[bytes]) -> None:
    """None of the marks stands anywhere; the names, which are no secret, do."""
    named, found = 0, []
    for path in files_of(windows):
        content = content_of(path)
        named += any(form in content for name in names for form in forms(name))
        found += [f'{path.relative_to(windows.prefix.parent)}: {mark!r}' for mark in marks if mark in content]
    check(named > 1, f'only {named} files name one of {names}: this search would find nothing')
    check(not found, f'secrets were written: {found[:5]}')


def no_secret_was_written_anywhere(windows: Windows, msi) -> None:
    accounts = accounts_of(CUSTOMS, CORPORATE, BANK)
    marks = {form for one in accounts for form in forms(one['password'])}
    marks |= {base64.b64encode(f'{one["user"]}:{one["password"]}'.encode()) for one in accounts}
    marks |= {form for typed in (proxies.PASSWORD, WRONG) for form in forms(typed)}
    search(windows, [one['user'] for one in accounts], marks)


TESTS = [wizard_crashes_with_a_password_in_it, service_crashes, no_secret_was_written_anywhere]
