"""Starts kigen-demo-ra for tests and talks to its admin interface."""
import json
import os
import pathlib
import subprocess
import tempfile
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("KIGEN_BUILD", ROOT / "build")) / "native-asan/bin/kigen-demo-ra"


class DemoRa:
    """One RA with state of its own, ended by its standard input."""

    def __init__(self, *options):
        self.folder = tempfile.TemporaryDirectory(prefix="kigen-peers-")
        self.path = pathlib.Path(self.folder.name)
        self.options = options

    def __enter__(self):
        self.process = subprocess.Popen(
            [PROGRAM, "--data", self.path / "data", "--write-profiles", self.path / "profiles", "--out", self.path,
             "--until-eof", *self.options], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.ready = json.loads(self.process.stdout.readline())
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        try:
            self.code = self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise
        finally:
            self.folder.cleanup()

    def url(self, label, host="localhost"):
        port = self.ready["profiles"][label]
        return f"https://{host}:{port}/.well-known/est/{label}"

    def check_url(self, label):
        return f"https://localhost:{self.ready['profiles'][label]}/check/{label}"

    def admin(self, name, body=None, method=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.ready['admin']}/admin/{name}", data=data,
                                         method=method or ("GET" if body is None else "POST"))
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def fault(self, name, value="on", **more):
        return self.admin("fault", {"name": name, "value": value, **more})

    def anchor(self, label):
        """PEM of the root that vouches for the server of this label."""
        number = 4 if label == "customs-filing" else 1
        return self.path / "profiles" / f"{label}-root-{number}.pem"


class Report:
    def __init__(self):
        self.passed = self.failed = 0

    def run(self, name, case):
        try:
            case()
            self.passed += 1
            print(f"ok   {name}", flush=True)
        except Exception as problem:  # noqa: BLE001: one case must not hide the others
            self.failed += 1
            print(f"FAIL {name}: {type(problem).__name__}: {problem}", flush=True)

    def finish(self):
        print(f"{self.passed} passed, {self.failed} failed")
        return 1 if self.failed else 0


def run(*argv, ok=True, data=None):
    done = subprocess.run([str(a) for a in argv], input=data, capture_output=True, timeout=60, check=False)
    if ok and done.returncode != 0:
        raise AssertionError(f"{argv[0]} ended with {done.returncode}: {done.stderr.decode(errors='replace')[-600:]}")
    return done
