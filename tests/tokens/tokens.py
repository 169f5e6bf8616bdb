"""Tokens for tests in Python: SoftHSM tokens in a folder of the test's own, made and filled natively or under Wine, and
the switches of the module that stands before them (tests/token_module/README.md).
"""
import contextlib
import os
import pathlib
import shutil
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("KIGEN_BUILD", ROOT / "build"))
SOFTHSM = "/usr/lib/softhsm/libsofthsm2.so"
PIN, PUK = "123456", "87654321"


def windows_path(path):
    """Wine shows the root as drive Z:."""
    return "Z:" + str(path).replace("/", "\\")


def softhsm_dll():
    """SoftHSM for Wine, as ./dev setup built it."""
    named = subprocess.run(["bash", "-c", ". .dev/lib.sh; softhsm_windows"], cwd=ROOT, check=True, text=True,
                           env={**os.environ, "KIGEN_ROOT": str(ROOT)}, stdout=subprocess.PIPE).stdout
    return pathlib.Path(named) / "bin/libsofthsm2.dll"


class Failed(Exception):
    pass


def run(*argv, env=None, data=None, timeout=120):
    """Output of a program that must succeed."""
    done = subprocess.run([str(word) for word in argv], env={**os.environ, **(env or {})}, input=data, timeout=timeout,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode != 0:
        raise Failed(f"{argv[0]} ended with {done.returncode}: {(done.stderr + done.stdout).decode(errors='replace')[-800:]}")
    return done.stdout


class Tokens:
    """One control folder with its tokens. `wine` is the environment of a Wine prefix, where Windows programs are meant."""

    def __init__(self, folder=None, wine=None):
        self.own = folder is None
        self.folder = pathlib.Path(folder or tempfile.mkdtemp(prefix="kigen-tokens-"))
        (self.folder / "tokens").mkdir(parents=True, exist_ok=True)
        (self.folder / "state").mkdir(exist_ok=True)
        self.wine = wine
        self.kept = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.own:
            shutil.rmtree(self.folder, ignore_errors=True)

    def environment(self, wine=False):
        """For programs that load the module: kigen_module() behind which these tokens are."""
        if wine:
            return {**self.wine, "KIGEN_TEST_TOKEN": windows_path(self.folder), "KIGEN_TEST_SOFTHSM": windows_path(softhsm_dll())}
        return {"KIGEN_TEST_TOKEN": str(self.folder), "KIGEN_TEST_SOFTHSM": SOFTHSM}

    @staticmethod
    def module(preset="native-asan"):
        name = BUILD / preset / "bin" / ("kigen-test-token.dll" if preset == "windows" else "kigen-test-token.so")
        return windows_path(name) if preset == "windows" else str(name)

    def maker(self, command, wine=False, timeout=120, **options):
        """kigen-token-maker COMMAND --option value …; paths become Windows ones where that is wanted."""
        words = []
        for name, value in options.items():
            if isinstance(value, pathlib.Path):
                value = windows_path(value) if wine else str(value)
            words += ["--" + name, value]
        if wine:
            out = self.folder / "state" / "maker-output"
            out.unlink(missing_ok=True)
            run("wine", BUILD / "windows/bin/kigen-token-maker.exe", command, "--folder", windows_path(self.folder), "--out",
                windows_path(out), *words, env=self.environment(wine=True), timeout=timeout)
            return out.read_bytes()
        return run(BUILD / "native-asan/bin/kigen-token-maker", command, "--folder", self.folder, *words,
                   env=self.environment(), timeout=timeout)

    def add(self, label, pin=PIN, puk=PUK, wine=False):
        """A new token; its serial."""
        return self.maker("init", wine=wine, label=label, puk=puk, **({"pin": pin} if pin else {})).decode().strip()

    def fill(self, serial, label, id="01", pin=PIN, wine=False, **files):
        """Key and certificate: p12=PATH, password=… or key=PATH, certificate=PATH."""
        self.maker("import", wine=wine, serial=serial, pin=pin, id=id, label=label, **files)

    def pkcs11_tool(self, *words, serial=None, pin=PIN, module=SOFTHSM):
        """OpenSC's tool, with SoftHSM unless another module is named."""
        conf = self.folder / "state" / "pkcs11-tool.conf"
        conf.write_text(f"directories.tokendir = {self.folder}/tokens\nobjectstore.backend = file\nlog.level = ERROR\n")
        where = self.slot(serial) if serial else []
        login = ["--login", "--pin", pin] if pin else []
        return run("pkcs11-tool", "--module", module, *where, *login, *words,
                   env={**self.environment(), "SOFTHSM2_CONF": str(conf)})

    def slot(self, serial):
        # SoftHSM numbers a slot by the last 31 bits of its token's serial.
        return ["--slot", str(int(serial[-8:], 16) & 0x7FFFFFFF)]

    # Switches: written under another name, so that no reader sees half of one.
    def set(self, name, content=""):
        partial = self.folder / f"{name}.{os.getpid()}.partial"
        partial.write_text(content + "\n")
        partial.rename(self.folder / name)

    def clear(self, *names):
        for name in names:
            (self.folder / name).unlink(missing_ok=True)

    def pull(self, serial=None):
        end = f"@{serial}" if serial else ""
        counter = self.folder / f"pulls{end}"
        before = int(counter.read_text()) if counter.exists() else 0
        self.set(f"pulled{end}")
        self.set(f"pulls{end}", str(before + 1))

    def insert(self, serial=None):
        self.clear(f"pulled@{serial}" if serial else "pulled")

    def calls(self):
        """(seconds, process, function) of every logged call; set("log") begins it."""
        log = self.folder / "state/calls"
        rows = [line.split() for line in log.read_text().splitlines()] if log.exists() else []
        return [(int(row[0]) / 1e6, int(row[1]), row[2]) for row in rows if len(row) == 3]

    def forget_calls(self):
        (self.folder / "state/calls").unlink(missing_ok=True)


@contextlib.contextmanager
def wine_prefix():
    """A Wine prefix of its own, as the environment for programs in it."""
    with tempfile.TemporaryDirectory(prefix="kigen-wine-") as folder:
        env = {"WINEPREFIX": folder + "/prefix", "WINEDEBUG": "-all", "DISPLAY": "",
               "WINEDLLOVERRIDES": "winemenubuilder.exe=d;mscoree,mshtml=d"}
        def shell(text):
            subprocess.run(["bash", "-c", ". .dev/lib.sh; . .dev/wine.sh; " + text, "wine", env["WINEPREFIX"]], cwd=ROOT,
                           env={**os.environ, "KIGEN_ROOT": str(ROOT)}, stdin=subprocess.DEVNULL, check=True)
        shell('fresh_prefix "$1"')
        try:
            yield env
        finally:
            shell('end_prefix "$1"')


class Report:
    """Counts cases and ends as the test runner reads it."""

    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    def run(self, name, case, *arguments):
        try:
            case(*arguments)
            self.passed += 1
            print(f"ok   {name}", flush=True)
        except Exception as problem:  # noqa: BLE001: one case must not hide the others
            self.failed += 1
            print(f"FAIL {name}: {type(problem).__name__}: {problem}", flush=True)

    def skip(self, name, why):
        self.skipped += 1
        print(f"skip {name}: {why}", flush=True)

    def finish(self):
        print(f"{self.passed} passed, {self.failed} failed" + (f", {self.skipped} skipped" if self.skipped else ""))
        return 1 if self.failed else 0
