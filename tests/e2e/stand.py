"""What the enrolment tests stand on: an installed Kigen, a registration authority on this machine, one user's store."""
import base64
import contextlib
import pathlib
import re
import sys

from harness import ROOT, Windows, check, until
from wizard import Hands, View, Wizard

sys.path.insert(0, str(ROOT / 'tests' / 'est_peers'))
import peers_rig as rig  # noqa: E402

CUSTOMS, CORPORATE, BANK = 'customs-filing', 'corporate-banking-expired', 'bank-web'
MY = r'Software\Microsoft\SystemCertificates\My\Certificates'
ROOTS = r'Software\Microsoft\SystemCertificates\Root\Certificates'
KEYS = r'Software\Wine\Crypto\RSA'


class Stand:
    def __init__(self, windows: Windows, name: str = 'enrol', *ra_options: str) -> None:
        self.windows = windows
        build = windows.programs.parents[1]
        self.pictures = build / 'e2e' / name
        self.pictures.mkdir(parents=True, exist_ok=True)
        for old in self.pictures.glob('*.png'):
            old.unlink()
        rig.PROGRAM = build / 'native-asan' / 'bin' / 'kigen-demo-ra'
        # Wine keeps no keys in CNG.
        self.ra = windows.at_end.enter_context(rig.DemoRa('--key-provider', 'capi', *ra_options))
        self.write_profiles(windows.data / 'profiles')

    def write_profiles(self, profiles: pathlib.Path) -> None:
        profiles.mkdir(parents=True, exist_ok=True)
        for file in (self.ra.path / 'profiles').iterdir():
            (profiles / file.name).write_bytes(file.read_bytes())

    def take_hands(self) -> None:
        self.hands = Hands(self.windows)
        self.windows.at_end.callback(self.hands.close)

    def start_over(self) -> None:
        """A user without certificates and keys: who was renewed before can be renewed again."""
        for key, left in ((MY, self.certificates), (KEYS, lambda: self.hands.subkeys(KEYS))):
            # A program that has the store open may write it once more.
            def gone(key=key, left=left) -> bool:
                self.windows.run('reg', 'delete', 'HKCU\\' + key.removesuffix(r'\Certificates'), '/f')
                return not left()
            until(30, gone, f'{key} is empty')

    @contextlib.contextmanager
    def profile_with(self, profile: str, change):
        """The administrator's override with other words in it, for a while; taken when the service has read it."""
        file = self.windows.data / 'profiles' / f'{profile}.toml'
        original = file.read_text(encoding='utf-8')
        file.write_text(change(original), encoding='utf-8')
        try:
            yield
        finally:
            file.write_text(original, encoding='utf-8')

    # The user's certificates.

    def give(self, profile: str, user: str, days: int) -> dict:
        """A certificate that the RA issued earlier, with its key, in the user's store."""
        made = self.ra.admin('issue', {'profile': profile, 'user': user, 'days': days})
        file = self.windows.c / f'{user}.p12'
        file.write_bytes(base64.b64decode(made['pkcs12']))
        answer = self.windows.run(self.windows.programs / 'kigen-test-pki.exe', '--import-file', f'C:\\{user}.p12')
        check(answer.returncode == 0, f'{user} is not imported: {answer.stderr}')
        check(made['sha1'].upper() in self.certificates(), f'{user} is not in the store')
        return made

    def certificates(self) -> set[str]:
        """SHA-1 thumbprints of what is in the user's store."""
        return self.hands.subkeys(MY)

    def keys(self) -> set[str]:
        """Keys that Kigen made."""
        return {name for name in self.hands.subkeys(KEYS) if name.startswith('Kigen-')}

    def roots(self) -> set[str]:
        return self.hands.subkeys(ROOTS)

    def journals(self) -> list[pathlib.Path]:
        return list(self.windows.c.glob('users/*/AppData/Local/Kigen/journal/*.json'))

    def holds(self) -> tuple:
        return self.certificates(), self.keys(), {file.name for file in self.journals()}

    # What the RA saw.

    def issued(self, profile: str, user: str) -> list[dict]:
        """Over EST, not by an order of ours."""
        return [one for one in self.ra.admin('issued')['issued']
                if one['profile'] == profile and one['user'] == user and one['how'] != 'issue']

    def requests(self, operation: str, profile: str) -> list[dict]:
        return [one for one in self.ra.admin('requests')['requests'] if one['op'] == operation and one['profile'] == profile]

    def heal(self) -> None:
        self.ra.admin('fault', method='DELETE')
        self.ra.admin('clock', method='DELETE')

    # What Kigen says.

    def status(self, sha1: str) -> str:
        """"" while Kigen does not know it."""
        return next((one['status'] for one in self.windows.ctl_json('list') if one['thumbprint_sha1'] == sha1.lower()), '')

    def renew(self, certificate: dict, language: str) -> Wizard:
        return Wizard(self.windows, self.hands, '--renew', certificate['sha1'], '--language', language)

    def issue(self, profile: str, language: str) -> Wizard:
        return Wizard(self.windows, self.hands, '--profile', profile, '--language', language)

    def show(self, name: str) -> None:
        self.windows.finished_picture(self.pictures / f'{name}.png')

    # What a good run leaves.

    def check_renewed(self, before: tuple, profile: str, user: str, old: dict | None) -> dict:
        """Exactly one new certificate with its key, proven and known; the old one is still there."""
        issued = self.issued(profile, user)
        check(len(issued) == 1, f'{len(issued)} certificates were issued to {user}')
        new = issued[0]
        certificates, keys, _ = before
        check(self.certificates() - certificates == {new['sha1'].upper()}, f'new in the store: {self.certificates() - certificates}')
        check(certificates <= self.certificates(), 'a certificate is missing')
        check(len(self.keys() - keys) == 1, f'new keys: {self.keys() - keys}')
        check(not self.journals(), f'journals are left: {self.journals()}')
        visits = [one for one in self.requests('check', profile) if one['status'] == 200]
        check(any(int(one['certificate'] or '0', 16) == int(new['serial'], 16) for one in visits),
              f'the check page was not shown the new certificate: {visits}')
        until(30, lambda: self.status(new['sha1']) == 'valid', f'kigenctl lists the new certificate of {user}')
        if old:
            check(self.is_proven(old), f'the journal does not call the old one of {user} superseded')
            until(30, lambda: self.status(old['sha1']) == 'superseded', f'kigenctl calls the old one of {user} superseded')
        return new

    def is_proven(self, old: dict) -> bool:
        """The journal calls it superseded: by a certificate that has shown that it works."""
        for file in self.windows.c.glob('users/*/AppData/Local/Kigen/journal/attempts/*'):
            text = file.read_text(encoding='utf-8', errors='replace')
            if old['sha256'] in text and re.search(r'renewed_by\W+[0-9a-f]{64}', text):
                return True
        return False

    def check_untouched(self, before: tuple, what: str) -> None:
        now = self.holds()
        check(now == before, f'{what} left something: {now} instead of {before}')


def headings(view: View, words: list[str]) -> None:
    for word in words:
        check(word in view.text, f'"{word}" is missing: {view.text[:1500]}')
