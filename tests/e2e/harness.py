"""What the end-to-end tests stand on: a Wine prefix and a display of their own, programs with deadlines, checks.

Nothing outside the work folder is touched; whatever was started is ended by close().
"""
import contextlib
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Failure(Exception):
    """A check that did not hold."""


def check(condition: bool, message: str) -> None:
    if not condition:
        raise Failure(message)


# The limits of the tests are for an idle PC; on one that does other work too, everything takes several times as long.
PATIENCE = 4


def until(seconds: float, condition, message):
    """Waits for a condition, not for a time: its value once it is true. `message` may be a function that says how it ended."""
    deadline = time.monotonic() + seconds * PATIENCE
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() >= deadline:
            raise Failure(f'not within {seconds:g} s: {message() if callable(message) else message}')
        time.sleep(0.1)


class Display:
    """An Xvfb on a number that was free."""

    def __init__(self) -> None:
        reader, writer = os.pipe()
        self.process = subprocess.Popen(['Xvfb', '-displayfd', str(writer), '-screen', '0', '1280x900x24', '-nolisten', 'tcp'],
                                        pass_fds=[writer], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(writer)
        with os.fdopen(reader) as answer:
            self.name = ':' + answer.readline().strip()

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=10)


class Windows:
    """One Windows: a fresh prefix, in which Kigen can be installed."""

    def __init__(self, work: pathlib.Path, programs: pathlib.Path, display: Display) -> None:
        self.prefix = pathlib.Path(tempfile.mkdtemp(prefix='windows-', dir=work)) / 'prefix'
        self.programs = programs
        self.said = self.prefix.parent / 'said'
        self.environment = {**os.environ, 'WINEPREFIX': str(self.prefix), 'WINEDEBUG': '-all', 'DISPLAY': display.name,
                            'WINEDLLOVERRIDES': 'winemenubuilder.exe=d;mscoree,mshtml=d', 'LC_ALL': 'C.UTF-8',
                            'KIGEN_ROOT': str(ROOT)}
        self.long = False
        self.background: list[subprocess.Popen] = []
        self.at_end = contextlib.ExitStack()  # what a suite starts beside its Windows
        subprocess.run(['bash', '-c', '. "$KIGEN_ROOT/.dev/lib.sh"; . "$KIGEN_ROOT/.dev/wine.sh"; fresh_prefix "$WINEPREFIX"'],
                       env=self.environment, check=True, timeout=300)
        self.c = self.prefix / 'drive_c'
        self.installed = self.c / 'Program Files' / 'Kigen'
        self.data = self.c / 'ProgramData' / 'Kigen'
        self.wizard = self.installed / 'kigen-wizard.exe'

    def run(self, *command, seconds: float = 60) -> subprocess.CompletedProcess:
        # Files, not pipes: a program that this one leaves behind (the desktop, the tray) would hold a pipe open.
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            code = subprocess.run(['wine', *map(str, command)], env=self.environment, timeout=seconds, check=False,
                                  stdin=subprocess.DEVNULL, stdout=out, stderr=err).returncode
            texts = []
            for file in (out, err):
                file.seek(0)
                texts.append(file.read().decode('utf-8', errors='replace'))
        return subprocess.CompletedProcess(command, code, *texts)

    def start(self, *command, locale: str = 'C.UTF-8') -> None:
        environment = {**self.environment, 'LC_ALL': locale, **({'TZ': 'Asia/Tokyo'} if locale.startswith('ja') else {})}
        # Kept: what a program says when it crashes is looked through for secrets.
        with open(self.said, 'ab') as said:
            self.background.append(subprocess.Popen(['wine', *map(str, command)], env=environment,
                                                    stdin=subprocess.DEVNULL, stdout=said, stderr=said))

    def windows_path(self, path: pathlib.Path) -> str:
        return 'Z:' + str(path).replace('/', '\\')

    def msiexec(self, what: str, msi: pathlib.Path, *properties: str) -> int:
        """0, or Windows Installer's code (of which Unix shows the low byte: 1603 is 67)."""
        return self.run('msiexec', what, self.windows_path(msi), '/qn', *properties, seconds=180).returncode

    def ctl(self, *arguments: str) -> subprocess.CompletedProcess:
        return self.run(self.installed / 'kigenctl.exe', *arguments)

    def ctl_json(self, *arguments: str):
        answer = self.ctl(*arguments, '--json')
        check(answer.returncode == 0, f'kigenctl {" ".join(arguments)}: exit code {answer.returncode}: {answer.stderr[-300:]}')
        return json.loads(answer.stdout)

    def driver(self, *arguments, seconds: float = 60) -> subprocess.CompletedProcess:
        return self.run(self.programs / 'kigen-window-driver.exe', *arguments, seconds=seconds)

    def wait_window(self, name: str, seconds: int = 30) -> str:
        answer = self.driver('wait', name, seconds, seconds=seconds + 30)
        check(answer.returncode == 0, f'no window {name} within {seconds} s')
        return answer.stdout.strip()

    def wait_gone(self, name: str, seconds: int = 15) -> None:
        check(self.driver('gone', name, seconds, seconds=seconds + 30).returncode == 0, f'window {name} stays')

    def texts(self, name: str) -> dict[int, list[str]]:
        """By control id: class, text, visible or hidden, enabled or disabled."""
        rows = [line.split('\t') for line in self.driver('texts', name).stdout.splitlines()]
        return {int(row[0]): row[1:] for row in rows if len(row) == 5}

    def click(self, name: str, control: int) -> None:
        check(self.driver('click', name, control).returncode == 0, f'{name}: control {control} cannot be pressed')

    def registry(self, key: str, value: str) -> str | None:
        answer = self.run('reg', 'query', key, '/v', value)
        for line in answer.stdout.splitlines():
            if line.strip().startswith(value):
                return line.strip().split(None, 2)[2]
        return None

    def service_state(self) -> str:
        """RUNNING, STOPPED …; "" when there is no such service."""
        for line in self.run('sc', 'query', 'Kigen').stdout.splitlines():
            if 'STATE' in line:
                return line.split()[-1]
        return ''

    def restart(self) -> None:
        """As after a reboot: every program ends, services that start by themselves do so again."""
        subprocess.run(['wineserver', '-k'], env=self.environment, timeout=60, check=False)
        subprocess.run(['wineserver', '-w'], env=self.environment, timeout=60, check=False)

    def make_certificates(self) -> None:
        profiles = self.data / 'profiles'
        profiles.mkdir(parents=True, exist_ok=True)
        answer = self.run(self.programs / 'kigen-test-pki.exe', '--out', 'C:\\pki', '--profile',
                          'C:\\ProgramData\\Kigen\\profiles\\demo.toml', '--host', '127.0.0.1:9', '--import', seconds=120)
        check(answer.returncode == 0, 'kigen-test-pki: ' + answer.stderr)

    def running_programs(self) -> list[str]:
        """Programs of the installation folder that run in this prefix."""
        found = []
        for process in pathlib.Path('/proc').glob('[0-9]*'):
            with contextlib.suppress(OSError):
                environment = (process / 'environ').read_bytes().decode(errors='replace')
                command = (process / 'cmdline').read_bytes().decode(errors='replace').replace('\0', ' ')
                if str(self.prefix) in environment and 'wine' in str((process / 'exe').readlink()) and 'Program Files' in command \
                        and 'Kigen' in command:
                    found.append(command)
        return found

    def processes(self, program: str) -> list[int]:
        """Process ids of a program in this Windows."""
        found = []
        for process in pathlib.Path('/proc').glob('[0-9]*'):
            with contextlib.suppress(OSError):
                command = (process / 'cmdline').read_bytes().split(b'\0')[0].decode(errors='replace')
                if command.endswith(program) and str(self.prefix) in (process / 'environ').read_bytes().decode(errors='replace'):
                    found.append(int(process.name))
        return found

    def picture(self, file: pathlib.Path) -> None:
        subprocess.run(['import', '-window', 'root', file], env=self.environment, check=False, timeout=30)

    def finished_picture(self, file: pathlib.Path) -> None:
        """A window exists a moment before it is painted: looks until two pictures agree."""
        before = now = b''
        for _ in range(10):
            now = subprocess.run(['import', '-window', 'root', 'ppm:-'], env=self.environment, check=False, timeout=30,
                                 stdout=subprocess.PIPE).stdout
            if now == before:
                break
            before = now
        subprocess.run(['convert', 'ppm:-', '-define', 'png:compression-level=3', file], input=now, check=False, timeout=30)

    def close(self) -> None:
        self.at_end.close()
        self.restart()
        for process in self.background:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=10)
        shutil.rmtree(self.prefix.parent, ignore_errors=True)
