"""Real windows: the warning comes, starts the wizard, goes away; nothing runs on after a removal."""
from harness import Windows, check, until
from installer_tests import service_answers

# Control ids of tray/ids.h and installer/wizard/ids.h.
WARNING, WARNING_RENEW = 'KigenWarning', 207
WIZARD, NEXT, PURPOSE, HEADLINE, DETAILS = 'KigenWizard', 1, 110, 300, 210


def warning_appears_for_real_certificates(windows: Windows, msi) -> None:
    check(windows.msiexec('/i', msi['old']) == 0, 'msiexec /i failed')
    service_answers(windows)
    windows.make_certificates()
    windows.start(windows.installed / 'kigen-tray.exe', '--logon')
    title = windows.wait_window(WARNING, 90)
    check(msi['program_version'] in title, f'the title has no version: {title}')
    everything = ' '.join(' '.join(row) for row in windows.texts(WARNING).values())
    check('DEMO10003' in everything, f'the most urgent certificate is not named: {everything}')


def inventory_has_every_status(windows: Windows, msi) -> None:
    def statuses():
        found = {item['identifier']: item['status'] for item in windows.ctl_json('list')}
        return found if len(found) == 8 else None

    found = until(30, statuses, 'eight certificates are listed')
    check(found == {'DEMO10001': 'valid', 'DEMO10002': 'due', 'DEMO10003': 'expired', 'DEMO10004': 'not_yet_valid',
                    'DEMO10005': 'valid', 'DEMO20001': 'due', 'DEMO20002': 'lapsed', 'DEMO20003': 'valid'}, f'{found}')
    due = windows.ctl_json('list', '--due-within', '28d')
    check({item['identifier'] for item in due} >= {'DEMO10002', 'DEMO10003', 'DEMO20001'}, f'due: {due}')


def settings_file_is_taken_while_the_service_runs(windows: Windows, msi) -> None:
    (windows.data / 'kigen.toml').write_text('[check]\ninterval_hours = 11\n')
    until(20, lambda: windows.ctl_json('interval')['value'] == '11', 'the file is taken')
    (windows.data / 'kigen.toml').write_text('[check]\ninterval_hours = 111\n')
    until(20, lambda: windows.ctl_json('settings')['problems'], 'the wrong file is told')
    check(windows.ctl_json('interval')['value'] == '11', 'the last good value stays')
    (windows.data / 'kigen.toml').write_text('[check]\ninterval_hours = 12\n')
    until(20, lambda: windows.ctl_json('interval')['value'] == '12', 'the mended file is taken')


def renew_now_opens_the_wizard_for_that_certificate(windows: Windows, msi) -> None:
    windows.click(WARNING, WARNING_RENEW)
    title = windows.wait_window(WIZARD, 30)
    check(msi['program_version'] in title, f'the title has no version: {title}')
    until(30, lambda: 'DEMO10003' in windows.texts(WIZARD).get(DETAILS, [''] * 4)[1], 'the wizard shows the certificate')


def wizard_names_what_a_firewall_must_allow(windows: Windows, msi) -> None:
    windows.click(WIZARD, NEXT)
    until(40, lambda: 'cannot be reached' in windows.texts(WIZARD).get(HEADLINE, [''] * 4)[1], 'the hosts were tested')
    advice = ' '.join(row[1] for row in windows.texts(WIZARD).values())
    check('127.0.0.1, port 9, TCP' in advice, f'host and port are not named: {advice}')
    check(windows.texts(WIZARD)[NEXT][1].replace('&', '') == 'Start the renewal', f'{windows.texts(WIZARD)[NEXT]}')


def removal_ends_what_runs(windows: Windows, msi) -> None:
    check(windows.running_programs(), 'nothing runs: this test would prove nothing')
    check(windows.msiexec('/x', msi['old'], 'REMOVEDATA=1') == 0, 'msiexec /x failed')
    until(10, lambda: not windows.running_programs(), f'still running: {windows.running_programs()}')
    check(not windows.installed.exists(), 'files are left')
    check(not windows.data.exists(), 'data is left')


TESTS = [warning_appears_for_real_certificates, inventory_has_every_status, settings_file_is_taken_while_the_service_runs,
         renew_now_opens_the_wizard_for_that_certificate, wizard_names_what_a_firewall_must_allow, removal_ends_what_runs]
