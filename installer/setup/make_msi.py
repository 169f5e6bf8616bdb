#!/usr/bin/env python3
"""Makes the MSI: fills kigen.wxs.in, runs wixl, and sets what wixl leaves out.

make_msi.py --bin FOLDER --version 1.2.3 --output Kigen-1.2.3-x64.msi
"""
import argparse
import hashlib
import pathlib
import re
import shutil
import subprocess
import tempfile
import uuid

ROOT = pathlib.Path(__file__).resolve().parents[2]
SETUP = ROOT / 'installer' / 'setup'
# Fixed for the life of the product: Windows recognises older versions by it.
UPGRADE_CODE = uuid.UUID('6a0c3a52-7d4f-4d6e-9a53-b7a2f1d04c10')
PROGRAMS = ['kigen-service.exe', 'kigen-tray.exe', 'kigen-wizard.exe', 'kigen-token.exe', 'kigenctl.exe',
            'kigen-setup-helper.exe', 'kigen-root-helper.exe']
# Debian's packages of what is linked into the programs, and where each keeps its licence.
LICENCES = ['libssl-dev', 'libsqlite3-dev', 'libboost1.81-dev', 'libfmt-dev', 'libspdlog-dev', 'libtomlplusplus-dev',
            'libcli11-dev', 'gcc-mingw-w64-base', 'mingw-w64-common']
# What wixl has no words for: the conditions of components, and the properties that reach the elevated part.
CONDITIONS = {
    'MenuEnglish': 'UserLanguageID <> 1041',
    'MenuJapanese': 'UserLanguageID = 1041',
    'DesktopEnglish': 'DESKTOPSHORTCUTS = "1" AND UserLanguageID <> 1041',
    'DesktopJapanese': 'DESKTOPSHORTCUTS = "1" AND UserLanguageID = 1041',
}
SECURE_PROPERTIES = ['INSTALLDIR', 'DESKTOPSHORTCUTS', 'REMOVEDATA', 'STARTNOW', 'OLDERVERSION', 'NEWERVERSION']
# Shown by Windows Installer itself, before it knows a language: both.
LAUNCH_CONDITIONS = [
    ('Installed OR (VersionNT64 AND VersionNT >= 603)',
     'Kigen needs 64-bit Windows 10, Windows Server 2016 or later.\n\n'
     'Kigenには、64ビット版のWindows 10、Windows Server 2016またはそれ以降が必要です。'),
    ('Privileged',
     'Administrator rights are needed to install or remove Kigen. Open a Command Prompt with Run as administrator and '
     'start msiexec there, or ask the person who manages this PC to do it.\n\n'
     'Kigenのインストールと削除には管理者の権限が必要です。コマンド プロンプトを「管理者として実行」で開いてmsiexecを'
     '実行するか、このPCの管理者に依頼してください。'),
    ('Installed OR NOT NEWERVERSION',
     'A newer version of Kigen is already installed. To go back to @VERSION@, remove the newer one first; your data '
     'stays.\n\n'
     'このPCには、より新しいKigenが入っています。@VERSION@に戻すには、先に新しいほうを削除してください。データは残ります。'),
]
JAPANESE_SHORTCUTS = {
    'MenuTrayJa': ('KIGEN|Kigen', '証明書と有効期限を確認します'),
    'MenuWizardJa': ('WIZARD|証明書ウィザード', '証明書の更新を準備します'),
    'DesktopTrayJa': ('KIGEN|Kigen', '証明書と有効期限を確認します'),
    'DesktopWizardJa': ('WIZARD|証明書ウィザード', '証明書の更新を準備します'),
}
# Older versions, the same one included, are replaced; newer ones are noticed. Attributes: 1 migrate features, 2 only
# detect, 256 minimum inclusive, 512 maximum inclusive.
UPGRADES = [('0.0.0', '@VERSION@', 1 | 256 | 512, 'OLDERVERSION'), ('@VERSION@', '', 2, 'NEWERVERSION')]
# Custom actions (Windows Installer, "Custom Action Types"): bits of the type.
EXE_IN_BINARY, EXE_IN_FOLDER, SET_PROPERTY = 2, 34, 51
IGNORE_RESULT, DO_NOT_WAIT = 0x40, 0xC0
AS_INSTALLER = 0x400 | 0x800  # deferred, without impersonation
ON_ROLLBACK = 0x100 | AS_INSTALLER

FIRST_INSTALL = 'NOT Installed AND NOT OLDERVERSION'
LAST_REMOVAL = 'REMOVE ~= "ALL" AND NOT UPGRADINGPRODUCTCODE'
SERVICE = '"[INSTALLDIR]kigen-service.exe" '
# name, type, source, target, condition, place in the sequence. The standard actions around them: CostInitialize 800,
# CostFinalize 1000, InstallValidate 1400, StopServices 1900, DeleteServices 2000, InstallServices 5800,
# StartServices 5900, InstallFinalize 6600.
ACTIONS = [
    ('StartNowWhenSeen', SET_PROPERTY, 'STARTNOW', '1', 'NOT STARTNOW AND UILevel >= 3', 799),
    ('SetReadme', SET_PROPERTY, 'ARPREADME', '[INSTALLDIR]README.txt', '', 1001),
    ('SetHelp', SET_PROPERTY, 'ARPHELPLINK', '[INSTALLDIR]README.txt', '', 1002),
    ('SetLocation', SET_PROPERTY, 'ARPINSTALLLOCATION', '[INSTALLDIR]', '', 1003),
    # Programs that run from the folder: first asked, as the user; later ended, as the installer, in every session.
    ('AskPrograms', EXE_IN_BINARY | IGNORE_RESULT, 'Helper', 'ask "[INSTALLDIR]."', 'Installed OR OLDERVERSION', 1399),
    ('EndPrograms', EXE_IN_BINARY | AS_INSTALLER | IGNORE_RESULT, 'Helper', 'end "[INSTALLDIR]."', 'Installed', 1901),
    ('UnconfigureService', EXE_IN_FOLDER | AS_INSTALLER | IGNORE_RESULT, 'INSTALLDIR', SERVICE + '--uninstall-config',
     LAST_REMOVAL + ' AND REMOVEDATA <> "1"', 1902),
    ('UnconfigureAndRemoveData', EXE_IN_FOLDER | AS_INSTALLER | IGNORE_RESULT, 'INSTALLDIR',
     SERVICE + '--uninstall-config --remove-data', LAST_REMOVAL + ' AND REMOVEDATA = "1"', 1903),
    ('UndoConfigureService', EXE_IN_FOLDER | ON_ROLLBACK | IGNORE_RESULT, 'INSTALLDIR', SERVICE + '--uninstall-config',
     FIRST_INSTALL, 5801),
    ('ConfigureService', EXE_IN_FOLDER | AS_INSTALLER, 'INSTALLDIR', SERVICE + '--install-config', 'NOT REMOVE', 5802),
    # In the user's own session; an installation by the system (software distribution) has none.
    ('StartTray', EXE_IN_FOLDER | DO_NOT_WAIT, 'INSTALLDIR', '"[INSTALLDIR]kigen-tray.exe" --logon',
     'NOT REMOVE AND (STARTNOW = "1" OR (OLDERVERSION AND STARTNOW <> "0")) AND UserSID <> "S-1-5-18"', 6601),
]


def windows_text(source: pathlib.Path, target: pathlib.Path, **values: str) -> None:
    """A text file as Notepad of any age reads it: UTF-8 with mark, CR LF."""
    text = source.read_text(encoding='utf-8')
    for key, value in values.items():
        text = text.replace(f'@{key}@', value)
    target.write_text('\ufeff' + text.replace('\r\n', '\n').replace('\n', '\r\n'), encoding='utf-8', newline='')


def write_licences(target: pathlib.Path) -> None:
    parts = []
    for package in LICENCES:
        copyright_file = pathlib.Path('/usr/share/doc') / package / 'copyright'
        if not copyright_file.exists():
            raise SystemExit(f'make_msi: {copyright_file} is missing; run ./dev package, which installs {package}')
        parts.append(f'{"=" * 78}\n{package}\n{"=" * 78}\n' + copyright_file.read_text(encoding='utf-8', errors='replace'))
    text = 'Kigen contains parts of these free programs and libraries.\n\n' + '\n\n'.join(parts)
    target.write_text('\ufeff' + text.replace('\n', '\r\n'), encoding='utf-8', newline='')


def issuer_lines(folder: pathlib.Path) -> tuple[str, str]:
    components, references = [], []
    for path in sorted(folder.glob('*.toml')):
        name = re.sub(r'[^A-Za-z0-9]', '_', path.stem)
        guid = uuid.uuid5(UPGRADE_CODE, 'issuers/' + path.name)
        components.append(f'            <Component Id="Issuer_{name}" Guid="{guid}" Win64="yes">'
                          f'<File Id="issuer_{name}" Name="{path.name}" Source="issuers/{path.name}" KeyPath="yes" /></Component>')
        references.append(f'      <ComponentRef Id="Issuer_{name}" />')
    if not components:
        raise SystemExit(f'make_msi: no profiles in {folder}')
    return '\n'.join(components), '\n'.join(references)


def help_lines(folder: pathlib.Path) -> tuple[str, str]:
    """The help as it lies in installer/help: help.css, en/index.html, ja/index.html."""
    directories, references = [], []
    def component(path: pathlib.Path) -> str:
        inner = path.relative_to(folder).as_posix()
        name = re.sub(r'[^A-Za-z0-9]', '_', inner)
        references.append(f'      <ComponentRef Id="Help_{name}" />')
        return (f'            <Component Id="Help_{name}" Guid="{uuid.uuid5(UPGRADE_CODE, "help/" + inner)}" Win64="yes">'
                f'<File Id="help_{name}" Name="{path.name}" Source="help/{inner}" KeyPath="yes" /></Component>')
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            inside = '\n'.join(component(file) for file in sorted(path.iterdir()))
            directories.append(f'            <Directory Id="Help_{path.name}_Dir" Name="{path.name}">\n{inside}\n            </Directory>')
        else:
            directories.append(component(path))
    return '\n'.join(directories), '\n'.join(references)


def product_code(version: str, files: list[pathlib.Path]) -> uuid.UUID:
    """The same content has the same product code; any other content replaces it as an upgrade does."""
    digest = hashlib.sha256(version.encode())
    for path in files:
        digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return uuid.uuid5(UPGRADE_CODE, digest.hexdigest())


def quoted(value: str) -> str:
    if "'" in value:
        raise SystemExit(f"make_msi: Windows Installer's SQL has no way to write {value}")
    return f"'{value}'"


def insert(table: str, **row: str | int) -> str:
    names = ', '.join(f'`{name}`' for name in row)
    values = ', '.join(str(value) if isinstance(value, int) else quoted(value) for value in row.values())
    return f'INSERT INTO `{table}` ({names}) VALUES ({values})'


def statements(version: str) -> list[str]:
    rows = [f'UPDATE `Component` SET `Condition` = {quoted(condition)} WHERE `Component` = {quoted(name)}'
            for name, condition in CONDITIONS.items()]
    rows += [f'UPDATE `Shortcut` SET `Name` = {quoted(name)}, `Description` = {quoted(text)} WHERE `Shortcut` = {quoted(key)}'
             for key, (name, text) in JAPANESE_SHORTCUTS.items()]
    rows += [insert('LaunchCondition', Condition=condition, Description=text.replace('@VERSION@', version))
             for condition, text in LAUNCH_CONDITIONS]
    rows += [insert('Upgrade', UpgradeCode=f'{{{UPGRADE_CODE}}}'.upper(), VersionMin=low.replace('@VERSION@', version),
                    VersionMax=high.replace('@VERSION@', version), Language='', Attributes=bits, Remove='',
                    ActionProperty=name)
             for low, high, bits, name in UPGRADES]
    native_registry = 2 | 16  # a raw value of the 64-bit view
    rows.append(f'UPDATE `RegLocator` SET `Type` = {native_registry}')
    rows.append("UPDATE `Registry` SET `Value` = '#%[INSTALLDIR]kigen-service.exe' WHERE `Name` = 'EventMessageFile'")
    rows.append(insert('Property', Property='SecureCustomProperties', Value=';'.join(SECURE_PROPERTIES)))
    for name, kind, source, target, condition, place in ACTIONS:
        rows.append(insert('CustomAction', Action=name, Type=kind, Source=source, Target=target))
        rows.append(insert('InstallExecuteSequence', Action=name, Condition=condition, Sequence=place))
    # Windows asks for related products at a first installation only; Wine would find the product itself at its removal.
    first_only = 'NOT Installed'
    for table in ('InstallUISequence', 'InstallExecuteSequence'):
        rows.append(insert(table, Action='FindRelatedProducts', Condition=first_only, Sequence=25))
        rows.append(insert(table, Action='LaunchConditions', Condition='', Sequence=100))
    rows.append(f"UPDATE `InstallExecuteSequence` SET `Condition` = '{first_only}' WHERE `Action` = 'RemoveExistingProducts'")
    rows.append(insert('InstallExecuteSequence', Action='RemoveFolders', Condition='', Sequence=3600))
    rows.append(insert('InstallExecuteSequence', Action='CreateFolders', Condition='', Sequence=3700))
    return rows


def make(arguments: argparse.Namespace, stage: pathlib.Path) -> None:
    binaries = [arguments.bin / name for name in PROGRAMS]
    for path in binaries:
        if not path.exists():
            raise SystemExit(f'make_msi: {path} has not been built')
    # Without debug symbols: users download this. With the time of the build kept (-p), or each package would differ.
    stripped = stage / 'bin'
    stripped.mkdir()
    for path in binaries:
        subprocess.run(['x86_64-w64-mingw32-strip', '-p', '-o', stripped / path.name, path], check=True)
    windows_text(SETUP / 'README.txt.in', stage / 'README.txt', VERSION=arguments.version)
    windows_text(ROOT / 'config' / 'kigen.toml', stage / 'kigen.toml.example')
    write_licences(stage / 'third-party-licences.txt')
    issuers = stage / 'issuers'
    shutil.copytree(ROOT / 'config' / 'issuers', issuers)
    components, references = issuer_lines(issuers)
    shutil.copytree(ROOT / 'installer' / 'help', stage / 'help')
    help_components, help_references = help_lines(stage / 'help')
    shutil.copy(arguments.icon, stage / 'kigen.ico')
    wxs = (SETUP / 'kigen.wxs.in').read_text(encoding='utf-8')
    content = [*sorted(stripped.iterdir()), *sorted(issuers.iterdir()),
               *sorted(path for path in (stage / 'help').rglob('*') if path.is_file()), stage / 'README.txt', SETUP / 'kigen.wxs.in']
    for key, value in {
            'VERSION': arguments.version,
            'PRODUCT_CODE': str(product_code(arguments.version, content)).upper(),
            'UPGRADE_CODE': str(UPGRADE_CODE).upper(),
            'ISSUER_COMPONENTS': components,
            'ISSUER_REFS': references,
            'HELP_COMPONENTS': help_components,
            'HELP_REFS': help_references,
    }.items():
        wxs = wxs.replace(f'@{key}@', value)
    source = stage / 'kigen.wxs'
    source.write_text(wxs, encoding='utf-8')
    partial = stage / 'kigen.msi'
    # wixl takes relative paths only.
    subprocess.run(['wixl', '--arch', 'x64', '-o', partial.name, source.name], check=True, cwd=stage)
    # wixl writes UTF-8 but says nothing of the code page; Windows would read Japanese as the system's.
    code_page = stage / '_ForceCodepage.idt'
    code_page.write_bytes(b'\r\n\r\n65001\t_ForceCodepage\r\n')
    subprocess.run(['msibuild', partial, '-i', code_page], check=True)
    for query in statements(arguments.version):
        subprocess.run(['msibuild', partial, '-q', query], check=True)
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(partial, arguments.output)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument('--bin', type=pathlib.Path, required=True)
    parser.add_argument('--icon', type=pathlib.Path, required=True)
    parser.add_argument('--version', required=True)
    parser.add_argument('--output', type=pathlib.Path, required=True)
    arguments = parser.parse_args()
    if not re.fullmatch(r'\d{1,3}\.\d{1,3}\.\d{1,5}', arguments.version):
        raise SystemExit(f'make_msi: {arguments.version} is no version that Windows Installer compares')
    with tempfile.TemporaryDirectory(prefix='kigen-msi-') as stage:
        make(arguments, pathlib.Path(stage))


if __name__ == '__main__':
    main()
