"""Storing a certificate on an eToken that was handed out (E), and the user PIN afterwards: change, lock, unblocking. Storing, quitting and
the change of the PIN are done by keyboard alone."""
from enrol_tests import ISSUED
from harness import Windows, check, until
from keyboard import KeyWizard
from stand import headings
from token_error_tests import at_token_page, same_things, tells
from token_renewal_tests import PUK, stand_of, without_secret
from token_stand import ETOKEN, INITIAL_PIN, TokenStand
from wizard import BACK, FIRST_CHOICE, FIRST_FIELD, FIRST_RULE_WORD, NEXT, PURPOSE, QUESTION, UNBLOCK, YES, View, Wizard

USER, OTHER = 'YAMADA HANAKO', 'SATO KEN'
STORAGE_PINS = {USER: 'StorePin1', OTHER: 'StorePin2'}
NEW_PIN, NEXT_PIN, LAST_PIN = 'Neu-0815', 'Ganz_Neu', 'Entsperr'
# Choices of the first page: issue, renew, change the PIN, unblock.
TASKS = {'renew': 0, 'issue': 1, 'change': 2, 'unblock': 3}
PIN_SET = {'ja': '先ほど決めたPINになりました', 'en': 'It is the one you just chose'}
NOT_YET, HELD, BROKEN = ('未入力', 'not yet'), ('満たしています', 'yes'), ('満たしていません', 'no')


def begin(stand: TokenStand, language: str, task: str) -> Wizard:
    """From the choice of function (E4)."""
    wizard = stand.issue(ETOKEN, language)
    wizard.walk('start')
    stand.show(f'e-start-{language}')
    wizard.press(FIRST_CHOICE + TASKS[task])
    wizard.next()
    return wizard


def begin_by_keyboard(stand: TokenStand, language: str, task: str, by_arrow: bool) -> KeyWizard:
    """The same, and to the token that is there."""
    wizard = KeyWizard(stand.issue(ETOKEN, language))
    wizard.arrive('start')
    stand.show(f'e-start-{language}')
    wizard.choose(TASKS[task], by_arrow)
    wizard.go_on()
    if task == 'issue':
        wizard.arrive('service')
        wizard.go_on()
    wizard.arrive('token')
    return wizard


def rule_words(view: View) -> list[str]:
    return [view.text_of(FIRST_RULE_WORD + i) for i in range(6) if view.control(FIRST_RULE_WORD + i)]


def all_rules(view: View, words: tuple[str, str]) -> bool:
    found = rule_words(view)
    return bool(found) and all(word in words for word in found)


def stores(windows: Windows, name: str, user: str, language: str) -> None:
    stand = stand_of(windows)
    token = stand.spare[name]
    stand.hand_out(token, user)
    stand.rig.insert(token)
    wizard = begin_by_keyboard(stand, language, 'issue', by_arrow=language == 'ja')
    stand.show(f'e-token-{language}')
    wizard.go_on()
    headings(wizard.arrive('holder'), [user, token.serial])
    stand.show(f'e-holder-{language}')
    back_and_again(wizard)
    view = wizard.arrive('credentials', ready=False)
    check(view.text_of(FIRST_FIELD) == token.serial, f'the serial is not filled in: {view.text}')
    wizard.fill_in(FIRST_FIELD + 1, STORAGE_PINS[user])
    stand.show(f'e-storage-pin-{language}')
    wizard.go_on()
    new_pin_page(stand, wizard, language)
    wizard.go_on()
    view = wizard.do_job()
    check(view.text_of(PURPOSE) == ISSUED[language], view.text[:600])
    headings(view, [f'CN={user}', PIN_SET[language], token.serial])
    without_secret(stand, NEW_PIN)
    stand.show(f'e-result-{language}')
    wizard.finish()
    stand.check_on_token(token, ETOKEN, user, NEW_PIN)
    check(not stand.rig.has_pin(token, INITIAL_PIN), 'the initial PIN still works')
    check(stand.token_state(token) == 'holds_certificate', 'the RA does not know it')
    logged = stand.requests('simpleenroll', ETOKEN)[-1]
    check(logged['token'] == token.serial, f'the serial did not go with the request: {logged}')


def back_and_again(wizard: KeyWizard) -> None:
    """From whose token it is to the token and again, by the keys of the buttons; then on by Space on the button."""
    wizard.go_on(wizard.keys.access_key(BACK))
    until(30, lambda: wizard.when(lambda now: now.page == 'token' and now.can(NEXT)), 'one goes back')
    wizard.go_on(wizard.keys.access_key(NEXT))
    until(30, lambda: wizard.look().page == 'holder', 'one goes on again')
    wizard.keys.go_to(NEXT)
    wizard.go_on('Space')


def new_pin_page(stand: TokenStand, wizard: KeyWizard, language: str) -> None:
    """The rules of the new PIN as it is typed; the button works only when all hold (E8), and so does Enter."""
    view = wizard.arrive('pin', ready=False)
    check(all_rules(view, NOT_YET) and not view.can(NEXT), f'before anything is typed: {view.text}')
    stand.show(f'e-new-pin-empty-{language}')
    for first, again in (('abc', 'abc'), ('123456789', '123456789'), (NEW_PIN, 'Neu-0816')):
        view = wizard.fill_in_all(first, again)
        check(not all_rules(view, HELD) and not view.can(NEXT), f'{first}, {again}: {rule_words(view)}')
        wizard.keys.press('Enter')
        check(wizard.look().page == 'pin', f'Enter goes on with {rule_words(view)}')
    stand.show(f'e-new-pin-broken-{language}')
    view = wizard.fill_in_all(NEW_PIN, NEW_PIN)
    check(all_rules(view, HELD) and view.can(NEXT), f'{rule_words(view)}')
    stand.show(f'e-new-pin-{language}')


def stores_on_a_token_in_japanese(windows: Windows, msi) -> None:
    stores(windows, 'eToken 1', USER, 'ja')
    stand_of(windows).rig.pull(stand_of(windows).spare['eToken 1'])


def stores_on_a_token_in_english(windows: Windows, msi) -> None:
    stores(windows, 'eToken 2', OTHER, 'en')
    stand_of(windows).rig.pull(stand_of(windows).spare['eToken 2'])


def several_tokens_and_one_that_was_not_handed_out(windows: Windows, msi) -> None:
    """E3, E5."""
    stand = stand_of(windows)
    token, other = stand.spare['eToken 3'], stand.spare['eToken 4']
    before = stand.rig.things(token)
    for one in (token, other):
        stand.rig.insert(one)
    wizard = begin(stand, 'ja', 'issue')
    at_token_page(stand, wizard, 'トークンが2本接続されています', 'e-several-ja', '1本だけ残して')
    stand.rig.pull(other)
    until(30, lambda: wizard.look().can(NEXT), 'the one that is left is found by itself')
    wizard.next()
    tells(stand, wizard, 'ja', 'KGN-3006', 'このUSBトークンは使えません', token.serial, '認証局運用員')
    wizard.close()
    same_things(stand, token, before)


def already_stored(windows: Windows, msi) -> None:
    """E13, by the RA's word."""
    stand = stand_of(windows)
    token = stand.spare['eToken 3']
    stand.hand_out(token, USER, 'holds_certificate')
    before = stand.rig.things(token)
    wizard = begin(stand, 'en', 'issue')
    wizard.walk('token')
    tells(stand, wizard, 'en', 'KGN-3007', 'The USB token already holds the certificate', 'There is nothing to do')
    wizard.close()
    same_things(stand, token, before)


def quitting_half_way_is_confirmed(windows: Windows, msi) -> None:
    """E12: no, then yes; the token is as it was."""
    stand = stand_of(windows)
    token = stand.spare['eToken 3']
    stand.hand_out(token, USER)
    before = stand.rig.things(token)
    wizard = begin_by_keyboard(stand, 'ja', 'issue', by_arrow=True)
    wizard.go_on()
    wizard.arrive('holder')
    wizard.go_on()
    check(wizard.arrive('credentials', ready=False).page == 'credentials', 'the wizard is gone all the same')
    wizard.quit(lambda: stand.show('e-quit-ja'))
    same_things(stand, token, before)


def storage_pin_wrong_then_right(windows: Windows, msi) -> None:
    """E7, and the initial PIN is not asked for."""
    stand = stand_of(windows)
    token = stand.spare['eToken 3']
    wizard = begin(stand, 'ja', 'issue')
    wizard.walk('connections', credentials=(None, 'Falsch12'), new_pin=NEW_PIN)
    tells(stand, wizard, 'ja', 'KGN-3008', '格納用PINが違います', 'メールで届いた電子証明書格納用PIN')
    check(not stand.journals(), 'a journal is left')
    wizard.next()
    wizard.walk('credentials')
    wizard.enter(None, STORAGE_PINS[USER])
    wizard.next()
    view = wizard.walk('result', new_pin=NEW_PIN)
    check(view.text_of(PURPOSE) == ISSUED['ja'], view.text[:600])
    wizard.close()
    new = stand.issued(ETOKEN, USER)[-1]
    stand.rig.check_pair(token, new['sha1'], NEW_PIN, stand.chain(ETOKEN))


def change_page(stand: TokenStand, language: str) -> Wizard:
    wizard = begin(stand, language, 'change')
    wizard.walk('pin')
    return wizard


def changes_the_pin(windows: Windows, msi) -> None:
    """E10: wrong current, new equal to old is refused, success."""
    stand = stand_of(windows)
    token = stand.spare['eToken 3']
    before = stand.rig.things(token, NEW_PIN)
    wizard = begin_by_keyboard(stand, 'en', 'change', by_arrow=False)
    wizard.go_on()
    check(not wizard.arrive('pin', ready=False).can(NEXT), 'one can go on without a PIN')
    view = wizard.fill_in_all(NEW_PIN, NEW_PIN, NEW_PIN)
    check(any(word in BROKEN for word in rule_words(view)) and not view.can(NEXT), f'the PIN of before is taken: {view.text}')
    stand.show('e-change-same-en')
    view = wizard.fill_in_all('Falsch-9', NEXT_PIN, NEXT_PIN)
    check(view.can(NEXT), f'{rule_words(view)}')
    wizard.go_on()
    view = wizard.arrive('failure')
    stand.show('e-change-wrong-en')
    check(stand.rig.has_pin(token, NEW_PIN), 'it has changed all the same')
    headings(view, ['KGN-3002', 'Ten wrong entries in a row lock the eToken'])
    wizard.go_on()
    wizard.arrive('pin', ready=False)
    wizard.fill_in(FIRST_FIELD, NEW_PIN)
    stand.show('e-change-en')
    wizard.go_on()
    view = wizard.end()
    check(view.text_of(PURPOSE) == 'The user PIN was changed', view.text[:600])
    without_secret(stand, NEW_PIN, NEXT_PIN)
    stand.show('e-changed-en')
    wizard.finish()
    check(stand.rig.has_pin(token, NEXT_PIN) and not stand.rig.has_pin(token, NEW_PIN), 'the PIN is not the new one')
    same = stand.rig.things(token, NEXT_PIN)
    check(sorted(map(str, same)) == sorted(map(str, before)), f'{same} instead of {before}')


def locks_and_is_unblocked(windows: Windows, msi) -> None:
    """E11, and the PUK: the last try needs a yes; locked says so; the PUK sets a new PIN."""
    stand = stand_of(windows)
    token = stand.spare['eToken 3']
    stand.rig.switch('pin-tries', '2')
    wizard = change_page(stand, 'ja')
    wizard.enter('Falsch-1', NEW_PIN, NEW_PIN)
    wizard.press(NEXT)
    headings(until(30, lambda: wizard.when(lambda now: now.page == 'failure'), 'the wrong PIN is told'), ['PINが違います'])
    wizard.next()
    wizard.walk('pin')
    wizard.enter('Falsch-2', NEW_PIN, NEW_PIN)
    wizard.press(NEXT)
    check(stand.hands.do('wait', QUESTION, 30)[0] == 0, 'nobody asks before the last try')
    stand.show('e-last-try-ja')
    check(stand.hands.do('click', QUESTION, YES)[0] == 0, 'the last try cannot be taken')
    headings(until(30, lambda: wizard.when(lambda now: now.page == 'failure'), 'the lock is told'), ['ロックされ'])
    stand.show('e-locked-ja')
    wizard.close()
    unblocks(stand, token)


def unblocks(stand: TokenStand, token) -> None:
    wizard = begin(stand, 'ja', 'change')
    view = wizard.walk('token')
    view = until(30, lambda: wizard.when(lambda now: now.can(UNBLOCK)), 'unblocking is offered')
    headings(view, ['このトークンはロックされています'])
    stand.show('e-locked-token-ja')
    wizard.press(UNBLOCK)
    wizard.walk('pin')
    wizard.enter('11112222', LAST_PIN, LAST_PIN)
    wizard.press(NEXT)
    headings(until(30, lambda: wizard.when(lambda now: now.page == 'failure'), 'the wrong PUK is told'), ['PUKが違います'])
    stand.show('e-wrong-puk-ja')
    wizard.next()
    wizard.walk('pin')
    wizard.enter(PUK, LAST_PIN, LAST_PIN)
    stand.show('e-unblock-ja')
    view = wizard.walk('result')
    check(view.text_of(PURPOSE) == 'トークンのロックを解除しました', view.text[:600])
    without_secret(stand, PUK, LAST_PIN)
    stand.show('e-unblocked-ja')
    wizard.close()
    stand.rig.off('pin-tries')
    check(stand.rig.has_pin(token, LAST_PIN), 'the PIN is not the new one')
    new = stand.issued(ETOKEN, USER)[-1]
    stand.rig.check_pair(token, new['sha1'], LAST_PIN, stand.chain(ETOKEN))
    stand.rig.pull(token)


TESTS = [stores_on_a_token_in_japanese, stores_on_a_token_in_english, several_tokens_and_one_that_was_not_handed_out, already_stored,
         quitting_half_way_is_confirmed, storage_pin_wrong_then_right, changes_the_pin, locks_and_is_unblocked]
