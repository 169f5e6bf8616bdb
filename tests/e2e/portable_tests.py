"""The portable folder (T9): on a PC that has no Kigen a token is renewed from an unzipped folder, and nothing but that folder is left."""
import base64
import hashlib
import re
import shutil
import zipfile

from enrol_tests import RENEWED
from harness import Windows, check, until
from secret_tests import forms
from stand import headings
from token_renewal_tests import PIN_KEPT
from token_stand import NETWORK, TokenStand
from wizard import PURPOSE, Wizard

PIN, PUK, PASSWORD = 'Gruen-47', '99887766', 'Letter-002'
PLACE = 'portable'  # of drive C
# Registry keys that Windows itself writes while any program runs: what it was last shown, its own counters.
NOISE = re.compile(r'^\[.*\\(Volatile Environment|Software\\Wine\\(Debug|Fonts)|Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\'
                   r'(MountPoints2|SessionInfo)|(Wow6432Node\\)?Microsoft\\SystemCertificates\\Disallowed|'
                   r'System\\CurrentControlSet\\Control\\(Video|Class)).*\]', re.I)


def keys_of(windows: Windows) -> dict[str, str]:
    """Every key of HKEY_CURRENT_USER and HKEY_LOCAL_MACHINE with its values, as reg export writes them."""
    found: dict[str, str] = {}
    for root in ('HKCU', 'HKLM'):
        file = windows.c / f'{root}.reg'
        check(windows.run('reg', 'export', root, f'C:\\{file.name}', '/y', seconds=120).returncode == 0, f'{root} is not exported')
        key = ''
        for line in file.read_text(encoding='utf-16').splitlines():
            if line.startswith('['):
                key = line
                found[key] = ''
            elif key:
                found[key] += line + '\n'
        file.unlink()
    return {key: values for key, values in found.items() if not NOISE.match(key)}


def files_of(windows: Windows) -> dict[str, str]:
    """Every file and folder of drive C but the portable folder's and the token's, with a digest of its content."""
    found = {}
    for path in windows.c.rglob('*'):
        inside = path.relative_to(windows.c)
        if inside.parts[0] in (PLACE, 'token'):
            continue
        content = path.read_bytes() if path.is_file() and not path.is_symlink() else b''
        found[str(inside)] = hashlib.sha256(content).hexdigest()
    return found


def differences(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return [f'new: {name}' for name in sorted(after.keys() - before.keys())] + \
        [f'gone: {name}' for name in sorted(before.keys() - after.keys())] + \
        [f'changed: {name}' for name in sorted(before.keys() & after.keys()) if before[name] != after[name]]


def trust_root(windows: Windows, pem: str) -> None:
    """As on a PC that uses the service already: the root is installed. Written as Windows stores it, without a program."""
    der = base64.b64decode(''.join(line for line in pem.splitlines() if '-----' not in line))
    certificate_property = (32).to_bytes(4, 'little') + (1).to_bytes(4, 'little') + len(der).to_bytes(4, 'little')
    blob = ','.join(f'{octet:02x}' for octet in certificate_property + der)
    name = hashlib.sha1(der).hexdigest().upper()
    file = windows.c / 'root.reg'
    file.write_text('REGEDIT4\r\n\r\n[HKEY_CURRENT_USER\\Software\\Microsoft\\SystemCertificates\\Root\\Certificates\\'
                    f'{name}]\r\n"Blob"=hex:{blob}\r\n')
    check(windows.run('reg', 'import', 'C:\\root.reg').returncode == 0, 'the root is not imported')
    file.unlink()


def unzips_where_nothing_is_installed(windows: Windows, msi) -> None:
    stand = windows.stand = TokenStand(windows, 'portable')  # type: ignore[attr-defined]
    folder = windows.c / PLACE
    with zipfile.ZipFile(msi['portable']) as archive:
        archive.extractall(folder)
    stand.folder = folder / 'Kigen'
    names = {path.name for path in stand.folder.iterdir()}
    check({'kigen-wizard.exe', 'kigen-token.exe', 'portable.ini', 'issuers', 'help', 'data', 'README.txt'} <= names, f'{names}')
    check(not any(name in names for name in ('kigen-service.exe', 'kigen-tray.exe')), f'{names}')
    # What TokenStand prepared is for an installed Kigen; this PC has none.
    shutil.rmtree(windows.data)
    stand.write_profiles(stand.folder / 'data' / 'profiles')
    stand.token = stand.rig.make('Green token', PIN, PUK)
    stand.old = stand.give_on_token(stand.token, NETWORK, 'PWLOCK01', 20)
    stand.ra.admin('accounts', {'profile': NETWORK, 'user': 'PWLOCK01', 'condition': 'ready'})
    trust_root(windows, (stand.ra.path / 'profiles' / f'{NETWORK}-root-1.pem').read_text())
    stand.take_hands()
    windows.wizard = stand.folder / 'kigen-wizard.exe'


def what_is_there(windows: Windows) -> tuple[dict[str, str], dict[str, str]]:
    """With every program ended, so that the registry's files are written too."""
    windows.stand.hands.close()
    keys = keys_of(windows)
    windows.restart()
    return keys, files_of(windows)


def renews_and_leaves_nothing_but_the_folder(windows: Windows, msi) -> None:
    stand = windows.stand  # type: ignore[attr-defined]
    # Windows writes things of its own when a program first has a window: a run that is cancelled, before the first look.
    wizard = Wizard(windows, stand.hands, '--language', 'en')
    wizard.look()
    wizard.close()
    before = what_is_there(windows)
    stand.take_hands()
    wizard = Wizard(windows, stand.hands, '--renew', stand.old['sha1'], '--language', 'en')
    view = wizard.walk('result', credentials=(None, PASSWORD), pin=PIN, seconds=120)
    stand.show('portable-result-en')
    check(view.text_of(PURPOSE) == RENEWED['en'], view.text[:600])
    headings(view, ['CN=PWLOCK01', PIN_KEPT['en']])
    wizard.close()
    stand.check_on_token(stand.token, NETWORK, 'PWLOCK01')
    until(20, lambda: not stand.workers(), f'kigen-token runs on: {stand.workers()}')
    after = what_is_there(windows)
    for what, first, second in zip(('registry', 'files'), before, after):
        left = differences(first, second)
        check(not left, f'{what}: {left[:20]}')
    left = {str(path.relative_to(stand.folder)) for path in stand.folder.rglob('*') if path.is_file()}
    check(any(name.startswith('data/') and not name.startswith('data/profiles') for name in left), f'nothing was kept in the folder: this test would prove nothing: {left}')
    found = [name for name in left for secret in (PIN, PASSWORD) for form in forms(secret)
             if form in (stand.folder / name).read_bytes()]
    check(not found, f'secrets in the folder: {found}')


TESTS = [unzips_where_nothing_is_installed, renews_and_leaves_nothing_but_the_folder]
