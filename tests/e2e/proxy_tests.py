"""Networks as companies have them, through the wizard's windows: a proxy that asks (a real squid), and a closed network."""
import pathlib
import subprocess
import sys
import tempfile

from enrol_tests import RENEWED, has_result, stand_of
from harness import ROOT, Windows, check, until
from stand import BANK, Stand
from wizard import CODES, NEXT, PROXY, PURPOSE, Wizard, view_of

sys.path.insert(0, str(ROOT / 'tests' / 'proxies'))
import squid_rig as proxies  # noqa: E402

# Control ids of installer/wizard/ids.h.
LOGIN, OK = 'KigenProxyLogin', 1
SETTINGS_BUTTON, NO_PROXY, MANUAL, HOST, PORT = 306, 502, 501, 503, 504
USER, PASSWORD, KEEP, AGAIN = 506, 507, 508, 510
WRONG = 'a wrong proxy word'


class Office:
    """A network that is left through a squid with Basic only."""

    def __init__(self, windows: Windows) -> None:
        # squid gives its rights up and must still reach its files.
        self.folder = pathlib.Path(windows.at_end.enter_context(tempfile.TemporaryDirectory(prefix='kigen-proxy-')))
        self.folder.chmod(0o755)
        processes = proxies.Processes()
        windows.at_end.callback(processes.end)
        self.squid = proxies.Squid(self.folder, processes, 'windows', ['basic'])

    def lines(self) -> list[str]:
        log = self.folder / 'squid-windows' / 'access.log'
        return log.read_text().splitlines() if log.exists() else []


def logins(windows: Windows) -> list[pathlib.Path]:
    return [file for file in windows.c.glob('users/*/AppData/Local/Kigen/*') if file.is_file() and 'proxy' in file.name.lower()]


def set_proxy(stand: Stand, wizard: Wizard, kind: int, address: str = '') -> None:
    wizard.press(SETTINGS_BUTTON)
    check(stand.hands.do('wait', PROXY, 20)[0] == 0, 'the proxy settings do not open')
    check(stand.hands.do('click', PROXY, kind)[0] == 0, 'the kind cannot be chosen')
    if address:
        host, port = address.rsplit(':', 1)
        until(10, lambda: stand.hands.do('type', PROXY, HOST, host)[0] == 0, 'the host can be typed')
        check(stand.hands.do('type', PROXY, PORT, port)[0] == 0, 'the port cannot be typed')
    check(stand.hands.do('click', PROXY, OK)[0] == 0 and stand.hands.do('gone', PROXY, 20)[0] == 0,
          f'the proxy settings stay: {view_of(stand.hands, PROXY).text}')


def answer_login(stand: Stand, password: str, keep: bool = False) -> None:
    check(stand.hands.do('wait', LOGIN, 60)[0] == 0, 'nobody asks for the proxy login')
    check(stand.hands.do('type', LOGIN, USER, proxies.USER)[0] == 0, 'the user cannot be typed')
    check(stand.hands.do('type', LOGIN, PASSWORD, password)[0] == 0, 'the password cannot be typed')
    if keep:
        check(stand.hands.do('click', LOGIN, KEEP)[0] == 0, 'it cannot be kept')
    until(10, lambda: stand.hands.do('click', LOGIN, OK)[0] == 0, 'OK can be pressed')


def renews_behind_a_proxy_that_asks(windows: Windows, msi) -> None:
    stand = stand_of(windows)
    office = windows.office = Office(windows)  # type: ignore[attr-defined]
    stand.start_over()
    old = stand.give(BANK, 'BANK0001', 20)
    before = stand.holds()
    wizard = stand.renew(old, 'en')
    wizard.walk('connections')
    set_proxy(stand, wizard, MANUAL, office.squid.address)
    wizard.walk(lambda view: view.page == 'consent')
    wizard.next()
    answer_login(stand, WRONG)
    check(stand.hands.do('gone', LOGIN, 20)[0] == 0, 'the question stays')
    check(stand.hands.do('wait', LOGIN, 60)[0] == 0, 'a wrong password is not asked for again')
    check(view_of(stand.hands, LOGIN).text_of(AGAIN) != '', 'it is not said that it was wrong')
    stand.show('proxy-login-again-en')
    answer_login(stand, proxies.PASSWORD)
    has_result(wizard.walk('result', seconds=120), 'en', RENEWED['en'], 'CN=BANK0001')
    wizard.close()
    connects = [line for line in office.lines() if ' CONNECT ' in line]
    check(any('/407 ' in line for line in connects) and any(f'/200 ' in line and f' {proxies.USER} ' in line for line in connects),
          f'squid saw {connects[-5:]}')
    check(not logins(windows), f'a login was kept that nobody asked to keep: {logins(windows)}')
    new = stand.certificates() - before[0]
    check(len(new) == 1, f'new in the store: {new}')


def keeps_the_login_when_asked(windows: Windows, msi) -> None:
    stand = stand_of(windows)
    office = windows.office  # type: ignore[attr-defined]
    for round_trip in ('asked', 'kept'):
        stand.start_over()
        old = stand.give(BANK, 'BANK0002', 20)
        wizard = stand.renew(old, 'ja')
        wizard.walk('consent')
        wizard.next()
        if round_trip == 'asked':
            answer_login(stand, proxies.PASSWORD, keep=True)
        has_result(wizard.walk('result', seconds=120), 'ja', RENEWED['ja'], 'CN=BANK0002')
        wizard.close()
        files = logins(windows)
        check(len(files) == 1, f'the login is not kept: {files}')
        content = files[0].read_bytes()
        check(proxies.PASSWORD.encode() not in content and proxies.PASSWORD.encode('utf-16-le') not in content,
              'it is kept in clear')
    check(office.lines(), 'nothing went through the proxy')


def goes_without_a_proxy_again(windows: Windows, msi) -> None:
    stand = stand_of(windows)
    stand.start_over()
    old = stand.give(BANK, 'BANK0001', 20)
    wizard = stand.renew(old, 'en')
    wizard.walk('connections')
    set_proxy(stand, wizard, NO_PROXY)
    seen = len(windows.office.lines())  # type: ignore[attr-defined]
    has_result(wizard.walk('result'), 'en', RENEWED['en'], 'CN=BANK0001')
    wizard.close()
    check(len(windows.office.lines()) == seen, 'the proxy was used all the same')  # type: ignore[attr-defined]


def own_address() -> str:
    words = subprocess.run(['hostname', '-I'], stdout=subprocess.PIPE, check=False, timeout=10).stdout.decode().split()
    return next((word for word in words if '.' in word), '')


def refuses_in_a_closed_network(windows: Windows, msi) -> None:
    """T7, connected to the very network that the profile forbids."""
    stand = stand_of(windows)
    if not own_address():
        print('        this machine is in no network: nothing to be refused')
        return

    def closed(text: str) -> str:
        return text + ('\n[[preflight.forbidden_network]]\nid = "closed"\nname = { ja = "閉域網", en = "the closed network" }\n'
                       f'addresses = ["{own_address()}/32"]\n')

    stand.start_over()
    old = stand.give(BANK, 'BANK0002', 20)
    before = stand.holds()
    with stand.profile_with(BANK, closed):
        asked = len(stand.ra.admin('requests')['requests'])
        wizard = stand.renew(old, 'ja')
        view = wizard.walk('connections')
        view = until(30, lambda: wizard.look() if wizard.look().can(NEXT) else None, 'the test of the hosts has ended')
        wizard.next()
        view = wizard.walk('failure')
        check(view.text_of(CODES) == 'KGN-2111', f'{view.text_of(CODES)}: {view.text[:600]}')
        check(view.text_of(PURPOSE) == 'このネットワークからは、認証局に接続できません', view.text_of(PURPOSE))
        check('閉域網' in view.text, f'the network is not named: {view.text[:900]}')
        stand.show('forbidden-network-ja')
        wizard.close()
        check(len(stand.ra.admin('requests')['requests']) == asked, 'the RA was asked')
    stand.check_untouched(before, 'a forbidden network')


TESTS = [renews_behind_a_proxy_that_asks, keeps_the_login_when_asked, goes_without_a_proxy_again, refuses_in_a_closed_network]
