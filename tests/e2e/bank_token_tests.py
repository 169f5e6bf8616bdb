"""The bank's certificate onto its USB token (B): PC or token, the token's software, and the renewal of what is on one."""
from enrol_tests import RENEWED
from harness import Windows, check, until
from keyboard import KeyWizard
from stand import headings
from token_error_tests import at_token_page
from token_renewal_tests import PIN, PIN_KEPT, stand_of, without_secret
from token_stand import BANK, TokenStand
from wizard import LOOK_AGAIN, NEXT, OPEN_SITE, PURPOSE

ON_PC, ON_TOKEN = 0, 1
SOFTWARE, WHERE = 'SafeNet Authentication Client', 'https://www.bank.example/token'


def choice_of_place(windows: Windows, msi) -> None:
    """B4, B5: without the token's software the token cannot be chosen; software and address are named. Then the certificate moves from
    the PC to the token. By keyboard."""
    stand = stand_of(windows)
    token = stand.spare['Bank token']
    old = stand.give(BANK, 'BANK0001', 20)
    before = stand.keys()
    stand.remove_driver()
    with stand.profile_with(BANK, lambda text: text.replace('[token]\n', f'[token]\nsoftware_url = "{WHERE}"\n')):
        wizard = KeyWizard(stand.renew(old, 'ja'))
        wizard.arrive('certificate')
        wizard.go_on()
        wizard.arrive('place')
        wizard.choose(ON_TOKEN, by_arrow=True)
        view = until(30, lambda: wizard.when(lambda now: SOFTWARE in now.text), 'the software is named')
        stand.show('b-place-no-driver-ja')
        if view.page == 'place' and view.can(NEXT):
            wizard.go_on()
            view = at_token_page(stand, wizard, f'「{SOFTWARE}」がインストールされていません', 'b-no-driver-ja')
        headings(view, [SOFTWARE, WHERE])
        stand.install_driver(windows)
        stand.rig.insert(token)
        if view.page == 'token':
            check(view.can(OPEN_SITE), 'the page of the software cannot be opened')
            wizard.keys.press(wizard.keys.access_key(LOOK_AGAIN))
        else:
            for choice in (ON_PC, ON_TOKEN):
                wizard.choose(choice, by_arrow=False)
            wizard.go_on()
        wizard.arrive('token')
        stand.show('b-token-ja')
        wizard.go_on()
        view = wizard.do_job(PIN)
        check(view.text_of(PURPOSE) == RENEWED['ja'], view.text[:600])
        headings(view, ['CN=BANK0001', PIN_KEPT['ja'], token.serial])
        stand.show('b-result-ja')
        wizard.finish()
    check(stand.keys() == before, f'a key was made in the PC: {stand.keys() - before}')
    stand.check_on_token(token, BANK, 'BANK0001')
    stand.rig.pull(token)


def renews_what_is_on_a_token(windows: Windows, msi) -> None:
    """By the certificate on the token alone, which leaves no choice of the place; by keyboard."""
    stand = stand_of(windows)
    token = stand.spare['Business token']
    old = stand.give_on_token(token, BANK, 'BANK0002', 20)
    stand.rig.insert(token)
    until(60, lambda: stand.status(old['sha1']) == 'due', 'kigenctl lists the certificate on the token')
    wizard = KeyWizard(stand.renew(old, 'en'))
    wizard.arrive('certificate')
    wizard.go_on()
    wizard.arrive('token')
    wizard.go_on()
    view = wizard.do_job(PIN)
    check(view.text_of(PURPOSE) == RENEWED['en'], view.text[:600])
    headings(view, ['CN=BANK0002', PIN_KEPT['en'], token.serial])
    without_secret(stand, PIN)
    stand.show('b-result-en')
    wizard.finish()
    stand.check_on_token(token, BANK, 'BANK0002')
    stand.rig.pull(token)


TESTS = [choice_of_place, renews_what_is_on_a_token]
