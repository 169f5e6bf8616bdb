"""Tokens in the inventory: the real tray reads them in worker processes, the real service keeps them.

The token is SoftHSM's, behind the test module that is pulled, hangs and keeps a log of its calls (tests/token_module).
"""
import contextlib
import json
import os
import pathlib
import subprocess
import time

from harness import ROOT, Windows, check, until

HOST, MAIN, WARNING = 'KigenTray', 'KigenMain', 'KigenWarning'
OPEN_MAIN, CHECK_NOW = 101, 102
PIPE = 'pipe:KigenTokens'
LABEL = 'Kigen token'
PROFILE = r'''id = "token"
[name]
ja = "通関"
en = "customs filing"
[support]
ja = "窓口へ申し込んでください。"
en = "Apply at the help desk."
[consequence]
ja = "申告の送受信"
en = "send or receive"
[identifier_label]
ja = "名前"
en = "Name"
[match]
issuer_cn = ["ABCDE12345"]
[window]
days_before = 28
[enroll]
protocol = "est"
base_url = "https://ra.example.jp/"
[key]
where = "token"
provider = "pkcs11"
[token]
modules = ['MODULE']
'''


class Stand:
    """A service and a tray of the build, and a token in a folder."""

    def __init__(self, windows: Windows) -> None:
        self.windows = windows
        self.pictures = windows.programs.parents[1] / 'e2e' / 'token inventory'
        self.pictures.mkdir(parents=True, exist_ok=True)
        self.folder = windows.c / 'token'
        (self.folder / 'tokens').mkdir(parents=True)
        self.module = windows.windows_path(windows.programs / 'kigen-test-token.dll')
        self.set('log', '')
        self.serial = self.make_token()
        softhsm = subprocess.run(['bash', '-c', '. "$KIGEN_ROOT/.dev/lib.sh"; softhsm_windows'], env=windows.environment, check=True,
                                 stdout=subprocess.PIPE, text=True, timeout=30).stdout
        windows.environment |= {'KIGEN_TEST_TOKEN': r'C:\token',
                                'KIGEN_TEST_SOFTHSM': windows.windows_path(pathlib.Path(softhsm) / 'bin' / 'libsofthsm2.dll')}
        profiles = windows.c / 'data' / 'profiles'
        profiles.mkdir(parents=True)
        (profiles / 'token.toml').write_text(PROFILE.replace('MODULE', self.module), encoding='utf-8')

    def make_token(self) -> str:
        """By Debian's programs: the folder serves both systems."""
        (self.folder / 'softhsm2.conf').write_text(f'directories.tokendir = {self.folder}/tokens\n')
        environment = {**os.environ, 'SOFTHSM2_CONF': str(self.folder / 'softhsm2.conf')}

        def run(*command) -> str:
            return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                                  timeout=60).stdout

        run('softhsm2-util', '--init-token', '--free', '--label', LABEL, '--so-pin', '12345678', '--pin', '1234')
        tool = ['pkcs11-tool', '--module', '/usr/lib/softhsm/libsofthsm2.so', '--token-label', LABEL, '--login', '--pin', '1234', '--id',
                '01', '--label', 'key']
        run(*tool, '--keypairgen', '--key-type', 'rsa:2048')
        certificate = self.folder / 'certificate.der'
        run('openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', '/dev/null', '-subj', '/CN=ABCDE12345', '-addext',
            'basicConstraints=CA:FALSE', '-days', '20', '-outform', 'DER', '-out', certificate)
        run(*tool, '--type', 'cert', '--write-object', certificate)
        lines = [line.split() for line in run('softhsm2-util', '--show-slots').splitlines()]
        return next(words[2] for words in lines if words[:2] == ['Serial', 'number:'] and len(words) > 2)

    # The module's switches.

    def set(self, name: str, content: str = '') -> None:
        partial = self.folder / f'{name}.partial'
        partial.write_text(content)
        partial.rename(self.folder / name)

    def clear(self, name: str) -> None:
        (self.folder / name).unlink(missing_ok=True)

    def calls(self) -> int:
        log = self.folder / 'state' / 'calls'
        return len(log.read_text().splitlines()) if log.exists() else 0

    # The programs.

    def start(self) -> None:
        programs = self.windows.programs
        self.windows.start(programs / 'kigen-service.exe', '--console', '--data', r'C:\data', '--issuers', r'C:\none', '--listen', PIPE)
        until(60, lambda: self.ctl('status').returncode == 0, 'the service answers')
        self.start_tray()

    def start_tray(self, locale: str = 'C.UTF-8') -> None:
        self.windows.start(self.windows.programs / 'kigen-tray.exe', '--connect', PIPE, locale=locale)

    def ctl(self, *arguments: str) -> subprocess.CompletedProcess:
        return self.windows.run(self.windows.programs / 'kigenctl.exe', '--connect', PIPE, '--lang', 'en', *arguments)

    def listed(self) -> dict | None:
        """The token's certificate."""
        answer = self.ctl('list', '--json')
        found = [one for one in json.loads(answer.stdout) if one['source'] == f'Token\\{self.serial}']
        return found[0] if found else None

    def failed_drivers(self) -> list[str]:
        return [one['error']['kgn'] for one in json.loads(self.ctl('list', '--json').stdout)
                if one['status'] == 'unreadable' and one['source'] == 'TokenDrivers']

    def command(self, number: int) -> None:
        check(self.windows.driver('command', HOST, number).returncode == 0, f'the tray takes no command {number}')

    def picture(self, name: str) -> None:
        self.windows.finished_picture(self.pictures / f'{name}.png')


def ticks(process: int) -> int:
    return sum(map(int, pathlib.Path(f'/proc/{process}/stat').read_text().rsplit(')', 1)[1].split()[11:13]))


def switches(process: int) -> dict[str, int]:
    """How often each thread has slept so far: what names the one that wakes."""
    found = {}
    for thread in pathlib.Path(f'/proc/{process}/task').glob('[0-9]*'):
        with contextlib.suppress(OSError):
            lines = (thread / 'status').read_text().splitlines()
            found[f'{lines[0].split()[-1]} {thread.name}'] = int(next(line for line in lines if line.startswith('voluntary')).split()[-1])
    return found


def stand_of(windows: Windows) -> Stand:
    if not hasattr(windows, 'tokens'):
        windows.tokens = Stand(windows)
    return windows.tokens


def certificate_of_an_inserted_token_is_listed(windows: Windows, msi) -> None:
    stand = stand_of(windows)
    stand.start()
    item = until(60, stand.listed, 'the certificate is listed')
    check(item['token_label'] == LABEL and item['token_present'], f'{item}')
    check(item['status'] == 'due' and item['has_private_key'] and item['profile'] == 'token', f'{item}')
    windows.wait_window(WARNING)
    check('Plug' not in ' '.join(row[1] for row in windows.texts(WARNING).values()), 'it asks for a token that is there')
    stand.picture('inserted')


def idle_tray_costs_nothing(windows: Windows, msi) -> None:
    stand = stand_of(windows)

    def settled() -> bool:
        # On a loaded PC the library may begin to listen late, and is read once more because of that.
        calls = stand.calls()
        time.sleep(5)
        return len(windows.processes('kigen-token.exe')) == 1 and stand.calls() == calls

    until(60, settled, 'one worker stays: the one that waits for an event')
    programs = windows.processes('kigen-tray.exe') + windows.processes('kigen-token.exe')
    calls = stand.calls()
    check(calls > 0, 'the module logs no calls: this test would prove nothing')
    seconds = 60 if windows.long else 10
    # The system may wake a program once, for a window that another one moved; what polls wakes in every stretch of time.
    for _ in range(3):
        before = {one: ticks(one) for one in programs}
        slept = {one: switches(one) for one in programs}
        time.sleep(seconds)  # time that passes is the subject
        used = {one: ticks(one) - before[one] for one in programs}
        check(stand.calls() == calls, f'{stand.calls() - calls} PKCS#11 calls in {seconds} s')
        woken = {name: count - slept[one].get(name, 0) for one in programs for name, count in switches(one).items()
                 if count != slept[one].get(name, 0)}
        print(f'     {seconds} s: ticks {used}, woken {woken}')
        if not any(used.values()) and not woken:
            return
    check(False, f'CPU ticks in {seconds} s: {used}, woken {woken}')


def pulled_token_is_said_to_be_away(windows: Windows, msi) -> None:
    stand = stand_of(windows)
    stand.set('pulled')
    until(30, lambda: not stand.listed()['token_present'], 'the token is away')
    check(stand.listed()['status'] == 'due', 'its certificate is checked as before')
    until(20, lambda: 'Plug it in before you renew' in ' '.join(row[1] for row in windows.texts(WARNING).values()),
          'the warning asks for the token')
    shown = stand.ctl('list').stdout
    check(f'USB token (serial {stand.serial}, not inserted)' in shown, shown)
    explained = stand.ctl('explain', stand.listed()['thumbprint_sha256']).stdout
    check('plug in the USB token' in explained and 'does not renew it without asking' in explained, explained)
    check('is not inserted' in stand.ctl('doctor').stdout, 'doctor says that the token is away')
    stand.command(OPEN_MAIN)
    windows.wait_window(MAIN)
    stand.picture('pulled')


def token_is_back(windows: Windows, msi) -> None:
    stand = stand_of(windows)
    stand.clear('pulled')
    until(30, lambda: stand.listed()['token_present'], 'the token is back')
    until(20, lambda: 'Plug' not in ' '.join(row[1] for row in windows.texts(WARNING).values()), 'the warning no longer asks for it')


def hanging_library_is_named_and_the_tray_goes_on(windows: Windows, msi) -> None:
    stand = stand_of(windows)
    stand.set('hang', 'C_GetTokenInfo')
    check(windows.driver('device', HOST).returncode == 0, 'the tray takes no notice of devices')
    until(60, lambda: stand.failed_drivers() == ['KGN-3009'] or None, f'the library is named: {stand.failed_drivers()}')
    check(stand.listed()['token_present'], 'what hangs says nothing of its tokens')
    check('cannot be used' in stand.ctl('doctor').stdout, 'doctor names the library')
    check(windows.texts(MAIN), 'the window answers')
    stand.picture('hanging')
    until(20, lambda: not windows.processes('kigen-token.exe'), 'no worker stays behind')
    calls = stand.calls()
    time.sleep(5)  # time that passes is the subject: no clock tries it again
    check(stand.calls() == calls, 'it is tried again by a clock')


def library_is_tried_again_when_a_device_comes(windows: Windows, msi) -> None:
    stand = stand_of(windows)
    stand.clear('hang')
    windows.driver('device', HOST)
    until(40, lambda: not stand.failed_drivers(), 'the library works again')
    until(20, lambda: len(windows.processes('kigen-token.exe')) == 1, 'it is listened to again')


def crashing_library_is_named(windows: Windows, msi) -> None:
    stand = stand_of(windows)
    stand.set('crash', 'C_GetSlotList')
    windows.driver('device', HOST)
    until(40, lambda: stand.failed_drivers(), 'the library is named')
    check(windows.processes('kigen-tray.exe'), 'the tray has ended')
    stand.clear('crash')
    windows.driver('device', HOST)
    until(40, lambda: not stand.failed_drivers(), 'the library works again')


def token_pulled_while_the_tray_was_away_is_said_so(windows: Windows, msi) -> None:
    stand = stand_of(windows)
    check(windows.driver('end', HOST).returncode == 0, 'the tray cannot be ended')
    until(20, lambda: not windows.processes('kigen-token.exe'), 'its workers end with it')
    stand.set('pulled')
    check(stand.listed()['token_present'], 'a user who is signed off keeps the last report')
    stand.start_tray('ja_JP.UTF-8')
    until(40, lambda: not stand.listed()['token_present'], 'the new tray knows that it is away')
    windows.wait_window(WARNING)
    stand.command(OPEN_MAIN)
    windows.wait_window(MAIN)
    stand.picture('pulled-ja')


TESTS = [certificate_of_an_inserted_token_is_listed, idle_tray_costs_nothing, pulled_token_is_said_to_be_away, token_is_back,
         hanging_library_is_named_and_the_tray_goes_on, library_is_tried_again_when_a_device_comes, crashing_library_is_named,
         token_pulled_while_the_tray_was_away_is_said_so]
