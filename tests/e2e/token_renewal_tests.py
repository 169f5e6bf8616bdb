"""Renewal on a USB token (T) from end to end, by keyboard alone: what a person sees and types, what the RA saw, what is on the token
afterwards."""
from enrol_tests import RENEWED, TRAY
from harness import Windows, check, until
from installer_tests import service_answers
from keyboard import KeyWizard
from stand import headings
from token_rig import Token
from token_stand import INITIAL_PIN, NETWORK, TokenStand, copies_in_memory
from wizard import FIRST_FIELD, JAPANESE, NEXT, PURPOSE, SHOW_SECRET, View, Wizard

PIN, PUK = 'Blau-4711', '99887766'
PASSWORDS = {'LOGIN001': 'Letter-001', 'LOGIN002': 'Letter-004', 'PWLOCK01': 'Letter-002', 'SYSERR01': 'Letter-003'}
PIN_KEPT = {'ja': '今までのPINをお使いください', 'en': 'Unchanged: go on using the one you have'}
RESULT = {'ja': ['まで使えます', '保存したもの', 'フレンドリ名', '確認ページが、新しい証明書での接続を受け付けました'],
          'en': ['It is valid until', 'What is stored where', 'Friendly name', 'The check page accepted the new certificate']}


def stand_of(windows: Windows) -> TokenStand:
    return windows.stand  # type: ignore[attr-defined]


def stands(windows: Windows, msi) -> None:
    """Kigen is installed and runs in the user's session; no token is plugged in."""
    stand = windows.stand = TokenStand(windows)  # type: ignore[attr-defined]
    # SoftHSM finds its tokens when it is loaded: all that the tests need are there from the start, pulled out.
    stand.spare = {name: stand.rig.make(name, PIN, PUK)
                   for name in ('Blue token', 'Black token', 'Green token', 'Bank token', 'Business token', 'Other token')}
    for name in ('eToken 1', 'eToken 2', 'eToken 3', 'eToken 4'):
        stand.spare[name] = stand.rig.make(name, INITIAL_PIN, PUK)
    for token in stand.spare.values():
        stand.rig.pull(token)
    check(windows.msiexec('/i', msi['old']) == 0, 'msiexec /i failed')
    service_answers(windows)
    windows.run('reg', 'add', r'HKCU\Software\Kigen', '/v', 'Language', '/d', 'en', '/f')
    windows.start(windows.installed / 'kigen-tray.exe', '--logon', locale=JAPANESE)
    stand.take_hands()
    until(60, lambda: stand.hands.do('command', TRAY, 0)[0] == 0, 'the tray program stands')


def plug_in(stand: TokenStand, name: str, user: str, days: int = 20) -> tuple[Token, dict]:
    """A token with the certificate that is to be renewed; Kigen knows it."""
    token = stand.spare[name]
    old = stand.give_on_token(token, NETWORK, user, days)
    stand.ra.admin('accounts', {'profile': NETWORK, 'user': user, 'condition': 'ready'})
    stand.rig.insert(token)
    until(60, lambda: stand.status(old['sha1']) == 'due', f'kigenctl lists the certificate of {user} on the token')
    return token, old


def without_secret(stand: TokenStand, *secrets: str) -> None:
    """A PIN is kept only as long as the operation: afterwards it is in the memory of neither program."""
    marks = [form for one in secrets for form in (one.encode(), one.encode('utf-16-le'))]
    programs = stand.windows.processes('kigen-wizard.exe')
    check(len(programs) == 1, f'{len(programs)} wizards run')
    for process in programs + stand.workers():
        found = {mark: count for mark, count in copies_in_memory(process, marks).items() if count}
        check(not found, f'process {process} still holds {found}')


def found_token(wizard: Wizard) -> View:
    """The page of the token once it has found the one that is wanted."""
    return wizard.walk(lambda view: view.page == 'token' and view.can(NEXT))


def renews(windows: Windows, name: str, user: str, language: str) -> None:
    stand = stand_of(windows)
    token, old = plug_in(stand, name, user)
    wizard = KeyWizard(stand.renew(old, language))
    wizard.arrive('certificate')
    wizard.go_on()
    wizard.arrive('token')
    stand.show(f't-token-{language}')
    wizard.go_on()
    page = wizard.arrive('credentials', ready=False)
    check(not page.can(NEXT), 'one can go on without a password')
    check(page.text_of(FIRST_FIELD) == user, f'the login ID is not filled in from the certificate: {page.text}')
    stand.show(f't-credentials-{language}')
    wizard.fill_in(FIRST_FIELD + 1, PASSWORDS[user])
    wizard.keys.go_to(SHOW_SECRET)
    for _ in ('shown', 'hidden again'):
        wizard.keys.press('Space')
    wizard.go_on(wizard.keys.access_key(NEXT))
    def at_pin(asked: View) -> None:
        headings(asked, [token.serial])
        stand.show(f't-pin-{language}')
    view = wizard.do_job(PIN, at_pin)
    check(view.text_of(PURPOSE) == RENEWED[language], view.text[:600])
    headings(view, [*RESULT[language], f'CN={user}', PIN_KEPT[language], token.serial])
    without_secret(stand, PIN)
    stand.show(f't-result-{language}')
    wizard.finish()
    new = stand.check_on_token(token, NETWORK, user)
    check(stand.rig.has_pin(token, PIN), 'the PIN has changed')
    kept = [thing for thing in stand.rig.things(token) if thing.id == '01']
    check(len(kept) == 3, f'the older pair is not as it was: {kept}')
    until(30, lambda: stand.status(new['sha1']) == 'valid', 'kigenctl lists the new certificate')
    until(30, lambda: stand.status(old['sha1']) == 'superseded', 'kigenctl calls the old one superseded')
    stand.rig.pull(token)


def renews_on_a_token_in_japanese(windows: Windows, msi) -> None:
    renews(windows, 'Blue token', 'LOGIN001', 'ja')


def renews_on_a_token_in_english(windows: Windows, msi) -> None:
    renews(windows, 'Black token', 'LOGIN002', 'en')


TESTS = [stands, renews_on_a_token_in_japanese, renews_on_a_token_in_english]
