"""After all enrolments of the suite: nothing that was typed as a code or a password was written anywhere."""
import base64
import json
import re
import subprocess

from harness import Windows, check
from stand import BANK, CORPORATE, CUSTOMS, rig


def files_of(windows: Windows):
    """What Kigen, the registry and any crash report could have left: all of the prefix but Wine's own Windows folder."""
    for path in windows.prefix.rglob('*'):
        inside = path.relative_to(windows.prefix).parts
        if path.is_file() and not path.is_symlink() and inside[:2] not in (('drive_c', 'windows'), ('dosdevices',)) \
                and inside[0] != 'dosdevices':
            yield path


def forms(text: str) -> list[bytes]:
    """As it would stand in a log, in the registry or in memory of Windows."""
    return [text.encode(), text.encode('utf-16-le'), text.encode().hex().encode(), text.encode('utf-16-le').hex().encode()]


def content_of(path) -> bytes:
    """With what the registry writes as "hex:4b,49,\\" over several lines as one word."""
    content = path.read_bytes()
    return content + re.sub(rb'[,\\\s]', b'', content) if path.suffix == '.reg' else content


def no_secret_was_written_anywhere(windows: Windows, msi) -> None:
    listed = subprocess.run([rig.PROGRAM, '--list', '--json'], check=True, capture_output=True, timeout=60).stdout
    accounts = [one for one in json.loads(listed)['accounts'] if one['profile'] in (CUSTOMS, CORPORATE, BANK) and one['password']]
    marks = {form for one in accounts for form in forms(one['password'])}
    marks |= {base64.b64encode(f'{one["user"]}:{one["password"]}'.encode()) for one in accounts}
    named, found = 0, []
    for path in files_of(windows):
        content = content_of(path)
        named += any(form in content for one in accounts for form in forms(one['user']))
        found += [f'{path.relative_to(windows.prefix)}: {mark!r}' for mark in marks if mark in content]
    # What is no secret is found, so the search does look where things are written.
    check(named > 1, f'only {named} files name an account: this search would find nothing')
    check(not found, f'secrets were written: {found[:5]}')


TESTS = [no_secret_was_written_anywhere]
