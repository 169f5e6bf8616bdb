"""Every error of the token renewal (T) in the wizard's windows: what the page says, what helps, and that nothing is left on the token."""
import subprocess
import time

from enrol_error_tests import PARTS, cut_off
from enrol_tests import GO_ON, RENEWED
from harness import Windows, check, until
from stand import headings
from token_renewal_tests import PASSWORDS, PIN, PIN_KEPT, plug_in, stand_of
from token_rig import Token
from token_stand import NETWORK, TokenStand
from wizard import CANCEL, CODES, LOOK_AGAIN, NEXT, PIN_QUESTION, PURPOSE, QUESTION, TOKEN_HEADLINE, YES, View, Wizard

# T8: an error within 20 s; what the rest of a page takes is on top.
TOKEN_LIMIT, PAGE = 20, 10


def tells(stand: TokenStand, wizard: Wizard, language: str, codes: str, title: str, *words: str, hint: bool = True) -> View:
    """`hint`: the profile has words of the service for this error."""
    view = wizard.walk('failure')
    told = view.text_of(CODES), view.text_of(PURPOSE)
    check(told == (codes, title), f'{told} instead of {codes}, {title}: {view.text[:900]}')
    headings(view, [*(part for part in PARTS[language] if hint or part != PARTS[language][2]), *words])
    stand.show(f't-error-{"".join(c if c.isalnum() else "-" for c in codes)}-{language}')
    return view


def at_token_page(stand: TokenStand, wizard: Wizard, headline: str, name: str, *words: str, seconds: float = 30) -> View:
    """The page that looks for the token says what is wrong; the person cannot go on."""
    wizard.walk('token')
    view = until(seconds, lambda: wizard.when(lambda now: headline in now.text_of(TOKEN_HEADLINE)),
                 f'{headline}: {wizard.look().text[:600]}')
    headings(view, [*words])
    check(not view.can(NEXT), 'one can go on without a token')
    stand.show(name)
    return view


def same_things(stand: TokenStand, token: Token, before: list) -> None:
    now = stand.rig.things(token)
    check(sorted(map(str, now)) == sorted(map(str, before)), f'on the token: {now} instead of {before}')
    check(not stand.journals(), f'journals: {stand.journals()}')


def from_no_driver_to_several_tokens(windows: Windows, msi) -> None:
    """T1 one after the other, on one page that looks again by itself where it can."""
    stand = stand_of(windows)
    token, old = plug_in(stand, 'Green token', 'PWLOCK01')
    before = stand.rig.things(token)
    stand.remove_driver()
    wizard = stand.renew(old, 'ja')
    at_token_page(stand, wizard, 'インストールされていません', 't-no-driver-ja', 'もう一度探す', 'KGN-3001 · 0x03/-8',
                  'ふだんセキュアネットワークに接続しているパソコン')
    stand.rig.pull(token)
    stand.install_driver(windows)
    wizard.press(LOOK_AGAIN)
    at_token_page(stand, wizard, 'USBトークンが接続されていません', 't-no-token-ja', 'USBポートに接続してください')
    stand.rig.insert(stand.spare['Other token'])
    at_token_page(stand, wizard, f'シリアル番号 {token.serial} のトークンが必要です', 't-other-token-ja', '別のトークン')
    stand.rig.insert(token)
    # The certificate says on which token it is: another one does no harm.
    until(30, lambda: wizard.look().can(NEXT), 'the right token is found by itself')
    stand.show('t-both-tokens-ja')
    wizard.close()
    stand.rig.pull(stand.spare['Other token'])
    same_things(stand, token, before)


def hanging_driver_is_an_error_in_time(windows: Windows, msi) -> None:
    stand = stand_of(windows)
    token, old = stand.spare['Green token'], stand.old_of('Green token')
    before = stand.rig.things(token)
    stand.rig.switch('hang', 'C_GetSlotList C_GetTokenInfo')
    wizard = stand.renew(old, 'en')
    wizard.walk('token')
    started = time.monotonic()
    at_token_page(stand, wizard, 'The token does not answer', 't-hang-en', 'could not be read in time')
    took = time.monotonic() - started
    check(took < TOKEN_LIMIT + PAGE, f'a token that does not answer is told after {took:.0f} s')
    until(10, lambda: len(stand.workers()) <= 1, f'the worker that hangs is still there: {stand.workers()}')
    stand.rig.off('hang')
    wizard.press(LOOK_AGAIN)
    until(30, lambda: wizard.look().can(NEXT), 'the token is found once it answers')
    wizard.close()
    same_things(stand, token, before)


def forbidden_network_is_refused(windows: Windows, msi) -> None:
    """T7: by an address that this PC really has."""
    stand = stand_of(windows)
    token, old = stand.spare['Green token'], stand.old_of('Green token')
    before, requests = stand.rig.things(token), len(stand.requests('simplereenroll', NETWORK))
    own = subprocess.run(['hostname', '-I'], check=True, capture_output=True, timeout=20).stdout.decode().split()
    addresses = ', '.join(f'"{one}/{128 if ":" in one else 32}"' for one in own) or '"127.0.0.0/8"'
    network = '[[preflight.forbidden_network]]\nid = "secure_network"\nname = { ja = "セキュアネットワークサービス", ' \
        f'en = "the secure network service" }}\naddresses = [{addresses}]\n'
    with stand.profile_with(NETWORK, lambda text: text + '\n' + network):
        wizard = stand.renew(old, 'ja')
        wizard.walk('connections', credentials=(None, PASSWORDS['PWLOCK01']))
        tells(stand, wizard, 'ja', 'KGN-2111', 'このネットワークからは、認証局に接続できません', 'セキュアネットワークサービス',
              hint=False)
        wizard.close()
    check(len(stand.requests('simplereenroll', NETWORK)) == requests, 'the RA was asked all the same')
    same_things(stand, token, before)


def login_and_network(windows: Windows, msi) -> None:
    """0x04/-100, then 0x04/-1, then the right password."""
    stand = stand_of(windows)
    token, old = stand.spare['Green token'], stand.old_of('Green token')
    before = stand.rig.things(token)
    cut_off(stand)
    wizard = stand.renew(old, 'en')
    wizard.walk('connections', credentials=(None, 'wrong-word'))
    wizard.walk('failure', pin=PIN)
    view = wizard.look()
    check(view.text_of(CODES) == 'KGN-2101 · 0x04/-100', f'{view.text_of(CODES)}: {view.text[:600]}')
    headings(view, [*PARTS['en'], 'disconnect from the secure network'])
    stand.show('t-error-network-en')
    stand.heal()
    wizard.next()
    wizard.walk('failure', pin=PIN)
    tells(stand, wizard, 'en', 'KGN-2102 · 0x04/-1', 'You were not recognised', 'as the download letter has them')
    wizard.close()
    same_things(stand, token, before)


def wrong_pins_until_it_locks(windows: Windows, msi) -> None:
    """0x05/-6 with the tries left, an explicit yes before the last one (E11), 0x05/-11."""
    stand = stand_of(windows)
    token, old = stand.spare['Green token'], stand.old_of('Green token')
    before = stand.rig.things(token)
    stand.rig.switch('pin-tries', '3')
    wizard = stand.renew(old, 'ja')
    wizard.walk(lambda _: wizard.asks_pin() is not None, credentials=(None, PASSWORDS['PWLOCK01']))
    wizard.give_pin('Falsch-01')
    view = until(30, lambda: now if (now := wizard.asks_pin()) and 'PINが違いました' in now.text else None, 'the wrong PIN is told')
    stand.show('t-pin-again-ja')
    # Declined, the job ends with the code of the reference system.
    check(stand.hands.do('click', PIN_QUESTION, CANCEL)[0] == 0, 'the question cannot be closed')
    tells(stand, wizard, 'ja', 'KGN-3002 · 0x05/-6', 'PINが違います', '最初の値は数字8桁です')
    same_things(stand, token, before)
    wizard.next()
    wizard.walk(lambda _: wizard.asks_pin() is not None)
    wizard.give_pin('Falsch-02')
    # The one that is left locks the token: a yes is needed before it can be typed at all.
    check(stand.hands.do('wait', QUESTION, 30)[0] == 0, 'nobody asks before the last try')
    stand.show('t-last-try-ja')
    check(wizard.asks_pin() is None, 'the last PIN can be typed without a yes')
    check(stand.hands.do('click', QUESTION, YES)[0] == 0, 'the last try cannot be taken')
    wizard.give_pin('Falsch-03')
    tells(stand, wizard, 'ja', 'KGN-3003 · 0x05/-11', 'USBトークンがロックされているため、使えません', 'サポートセンター')
    wizard.close()
    stand.rig.off('pin-tries')
    stand.rig.heal()
    check(stand.rig.has_pin(token, PIN), 'the PIN has changed')
    same_things(stand, token, before)


def pulled_in_the_middle_and_resumed(windows: Windows, msi) -> None:
    stand = stand_of(windows)
    token, old = stand.spare['Green token'], stand.old_of('Green token')
    stand.rig.switch('at', 'C_GenerateKeyPair after 1 pull\n')
    wizard = stand.renew(old, 'en')
    view = wizard.walk(lambda view: view.page == 'failure' or stand.hands.do('wait', QUESTION, 0)[0] == 0,
                       credentials=(None, PASSWORDS['PWLOCK01']), pin=PIN)
    stand.show('t-pulled-en')
    if view.page != 'failure':
        # The person closes the wizard instead of plugging the token in.
        check(stand.hands.do('click', QUESTION, CANCEL)[0] == 0, 'the question cannot be declined')
        view = wizard.walk('failure')
    check(view.text_of(CODES).startswith('KGN-30'), view.text[:600])
    wizard.close()
    check(len(stand.journals()) == 1, f'journals: {stand.journals()}')
    stand.rig.insert(token)
    wizard = stand.renew(old, 'en')
    wizard.walk('resume')
    view = wizard.walk('result', choice=GO_ON, credentials=(None, PASSWORDS['PWLOCK01']), pin=PIN)
    check(view.text_of(PURPOSE) == RENEWED['en'], view.text[:600])
    headings(view, [PIN_KEPT['en']])
    wizard.close()
    stand.check_on_token(token, NETWORK, 'PWLOCK01')
    things = stand.rig.things(token)
    check(len(things) == 6, f'an orphan is left, or something is missing: {things}')
    stand.rig.pull(token)


TESTS = [from_no_driver_to_several_tokens, hanging_driver_is_an_error_in_time, forbidden_network_is_refused, login_and_network,
         wrong_pins_until_it_locks, pulled_in_the_middle_and_resumed]
