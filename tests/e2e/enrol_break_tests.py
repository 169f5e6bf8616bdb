"""Renewals that are broken off, by the person or by the end of the program: started again, they end with one certificate."""
from enrol_tests import GO_ON, RENEWED, START_OVER, has_result, stand_of
from harness import Windows, check
from stand import BANK, CORPORATE, headings
from wizard import ASK_NOW, CANCEL, PURPOSE, QUESTION

STOP = 1  # the question's button


def cancelled_while_the_ra_takes_its_time(windows: Windows, msi) -> None:
    stand = stand_of(windows)
    old = stand.give(BANK, 'WAIT0001', 20)
    before = stand.holds()
    wizard = stand.renew(old, 'ja')
    view = wizard.walk(lambda view: view.page == 'progress' and view.can(ASK_NOW))
    headings(view, ['認証局で処理に時間がかかっています'])
    stand.show('waiting-ja')
    wizard.press(CANCEL)
    check(stand.hands.do('wait', QUESTION, 20)[0] == 0, 'nobody asks whether to stop')
    stand.show('cancel-ja')
    check(stand.hands.do('click', QUESTION, STOP)[0] == 0, 'it cannot be stopped')
    view = wizard.walk('failure')
    check(view.text_of(PURPOSE) == '作業を中止しました', f'{view.text[:600]}')
    headings(view, ['続きから再開できます'])
    stand.show('stopped-ja')
    wizard.close()
    check(len(stand.journals()) == 1, f'journals: {stand.journals()}')
    wizard = stand.renew(old, 'ja')
    wizard.walk('resume')
    stand.show('resume-ja')
    wizard.walk('certificate', choice=START_OVER)
    stand.check_untouched(before, 'a run that was taken back')
    has_result(wizard.walk('result'), 'ja', RENEWED['ja'], 'CN=WAIT0001')
    wizard.close()
    stand.check_renewed(before, BANK, 'WAIT0001', old)


def killed(windows: Windows, profile: str, user: str, days: int, operation: str, step: str, password: str = '') -> None:
    stand = stand_of(windows)
    old = stand.give(profile, user, days)
    stand.ra.admin('accounts', {'profile': profile, 'user': user, 'condition': 'ready'})
    before = stand.holds()
    stand.ra.fault('delay', '4000', op=operation)
    wizard = stand.renew(old, 'en')
    wizard.walk(lambda view: view.page == 'progress' and view.step(step) == 'now', credentials=(password,))
    wizard.kill()
    check(len(stand.journals()) == 1, f'journals: {stand.journals()}')
    check(not stand.is_proven(old), 'superseded before the proof')
    stand.heal()
    wizard = stand.renew(old, 'en')
    wizard.walk('resume')
    stand.show(f'resume-{operation}-en')
    has_result(wizard.walk('result', choice=GO_ON, credentials=(password,)), 'en', RENEWED['en'], f'CN={user}')
    wizard.close()
    stand.check_renewed(before, profile, user, old)


def killed_while_the_ra_issues(windows: Windows, msi) -> None:
    killed(windows, BANK, 'NOCERT01', 20, 'simplereenroll', 'Send it and wait for the answer')


def killed_before_the_proof(windows: Windows, msi) -> None:
    killed(windows, CORPORATE, 'REISSUED', -30, 'check', 'Prove that it works', 'pass-word-05')


TESTS = [cancelled_while_the_ra_takes_its_time, killed_while_the_ra_issues, killed_before_the_proof]
