"""Every error of the reference systems N and S in the wizard's windows: what the page says, and that nothing is left."""
from enrol_tests import ISSUE, RENEWED, START_OVER, has_result, stand_of
from harness import Windows, check
from stand import CORPORATE, CUSTOMS, Stand, headings
from wizard import CANCEL, CODES, NEXT, PROXY, PROXY_REMEDY, PURPOSE, View, Wizard

PARTS = {'ja': ['原因', '対処', 'サービスからの案内', 'このPCの状態', '問い合わせ先'],
         'en': ['Why', 'What to do', 'What the service says', 'On this PC', 'Whom to ask']}
UNTOUCHED = {'ja': '何も変わっていません。', 'en': 'Nothing has changed.'}


def tells(stand: Stand, wizard: Wizard, language: str, codes: str, title: str, *words: str, untouched: bool = True) -> View:
    """The page of an error: both codes, what happened, why, what to do, and the service's own words."""
    view = wizard.walk('failure')
    told = (view.text_of(CODES), view.text_of(PURPOSE))
    check(told == (codes, title), f'{told} instead of {codes}, {title}: {view.text[:900]}')
    headings(view, [*PARTS[language], *words, *([UNTOUCHED[language]] if untouched else [])])
    check('goes on working' not in view.text and 'そのまま使えます' not in view.text, 'there is nothing that goes on working')
    name = ''.join(c if c.isalnum() else '-' for c in codes)
    stand.show(f'error-{name}-{language}')
    return view


def cut_off(stand: Stand) -> None:
    stand.ra.fault('reset', 'connect', op='connect')


def from_no_access_to_a_lock(windows: Windows, msi) -> None:
    """N11 one after the other: no access to the server, code 1 wrong, code 2 wrong, locked."""
    stand = stand_of(windows)
    before = stand.holds()
    cut_off(stand)
    wizard = stand.issue(CUSTOMS, 'ja')
    wizard.walk('connections', choice=ISSUE, credentials=('nobody01', 'wrong001'))
    view = tells(stand, wizard, 'ja', 'KGN-2101', '認証局のサーバーに接続できません', 'localhost',
                 'プロキシーサーバーを通す場合')
    stand.check_untouched(before, 'a server out of reach')
    check(view.can(PROXY_REMEDY), 'the proxy settings are not offered')
    wizard.press(PROXY_REMEDY)
    check(stand.hands.do('wait', PROXY, 20)[0] == 0, 'the proxy settings do not open')
    stand.show('proxy-settings-ja')
    check(stand.hands.do('click', PROXY, CANCEL)[0] == 0 and stand.hands.do('gone', PROXY, 20)[0] == 0,
          'the proxy settings do not close')
    stand.heal()
    wizard.next()
    tells(stand, wizard, 'ja', 'KGN-2103', '認証コード1が違います', '登録されていません', 'もう一度入力してください')
    stand.check_untouched(before, 'a wrong code 1')
    for left in (2, 1):
        wizard.next()
        wizard.walk('credentials')
        wizard.enter('trade003', 'wrong001')
        wizard.next()
        tells(stand, wizard, 'ja', 'KGN-2104', '認証コード2が違います', f'残り{left}回でロックされます', '3回間違えるとロック')
        stand.check_untouched(before, 'a wrong code 2')
    wizard.next()
    wizard.walk('credentials')
    wizard.enter('trade003', 'wrong001')
    wizard.next()
    tells(stand, wizard, 'ja', 'KGN-2105', 'アカウントがロックされているため、今は取得できません', 'ロックの解除', '23:30', '解除された後に')
    wizard.close()
    stand.check_untouched(before, 'a lock')


def issue_is_refused(windows: Windows, typed: tuple[str, str], codes: str, title: str, *words: str) -> None:
    stand = stand_of(windows)
    before = stand.holds()
    wizard = stand.issue(CUSTOMS, 'en')
    wizard.walk('connections', choice=ISSUE, credentials=typed)
    view = tells(stand, wizard, 'en', codes, title, *words)
    check(not view.control(PROXY_REMEDY), 'proxy settings do not help here')
    wizard.close()
    stand.check_untouched(before, title)


def already_issued(windows: Windows, msi) -> None:
    issue_is_refused(windows, ('issued01', 'foxtrot1'), 'KGN-2106', 'The certificate was already issued',
                     'cannot be used a second time', 'collected already')


def ra_system_error(windows: Windows, msi) -> None:
    """Whether it issued nobody knows: what was begun is kept, until the person takes it back."""
    stand = stand_of(windows)
    before = stand.holds()
    wizard = stand.issue(CUSTOMS, 'en')
    wizard.walk('connections', choice=ISSUE, credentials=('syserr01', 'golf0001'))
    tells(stand, wizard, 'en', 'KGN-2107', 'The registration authority\'s system has a problem', 'Try again later', 'Wait a while',
          'the wizard offers to continue it', untouched=False)
    wizard.close()
    check(stand.certificates() == before[0] and len(stand.journals()) == 1, 'what was begun is not kept')
    wizard = stand.issue(CUSTOMS, 'en')
    wizard.walk('resume')
    wizard.walk('service', choice=START_OVER)
    wizard.close()
    stand.check_untouched(before, 'an issue that was taken back')


def certificate_not_obtained(windows: Windows, msi) -> None:
    issue_is_refused(windows, ('nocert01', 'hotel001'), 'KGN-2108', 'The certificate could not be obtained',
                     'Try again', 'four root certificates')


def from_no_access_to_a_proof_that_fails(windows: Windows, msi) -> None:
    """S11 and S10 one after the other: 115, 550 (authentication), the check page refuses, and then it works."""
    stand = stand_of(windows)
    old = stand.give(CORPORATE, 'KAISHA02', -30)
    before = stand.holds()
    cut_off(stand)
    wizard = stand.renew(old, 'en')
    wizard.walk('connections', credentials=('wrong-word',))
    view = tells(stand, wizard, 'en', 'KGN-2101 · 115', 'The registration authority\'s server cannot be reached', 'localhost',
                 'Allow webra2.secomtrust.net')
    check(view.can(PROXY_REMEDY), 'the proxy settings are not offered')
    stand.check_untouched(before, 'a server out of reach')
    stand.heal()
    wizard.next()
    tells(stand, wizard, 'en', 'KGN-2102 · 550', 'You were not recognised', 'Check the password and the certificate')
    stand.check_untouched(before, 'a wrong password')
    stand.ra.fault('problem', '403:verification', op='check')
    wizard.next()
    wizard.walk('credentials')
    wizard.enter('pass-word-02')
    wizard.next()
    tells(stand, wizard, 'en', 'KGN-2112', 'The new certificate is not accepted yet', 'The old certificate was kept',
          'clear the SSL state', 'Clear SSL state under Internet Options', 'stored, but not proven yet', untouched=False)
    check(len(stand.certificates() - before[0]) == 1 and before[0] <= stand.certificates(), 'it was not kept')
    check(not stand.is_proven(old), 'superseded before the proof')
    stand.heal()
    wizard.next()
    has_result(wizard.walk('result'), 'en', RENEWED['en'], 'CN=KAISHA02')
    wizard.close()
    stand.check_renewed(before, CORPORATE, 'KAISHA02', old)


def expired_for_too_long(windows: Windows, msi) -> None:
    stand = stand_of(windows)
    old = stand.give(CORPORATE, 'PWOLD001', -120)
    before = stand.holds()
    wizard = stand.renew(old, 'ja')
    view = wizard.walk(lambda view: view.page == 'certificate' and '更新を受け付ける期間は' in view.text)
    check(not view.can(NEXT), 'what lapsed 30 days ago can be renewed')
    stand.show('lapsed-ja')
    wizard.close()
    stand.check_untouched(before, 'a certificate that lapsed')


def renewal_is_refused(windows: Windows, user: str, password: str, codes: str, title: str, *words: str) -> None:
    stand = stand_of(windows)
    old = stand.give(CORPORATE, user, -30)
    before = stand.holds()
    if codes == 'KGN-2109':
        # By the RA's clock, which is the one that counts, it expired a hundred days ago.
        stand.ra.admin('clock', {'advance_seconds': 70 * 86400})
    wizard = stand.renew(old, 'ja')
    wizard.walk('connections', credentials=(password,))
    tells(stand, wizard, 'ja', codes, title, *words)
    wizard.close()
    stand.heal()
    stand.check_untouched(before, title)


def no_certificate(windows: Windows, msi) -> None:
    renewal_is_refused(windows, 'WAIT0001', 'pass-word-09', 'KGN-2109', '更新できる証明書がありません',
                       '期限から90日を過ぎている場合')


def not_issued_yet(windows: Windows, msi) -> None:
    renewal_is_refused(windows, 'NOTYET01', 'pass-word-06', 'KGN-2110 · 550', '受け取れる証明書がありません',
                       'まだ発行されていないか', '新しい証明書がすでに入っていないか')


def collected_already(windows: Windows, msi) -> None:
    renewal_is_refused(windows, 'FETCHED1', 'pass-word-07', 'KGN-2110 · 550', '受け取れる証明書がありません',
                       'すでに受け取られています')


TESTS = [from_no_access_to_a_lock, already_issued, ra_system_error, certificate_not_obtained,
         from_no_access_to_a_proof_that_fails, expired_for_too_long, no_certificate, not_issued_yet, collected_already]
