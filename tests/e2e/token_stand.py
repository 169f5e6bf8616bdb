"""What the token tests stand on: an installed Kigen, a registration authority that hands out tokens, and USB tokens."""
import base64
import contextlib
import pathlib
import re
import ssl
import subprocess
import urllib.request

from harness import Windows, check, until
from stand import Stand
from token_rig import Token, TokenRig
from wizard import WIZARD, Wizard

NETWORK, ETOKEN, BANK = 'secure-network-token', 'etoken', 'bank-web'
FOLDER = 'token'  # of drive C: module, switches and tokens
MODULE = 'kigen-test-token.dll'
# Every token that is handed out has it, and everybody knows it.
INITIAL_PIN = '00000000'


class TokenStand(Stand):
    def __init__(self, windows: Windows, name: str = 'tokens') -> None:
        self.given: dict[str, dict] = {}
        self.spare: dict[str, Token] = {}
        self.rig = TokenRig(windows.c / FOLDER)
        windows.at_end.callback(self.rig.close)
        self.install_driver(windows)
        super().__init__(windows, name, '--token-module', f'C:\\{FOLDER}\\{MODULE}', '--token-initial-pin', INITIAL_PIN)

    def install_driver(self, windows: Windows) -> None:
        folder = subprocess.run(['bash', '-c', '. "$KIGEN_ROOT/.dev/lib.sh"; softhsm_windows'], env=windows.environment, check=True,
                                capture_output=True, timeout=60).stdout.decode()
        for file in (windows.programs / MODULE, pathlib.Path(folder) / 'bin' / 'libsofthsm2.dll'):
            check(file.exists(), f'{file} has not been built')
            if not (self.rig.folder / file.name).exists():
                (self.rig.folder / file.name).symlink_to(file)
        windows.environment['KIGEN_TEST_TOKEN'] = f'C:\\{FOLDER}'
        windows.environment['KIGEN_TEST_SOFTHSM'] = f'C:\\{FOLDER}\\libsofthsm2.dll'

    def take_hands(self) -> None:
        super().take_hands()
        # Wine has no USB: what Windows would tell the wizard of, when a token is plugged in or out.
        self.rig.moved = lambda: self.hands.do('device', WIZARD)

    def remove_driver(self) -> None:
        (self.rig.folder / MODULE).unlink()

    # What the RA knows and has issued.

    def hand_out(self, token: Token, user: str, state: str = 'ready') -> None:
        self.ra.admin('tokens', {'serial': token.serial, 'user': user, 'state': state})

    def token_state(self, token: Token) -> str:
        return next((one['state'] for one in self.ra.admin('tokens')['tokens'] if one['serial'] == token.serial), '')

    def chain(self, profile: str) -> str:
        """The CAs of the profile as the RA gives them to anybody, PEM."""
        request = urllib.request.Request(self.ra.url(profile) + '/cacerts')
        with urllib.request.urlopen(request, timeout=30, context=ssl._create_unverified_context()) as answer:  # noqa: S323
            pkcs7 = base64.b64decode(answer.read())
        return subprocess.run(['openssl', 'pkcs7', '-inform', 'der', '-print_certs'], input=pkcs7, check=True, capture_output=True,
                              timeout=60).stdout.decode()

    def give_on_token(self, token: Token, profile: str, user: str, days: int, number: str = '01') -> dict:
        """A certificate that the RA issued earlier, with its key, on the token."""
        made = self.ra.admin('issue', {'profile': profile, 'user': user, 'days': days})
        self.rig.put(token, made, number)
        self.given[token.label] = made
        return made

    def old_of(self, name: str) -> dict:
        """What give_on_token put there last."""
        return self.given[name]


    def check_on_token(self, token: Token, profile: str, user: str, pin: str | None = None) -> dict:
        """Exactly one certificate came to this user over EST, and it is on the token with its own key, proven."""
        issued = self.issued(profile, user)
        check(len(issued) == 1, f'{len(issued)} certificates were issued to {user}')
        new = issued[0]
        self.rig.check_pair(token, new['sha1'], pin, self.chain(profile))
        visits = [one for one in self.requests('check', profile) if one['status'] == 200]
        check(any(int(one['certificate'] or '0', 16) == int(new['serial'], 16) for one in visits),
              f'the check page was not shown the new certificate: {visits}')
        check(not self.journals(), f'journals are left: {self.journals()}')
        return new

    def workers(self) -> list[int]:
        """Process ids of kigen-token.exe in this Windows."""
        return self.windows.processes('kigen-token.exe')


def copies_in_memory(process: int, marks: list[bytes]) -> dict[bytes, int]:
    """How often each mark is in memory that the process can write."""
    found = dict.fromkeys(marks, 0)
    with contextlib.ExitStack() as stack:
        try:
            maps = stack.enter_context(open(f'/proc/{process}/maps', encoding='utf-8'))
            memory = stack.enter_context(open(f'/proc/{process}/mem', 'rb', buffering=0))
        except (FileNotFoundError, ProcessLookupError):
            return found  # a worker that has ended since holds nothing
        for line in maps:
            where = re.match(r'([0-9a-f]+)-([0-9a-f]+) rw', line)
            if not where:
                continue
            low, high = (int(part, 16) for part in where.groups())
            with contextlib.suppress(OSError, ValueError, OverflowError):
                memory.seek(low)
                part = memory.read(high - low)
                for mark in marks:
                    found[mark] += part.count(mark)
    return found
