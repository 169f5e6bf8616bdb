"""The MSI: install, start by itself, upgrade, refuse a downgrade, remove, remove with data."""
from harness import Failure, Windows, check, until  # noqa: F401

RUN_KEY = r'HKLM\Software\Microsoft\Windows\CurrentVersion\Run'
EVENT_KEY = r'HKLM\SYSTEM\CurrentControlSet\Services\EventLog\Application\Kigen'
PROGRAMS = ['kigen-service.exe', 'kigen-tray.exe', 'kigen-wizard.exe', 'kigen-token.exe', 'kigenctl.exe',
            'kigen-root-helper.exe']


def service_answers(windows: Windows) -> None:
    until(30, lambda: windows.service_state() == 'RUNNING', 'the service runs')
    until(30, lambda: windows.ctl('status').returncode == 0, 'the service answers')


def interval(windows: Windows) -> str:
    values = windows.ctl_json('settings')
    rows = values['values'] if isinstance(values, dict) else values
    return next(str(row['value']) for row in rows if row['key'] == 'check.interval_hours')


def installs_in_silence(windows: Windows, msi) -> None:
    check(windows.msiexec('/i', msi['old']) == 0, 'msiexec /i failed')
    for name in PROGRAMS:
        check((windows.installed / name).exists(), f'{name} is not installed')
    check(len(list((windows.installed / 'issuers').glob('*.toml'))) >= 5, 'profiles are missing')
    check((windows.installed / 'third-party-licences.txt').stat().st_size > 10_000, 'licences are missing')
    service_answers(windows)
    check('kigen-tray.exe" --logon' in (windows.registry(RUN_KEY, 'Kigen') or ''), 'no Run entry')
    check('kigen-service.exe' in (windows.registry(EVENT_KEY, 'EventMessageFile') or ''), 'no event source')
    menu = list(windows.c.glob('**/Start Menu/Programs/Kigen/*.lnk'))
    check(len(menu) == 2, f'Start menu has {menu}')


def starts_by_itself_after_a_restart(windows: Windows, msi) -> None:
    windows.restart()
    windows.run('cmd', '/c', 'ver')  # anything that boots this Windows again
    service_answers(windows)


def upgrade_keeps_data_and_settings(windows: Windows, msi) -> None:
    windows.make_certificates()
    windows.ctl('check')
    before = until(30, lambda: windows.ctl_json('list'), 'the machine\'s certificates are listed')
    check(windows.ctl('interval', '5').returncode == 0, 'interval 5 was refused')
    check(windows.msiexec('/i', msi['new']) == 0, 'the upgrade failed')
    service_answers(windows)
    check(windows.registry(r'HKLM\Software\Kigen', 'Version') == msi['new_version'], 'the version did not change')
    check(interval(windows) == '5', f'the interval is now {interval(windows)}')
    seen = {item['thumbprint_sha256'] for item in before}
    check(seen <= {item['thumbprint_sha256'] for item in windows.ctl_json('list')}, 'certificates are missing')
    uninstall = windows.run('reg', 'query', r'HKLM\Software\Microsoft\Windows\CurrentVersion\Uninstall', '/s').stdout
    shown = [line for line in uninstall.splitlines() if 'DisplayName' in line and 'Kigen' in line]
    check(len(shown) == 1, f'Apps & features shows {shown}')


def downgrade_is_refused(windows: Windows, msi) -> None:
    check(windows.msiexec('/i', msi['old']) != 0, 'an older version went over a newer one')
    check(windows.registry(r'HKLM\Software\Kigen', 'Version') == msi['new_version'], 'the newer version is gone')
    service_answers(windows)


def removal_leaves_only_the_data(windows: Windows, msi) -> None:
    check(windows.msiexec('/x', msi['new']) == 0, 'msiexec /x failed')
    check(windows.service_state() == '', 'the service is still there')
    check(not windows.installed.exists(), f'left: {list(windows.installed.rglob("*")) if windows.installed.exists() else ""}')
    check(windows.registry(RUN_KEY, 'Kigen') is None, 'the Run entry is still there')
    check(windows.registry(EVENT_KEY, 'EventMessageFile') is None, 'the event source is still there')
    check(windows.registry(r'HKLM\Software\Kigen', 'InstallDir') is None, 'registry values are still there')
    check(not list(windows.c.glob('**/Start Menu/Programs/Kigen')), 'the Start menu folder is still there')
    check((windows.data / 'kigen.db').exists(), 'the data is gone')


def installs_again_over_kept_data(windows: Windows, msi) -> None:
    check(windows.msiexec('/i', msi['old'], 'DESKTOPSHORTCUTS=1') == 0, 'msiexec /i failed')
    service_answers(windows)
    check(interval(windows) == '5', 'the settings of before are gone')
    check(len(list((windows.c / 'users').glob('*/Desktop/*.lnk'))) == 2, 'no desktop shortcuts')


def removal_with_data_leaves_nothing(windows: Windows, msi) -> None:
    check(windows.msiexec('/x', msi['old'], 'REMOVEDATA=1') == 0, 'msiexec /x failed')
    check(not windows.data.exists(), f'left: {list(windows.data.rglob("*")) if windows.data.exists() else ""}')
    check(not windows.installed.exists(), 'the programs are still there')
    check(not list((windows.c / 'users').glob('*/Desktop/*.lnk')), 'desktop shortcuts are still there')


TESTS = [installs_in_silence, starts_by_itself_after_a_restart, upgrade_keeps_data_and_settings, downgrade_is_refused,
         removal_leaves_only_the_data, installs_again_over_kept_data, removal_with_data_leaves_nothing]
