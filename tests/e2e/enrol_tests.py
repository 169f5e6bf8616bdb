"""Issue and renewal from end to end: what a person sees and types, what the RA saw, what is in the store afterwards.

The wizard's windows are the real ones; the registration authority is kigen-demo-ra.
"""
from harness import Windows, check, until
from installer_tests import service_answers
from stand import BANK, CORPORATE, CUSTOMS, Stand, headings
from wizard import DETAILS, JAPANESE, PURPOSE, Wizard, view_of

WARNING, WARNING_RENEW, WARNING_IDENTIFIER = 'KigenWarning', 207, 205
TRAY, SPEAK_JAPANESE = 'KigenTray', 108
ISSUE = 1  # choice of the first page
GO_ON, START_OVER = 0, 1  # choices of the page for an interrupted run
ISSUED = {'ja': '新しい証明書を発行しました', 'en': 'The new certificate is here'}
RENEWED = {'ja': '証明書を更新しました', 'en': 'The certificate was renewed'}
RESULT = {'ja': ['まで使えます', '次にすること', '保存したもの', 'フレンドリ名', '確認ページが、新しい証明書での接続を受け付けました',
                 '発行された証明書', '証明書のパス', 'この証明書は有効です'],
          'en': ['It is valid until', 'What to do next', 'What is stored where', 'Friendly name',
                 'The check page accepted the new certificate', 'The certificate', 'Chain', 'Valid']}
SAME_THUMBPRINT = {'ja': '同じです', 'en': 'The same'}


def stand_of(windows: Windows) -> Stand:
    return windows.stand  # type: ignore[attr-defined]


def stands(windows: Windows, msi) -> None:
    stand = windows.stand = Stand(windows)  # type: ignore[attr-defined]
    check(windows.msiexec('/i', msi['old']) == 0, 'msiexec /i failed')
    service_answers(windows)
    windows.run('reg', 'add', r'HKCU\Software\Kigen', '/v', 'Language', '/d', 'en', '/f')
    windows.start(windows.installed / 'kigen-tray.exe', '--logon', locale=JAPANESE)
    stand.take_hands()
    until(60, lambda: stand.hands.do('command', TRAY, 0)[0] == 0, 'the tray program stands')


def has_result(view, language: str, purpose: str, *more: str) -> None:
    check(view.page == 'result' and view.text_of(PURPOSE) == purpose, f'{view.text_of(PURPOSE)}: {view.text[:600]}')
    headings(view, [*RESULT[language], *more])


def issues_with_two_codes(stand: Stand, language: str, typed: tuple[str, str], user: str) -> None:
    before, roots = stand.holds(), stand.roots()
    wizard = stand.issue(CUSTOMS, language)
    page = wizard.walk('credentials', choice=ISSUE)
    page = wizard.enter(*typed)
    check(page.text_of(240) == user, f'code 1 became {page.text_of(240)}')
    view = wizard.walk('result')
    has_result(view, language, ISSUED[language], f'CN={user}')
    consent = wizard.seen('consent')
    check(len(consent) == 1, 'consent was not asked for')
    headings(consent[0], [f'https://localhost:{stand.ra.ready["profiles"][CUSTOMS]}'])
    shown = wizard.seen('root')
    check(len(shown) == 4, f'{len(shown)} roots were shown')
    for root in shown:
        received, pinned = (root.text_of(number).replace(' ', '') for number in (325, 327))
        check(len(received) == 64 and received == pinned, f'thumbprints: {received}, {pinned}')
        check(root.text.count(SAME_THUMBPRINT[language]) >= 2, f'the comparison is not told: {root.text}')
    check(len(stand.roots() - roots) == 4, f'{len(stand.roots() - roots)} roots are new')
    stand.show(f'issue-{language}')
    wizard.close()
    stand.check_renewed(before, CUSTOMS, user, None)


def issues_in_japanese(windows: Windows, msi) -> None:
    # Full width and lower case, as an input method leaves them.
    issues_with_two_codes(stand_of(windows), 'ja', ('ｔｒａｄｅ００１', 'ＡＬＰＨＡ００１'), 'TRADE001')


def issues_in_english(windows: Windows, msi) -> None:
    stand = stand_of(windows)
    windows.run('reg', 'delete', r'HKCU\Software\Microsoft\SystemCertificates\Root', '/f')
    issues_with_two_codes(stand, 'en', ('trade002', 'bravo002'), 'TRADE002')


def renews_from_the_warning(windows: Windows, user: str, days: int, language: str) -> None:
    stand = stand_of(windows)
    old = stand.give(CUSTOMS, user, days)
    before = stand.holds()
    windows.ctl('check')
    until(60, lambda: user in view_of(stand.hands, WARNING).text, f'the warning names {user}')
    until(10, lambda: stand.hands.do('click', WARNING, WARNING_RENEW)[0] == 0, '"Renew now" is there')
    wizard = Wizard(windows, stand.hands)
    until(30, lambda: user in wizard.look().text_of(DETAILS), f'the wizard shows {user}')
    view = wizard.walk('result')
    has_result(view, language, RENEWED[language], f'CN={user}')
    check(not wizard.seen('root'), 'a root that is there was asked for')
    stand.show(f'renewal-{language}')
    wizard.close()
    stand.check_renewed(before, CUSTOMS, user, old)
    until(30, lambda: user not in view_of(stand.hands, WARNING).text, 'the warning is gone')


def renews_from_the_warning_in_english(windows: Windows, msi) -> None:
    renews_from_the_warning(windows, 'RENEW001', 12, 'en')


def renews_from_the_warning_in_japanese(windows: Windows, msi) -> None:
    stand_of(windows).hands.do('command', TRAY, SPEAK_JAPANESE)
    renews_from_the_warning(windows, 'RENEW002', 5, 'ja')


def renews(windows: Windows, profile: str, user: str, days: int, language: str, password: str = '') -> None:
    stand = stand_of(windows)
    old = stand.give(profile, user, days)
    before = stand.holds()
    wizard = stand.renew(old, language)
    view = wizard.walk('result', credentials=(password,))
    has_result(view, language, RENEWED[language], f'CN={user}')
    consent = wizard.seen('consent')
    check(len(consent) == 1, 'consent was not asked for')
    headings(consent[0], [f'https://localhost:{stand.ra.ready["profiles"][profile]}'])
    stand.show(f'{profile}-{language}')
    wizard.close()
    stand.check_renewed(before, profile, user, old)


def renews_what_has_expired_in_japanese(windows: Windows, msi) -> None:
    renews(windows, CORPORATE, 'KAISHA01', -30, 'ja', 'pass-word-01')


def renews_what_has_expired_in_english(windows: Windows, msi) -> None:
    """And a stale session hides the new certificate at first (S10): the remedy is applied and told."""
    stand = stand_of(windows)
    stand.ra.fault('problem', '403:verification', op='check', times=1)
    old = stand.give(CORPORATE, 'SYSERR01', -30)
    stand.ra.admin('accounts', {'profile': CORPORATE, 'user': 'SYSERR01', 'condition': 'ready'})
    before = stand.holds()
    wizard = stand.renew(old, 'en')
    view = wizard.walk('result', credentials=('pass-word-08',))
    has_result(view, 'en', RENEWED['en'], 'CN=SYSERR01', 'the SSL state was cleared')
    check('KGN-' not in view.text, f'what is over is told as an error: {view.text}')
    stand.show(f'{CORPORATE}-en')
    wizard.close()
    stand.check_renewed(before, CORPORATE, 'SYSERR01', old)


def renews_for_the_bank_in_japanese(windows: Windows, msi) -> None:
    renews(windows, BANK, 'BANK0001', 20, 'ja')


def renews_for_the_bank_in_english(windows: Windows, msi) -> None:
    renews(windows, BANK, 'BANK0002', 20, 'en')


TESTS = [stands, issues_in_japanese, issues_in_english, renews_from_the_warning_in_english,
         renews_from_the_warning_in_japanese, renews_what_has_expired_in_japanese, renews_what_has_expired_in_english,
         renews_for_the_bank_in_japanese, renews_for_the_bank_in_english]
