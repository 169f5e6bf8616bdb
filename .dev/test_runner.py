#!/usr/bin/env python3
"""Runs everything that proves Kigen and ends with one line: N passed, N failed[, N skipped].

Usage: test_runner.py --build DIR --cache DIR [--long] [--only WORD ...]
A suite is a build, a check, a GoogleTest program (natively or under Wine) or a script that ends with "N passed, N failed".
Logs lie in BUILD/test; what fails is printed.
"""
import argparse
import concurrent.futures
import contextlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
SIGN = re.compile(r"^(?:FAIL|\[  FAILED  \]|.*: (?:fatal )?error: |exit (?!0$)).*", re.M)  # what names a failure in a log
SUMMARY = re.compile(r"^(?:\w+: )?(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$", re.M)


class Runner:
    def __init__(self, options):
        self.options = options
        self.build = pathlib.Path(options.build).resolve()
        self.logs = self.build / "test"
        shutil.rmtree(self.logs, ignore_errors=True)
        self.logs.mkdir(parents=True)
        self.passed = self.failed = self.skipped = 0
        self.bad = []
        self.lock = threading.Lock()  # of the counts and the output

    def wanted(self, name):
        return not self.options.only or any(word in name for word in self.options.only)

    def command(self, name, argv, env, timeout, behind=False):
        log = self.logs / (name.replace("/", "-").replace(" ", "-") + ".log")
        started = time.monotonic()
        with open(log, "wb") as out:
            process = subprocess.Popen(argv, cwd=ROOT, env={**os.environ, **env}, stdout=out, stderr=subprocess.STDOUT,
                                       stdin=subprocess.DEVNULL, start_new_session=True)
            if behind:
                step_back(process.pid)
            try:
                code = process.wait(timeout)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, 9)
                process.wait()
                code = "time limit"
        return code, log.read_text(errors="replace"), time.monotonic() - started

    def count(self, name, passed, failed, skipped, seconds, text):
        with self.lock:
            self.passed += passed
            self.failed += failed
            self.skipped += skipped
            print(f"{'ok  ' if not failed else 'FAIL'} {name}: {passed} passed, {failed} failed"
                  + (f", {skipped} skipped" if skipped else "") + f" ({seconds:.1f} s)", flush=True)
            if failed:
                self.bad.append((name, [line[:400] for line in dict.fromkeys(SIGN.findall(text))][:6]))
                print("\n".join(text.splitlines()[-80:]), flush=True)

    def step(self, name, argv, timeout=3600, env=None, behind=False):
        """One command that succeeds or fails as a whole; `behind` takes what time the others leave."""
        if not self.wanted(name):
            return True
        code, text, seconds = self.command(name, argv, env or {}, timeout, behind)
        self.count(name, int(code == 0), int(code != 0), 0, seconds, text)
        return code == 0

    def build_step(self, preset):
        # A build is needed whatever was asked for; it counts only where it fails.
        code, text, seconds = self.command(f"build {preset}", ["bash", "-c", '. .dev/lib.sh; build "$@"', "build", preset],
                                           {"KIGEN_ROOT": str(ROOT), "KIGEN_BUILD": str(self.build)}, 3600)
        self.count(f"build {preset}", 0 if code else 1, 1 if code else 0, 0, seconds, text)
        return code == 0

    def gtest(self, name, argv, env, timeout=900):
        if not self.wanted(name):
            return
        with tempfile.TemporaryDirectory() as folder:
            report = pathlib.Path(folder) / "report.json"
            # Wine shows the root as drive Z:.
            seen = "Z:" + str(report).replace("/", "\\") if argv[0] == "wine" else report
            code, text, seconds = self.command(name, [*argv, f"--gtest_output=json:{seen}"], env, timeout)
            try:
                result = json.loads(report.read_text(errors="replace"))
                failed = result["failures"] + result["errors"]
                skipped = sum(case.get("result") == "SKIPPED" for suite in result["testsuites"] for case in suite["testsuite"])
                passed = result["tests"] - failed - skipped - result.get("disabled", 0)
                if code != 0 and failed == 0:
                    failed = 1  # a leak, a crash at exit
            except (OSError, ValueError):
                passed, failed, skipped = 0, 1, 0
            self.count(name, passed, failed, skipped, seconds, f"exit {code}\n{text}")

    def script(self, name, argv, env=None, timeout=3600):
        if not self.wanted(name):
            return
        code, text, seconds = self.command(name, argv, env or {}, timeout)
        found = SUMMARY.findall(text)
        if found:
            passed, failed, skipped = (int(x or 0) for x in found[-1])
            if code != 0 and failed == 0:
                failed = 1
        else:
            passed, failed, skipped = 0, 1, 0
        self.count(name, passed, failed, skipped, seconds, text)


def step_back(process):
    # Where the system groups processes by session, niceness counts inside a group only, and the group has one of its own.
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, process, 19)
        pathlib.Path(f"/proc/{process}/autogroup").write_text("19")


def token_environment(build, cache, windows):
    """Where the tests find SoftHSM and the module that stands before it."""
    if not windows:
        return {"KIGEN_TEST_SOFTHSM": "/usr/lib/softhsm/libsofthsm2.so",
                "KIGEN_TEST_TOKEN_MODULE": str(build / "native-asan/bin/kigen-test-token.so")}
    folder = subprocess.run(["bash", "-c", ". .dev/lib.sh; softhsm_windows"], cwd=ROOT, check=True, text=True,
                            env={**os.environ, "KIGEN_ROOT": str(ROOT), "KIGEN_CACHE": cache}, stdout=subprocess.PIPE).stdout
    module = build / "windows/bin/kigen-test-token.dll"
    return {"KIGEN_TEST_SOFTHSM": "Z:" + folder.replace("/", "\\") + r"\bin\libsofthsm2.dll",
            "KIGEN_TEST_TOKEN_MODULE": "Z:" + str(module).replace("/", "\\")}


class WineDesktop:
    """One prefix, one display and one desktop with a task bar for all Windows test programs: services and windows that
    one of them starts outlive it, and must not outlive their display."""

    def __init__(self, paths):
        self.paths = paths
        self.folder = tempfile.mkdtemp(prefix="kigen-wine-")
        self.environment = {"WINEPREFIX": self.folder + "/prefix", "WINEDEBUG": "-all",
                            "WINEDLLOVERRIDES": "winemenubuilder.exe=d;mscoree,mshtml=d"}

    def shell(self, text):
        subprocess.run(["bash", "-c", '. .dev/lib.sh; . .dev/wine.sh; ' + text, "wine", self.environment["WINEPREFIX"]],
                       cwd=ROOT, env={**os.environ, **self.paths}, stdin=subprocess.DEVNULL, check=False)

    def __enter__(self):
        self.shell('fresh_prefix "$1"')
        read, write = os.pipe()
        self.display = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x900x24", "-nolisten", "tcp"],
                                        pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as number:
            self.environment["DISPLAY"] = ":" + number.readline().strip()
        self.desktop = subprocess.Popen(["wine", "explorer.exe"], env={**os.environ, **self.environment},
                                        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        driver = pathlib.Path(self.paths["KIGEN_BUILD"]) / "windows/bin/kigen-window-driver.exe"
        subprocess.run(["wine", str(driver), "wait", "Shell_TrayWnd", "60"], env={**os.environ, **self.environment},
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        return self.environment

    def __exit__(self, *_):
        self.shell('end_prefix "$1"')
        self.display.terminate()
        self.display.wait()
        self.desktop.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


# A kill at every step of a journal: each of them takes as long as all the other fault tests together.
JOURNALS = ("renewal_faults", "token_faults")


def journal(name):
    def part(run, built, paths, long):
        if built["native-asan"]:
            run.script(f"faults {name}", ["python3", f"tests/faults/{name}.py", *long], paths)
    return part


def native_programs(run, built, paths, long):
    if not built["native-asan"]:
        return
    env = {**token_environment(run.build, run.options.cache, False), "UBSAN_OPTIONS": "print_stacktrace=1",
           **({"KIGEN_LONG": "1"} if long else {})}
    for program in sorted((run.build / "native-asan/bin").glob("*_tests")):
        run.gtest(f"asan {program.name}", [str(program)], env)
    for script in sorted((ROOT / "tests/faults").glob("*_faults.py")):
        if script.stem not in JOURNALS:
            run.script(f"faults {script.stem}", ["python3", str(script), *long], paths)
    # Tokens that other software made, and other software reading what Kigen's test tools made.
    for script in sorted((ROOT / "tests/tokens").glob("*_tokens.py")):
        run.script(f"tokens {script.stem}", ["python3", str(script), *long], paths)
    # Other people's clients against the demo RA, which Kigen's own client is tested against.
    for script in sorted((ROOT / "tests/est_peers").glob("*_peers.py")):
        run.script(f"peers {script.stem}", ["python3", str(script), *long], paths)


def windows_programs(run, built, paths, long):
    programs = [program for program in sorted((run.build / "windows/bin").glob("*_tests.exe"))
                if run.wanted(f"wine {program.stem}")]
    if built["windows"] and programs:
        with WineDesktop(paths) as env:
            pictures = run.build / "test" / "pictures"  # of every page, in both languages: to be looked at
            pictures.mkdir()
            env = {**env, **token_environment(run.build, run.options.cache, True), **({"KIGEN_LONG": "1"} if long else {}),
                   "KIGEN_SHOTS": "Z:" + str(pictures).replace("/", "\\")}
            for program in programs:
                # Wine finds the fonts for Japanese by the locale.
                locale = {"LC_ALL": "ja_JP.UTF-8"} if "window" in program.stem else {}
                run.gtest(f"wine {program.stem}", ["wine", str(program)], {**env, **locale})


def installed_product(run, built, paths, long):
    if all(built.values()):
        run.script("proxies", ["python3", "tests/proxies/run.py"], paths)
        run.script("e2e", ["python3", "tests/e2e/run.py", *long], paths)


def clang_tidy(run, built, paths, long):
    for preset in (one for one in built if built[one]):
        run.step(f"clang-tidy {preset}", ["python3", ".dev/tidy.py", str(run.build / preset), "--cache",
                                          str(pathlib.Path(run.options.cache) / "tidy")], behind=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", required=True)
    parser.add_argument("--cache", required=True)
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--only", nargs="*", default=[], metavar="WORD")
    options = parser.parse_args()
    run = Runner(options)
    long = ["--long"] if options.long else []
    paths = {"KIGEN_ROOT": str(ROOT), "KIGEN_BUILD": str(run.build), "KIGEN_CACHE": options.cache}

    run.step("format", ["./dev", "format", "--check"], env=paths)
    run.step("layers", ["python3", ".dev/checks.py"])
    # The scripts below harm the sanitized programs too: a kill or a full disk must not cost memory safety either.
    built = {preset: run.build_step(preset) for preset in ("native-asan", "windows")}
    # Three at a time, the longest first: what runs in Windows waits for much of its time, for a process to start or a window
    # to stand. clang-tidy takes what they leave.
    parts = (installed_product, windows_programs, native_programs, *map(journal, JOURNALS))
    with concurrent.futures.ThreadPoolExecutor(1) as behind, concurrent.futures.ThreadPoolExecutor(3) as lanes:
        for done in [behind.submit(clang_tidy, run, built, paths, long),
                     *[lanes.submit(part, run, built, paths, long) for part in parts]]:
            done.result()
    for name, signs in run.bad:
        print("\n   ".join([f"failed: {name}", *signs]))
    print(f"{run.passed} passed, {run.failed} failed" + (f", {run.skipped} skipped" if run.skipped else ""))
    return 1 if run.failed else 0


if __name__ == "__main__":
    sys.exit(main())
