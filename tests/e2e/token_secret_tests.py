"""After all token tests: no PIN, PUK, storage PIN or password was written anywhere; the wrong ones neither."""
import base64

from etoken_tests import LAST_PIN, NEW_PIN, NEXT_PIN
from harness import Windows
from secret_tests import accounts_of, forms, search
from token_renewal_tests import PIN, PUK
from token_stand import ETOKEN, NETWORK

# The initial PIN of what is handed out is no secret: it is in the profile.
TYPED = [PIN, PUK, NEW_PIN, NEXT_PIN, LAST_PIN, 'Falsch-0', 'Falsch12', 'Neu-0816']


def no_pin_was_written_anywhere(windows: Windows, msi) -> None:
    accounts = accounts_of(NETWORK, ETOKEN)
    tokens = windows.stand.ra.admin('tokens')['tokens']  # type: ignore[attr-defined]
    logins = [f'{one["user"]}:{one["password"]}' for one in accounts] + [f'{one["serial"]}:{one["storage_pin"]}' for one in tokens]
    marks = {form for one in [*TYPED, *(account['password'] for account in accounts)] for form in forms(one)}
    search(windows, [one['user'] for one in accounts], marks | {base64.b64encode(one.encode()) for one in logins})


TESTS = [no_pin_was_written_anywhere]
