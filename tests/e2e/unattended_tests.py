"""A renewal that nobody asked for, as one chain: the service plans it, the tray starts the wizard, the RA issues, a notice tells it."""
import contextlib
import re
import sqlite3
import time

from enrol_tests import WARNING, stand_of
from harness import Windows, check, until
from stand import BANK, Stand
from wizard import view_of

USER = 'BANK0002'
SAID = 'C:\\said.txt'


def unattended_with_commands(text: str) -> str:
    say = f'cmd.exe /c echo %KIGEN_PHASE% %KIGEN_PROFILE% %KIGEN_THUMBPRINT% %KIGEN_NEW_THUMBPRINT%>>{SAID}'
    words = f"unattended = true\npre_renewal = ['{say}']\npost_renewal = ['cmd.exe /c exit 3', '{say}']\n"
    return re.sub(r'^(overrides = .*\n)', lambda found: found.group(1) + words, text, flags=re.M)


def set_service(windows: Windows, verb: str, state: str) -> None:
    windows.run('sc', verb, 'Kigen')
    until(60, lambda: windows.service_state() == state, f'the service is {state}')


def bring_forward(windows: Windows, old: dict) -> None:
    """The planned moment is hours or days away: moved to now, while the service is away."""
    set_service(windows, 'stop', 'STOPPED')
    with contextlib.closing(sqlite3.connect(windows.data / 'kigen.db', timeout=30)) as database:
        moved = database.execute('UPDATE renewals SET at = ?, missed = 0, begun = NULL WHERE certificate = ?',
                                 (int(time.time()), bytes.fromhex(old['sha256']))).rowcount
        database.commit()
    set_service(windows, 'start', 'RUNNING')
    check(moved == 1, f'{moved} renewals of it are planned')


def notices(windows: Windows) -> list[dict]:
    answer = windows.ctl_json('notices')
    return answer['items'] if isinstance(answer, dict) else answer


def renews_without_asking(windows: Windows, msi) -> None:
    stand: Stand = stand_of(windows)
    stand.start_over()
    with stand.profile_with(BANK, unattended_with_commands):
        stand.ra.admin('accounts', {'profile': BANK, 'user': USER, 'condition': 'ready'})
        earlier = len(stand.issued(BANK, USER))
        # Two days before its end the user is warned as well, whatever is planned.
        old = stand.give(BANK, USER, 2)
        before = stand.holds()
        windows.ctl('check')
        until(60, lambda: USER in view_of(stand.hands, WARNING).text, f'the warning names {USER}')
        told = {str(one) for one in notices(windows)}
        bring_forward(windows, old)
        until(180, lambda: len(stand.issued(BANK, USER)) == earlier + 1, 'the RA issued a certificate that nobody asked for')
        new = stand.issued(BANK, USER)[-1]
        until(60, lambda: stand.status(new['sha1']) == 'valid', 'the new certificate is known')
        until(60, lambda: stand.status(old['sha1']) == 'superseded', 'the old one is superseded')
        until(60, lambda: USER not in view_of(stand.hands, WARNING).text, 'the warning is gone')
        until(60, lambda: not stand.journals(), 'the journal is done')
        check(stand.is_proven(old), 'the journal does not call the old one superseded')
        check(len(stand.keys() - before[1]) == 1, f'new keys: {stand.keys() - before[1]}')
        fresh = [one for one in notices(windows) if str(one) not in told]
        codes = [one['reason']['code'] for one in fresh]
        check(codes.count('notice_renewed') == 1, f'nobody was told: {fresh}')
        check(codes.count('notice_command_failed') == 1, f'the command that failed is not told: {fresh}')
        last = windows.ctl_json('explain', old['sha1'])['last']
        check(last['code'] == 'attempt_good' and last['args'].get('unattended') == '1', f'{last}')
    said = (windows.c / 'said.txt').read_text().split('\n')
    lines = [line.split() for line in said if line.strip()]
    check(lines == [['pre', BANK, old['sha256'], '%KIGEN_NEW_THUMBPRINT%'], ['post', BANK, old['sha256'], new['sha256']]] or
          lines == [['pre', BANK, old['sha256']], ['post', BANK, old['sha256'], new['sha256']]], f'the commands said {lines}')


TESTS = [renews_without_asking]
