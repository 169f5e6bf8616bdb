"""What the fault tests stand on: a real service in a folder of its own, a pipe client that may misbehave, and a runner.

The client is a second implementation of common/ipc/PROTOCOL.md, so that a misunderstanding does not test itself.
"""
import contextlib
import json
import os
import pathlib
import shutil
import signal
import socket
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time
import traceback

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("KIGEN_BUILD", ROOT / "build")) / "native-asan" / "bin"
LONG = "--long" in sys.argv
MIB = 1 << 20


class Refused(Exception):
    """The service answered with an error."""

    def __init__(self, error):
        super().__init__(error)
        self.error = error
        self.kgn = (error.get("data") or {}).get("kgn", error.get("message"))


class Pipe:
    def __init__(self, path, hello=True, limit=10.0):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.settimeout(limit)
        self.socket.connect(str(path))
        self.next_id = 1
        self.pushes = []
        self.greeting = self.call("hello", {"protocol": 1, "client": "test", "version": "0"}) if hello else None

    def close(self):
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def send_raw(self, data):
        self.socket.sendall(data)

    def send_frame(self, payload):
        self.send_raw(struct.pack("<I", len(payload)) + payload)

    def read_exactly(self, count):
        data = b""
        while len(data) < count:
            part = self.socket.recv(count - len(data))
            if not part:
                raise ConnectionError("closed by the service")
            data += part
        return data

    def read_frame(self):
        (length,) = struct.unpack("<I", self.read_exactly(4))
        assert length <= MIB, length
        return json.loads(self.read_exactly(length))

    def send(self, method, params=None):
        number = self.next_id
        self.next_id += 1
        self.send_frame(json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params or {}}).encode())
        return number

    def answer(self, number):
        while True:
            message = self.read_frame()
            if "id" not in message:
                self.pushes.append(message)
                continue
            if message["id"] is None and "error" in message:
                raise Refused(message["error"])
            if message["id"] != number:
                raise AssertionError(f"answer {message['id']} where {number} was expected")
            if "error" in message:
                raise Refused(message["error"])
            return message["result"]

    def call(self, method, params=None):
        return self.answer(self.send(method, params))

    def is_closed(self):
        """True once the service has closed this connection; what it still sent is passed over."""
        try:
            while self.socket.recv(65536):
                pass
            return True
        except ConnectionError:
            return True
        except (TimeoutError, socket.timeout):
            return False


class Service:
    """kigen-service in a console, with its own data folder and socket."""

    def __init__(self, folder=None, environment=None, prefix=()):
        self.home = pathlib.Path(folder or tempfile.mkdtemp(prefix="kigen-faults-"))
        self.data = self.home / "data"
        self.data.mkdir(parents=True, exist_ok=True)
        self.socket = self.home / "pipe"
        self.log = self.home / "console.log"
        self.environment = {**os.environ, **(environment or {})}
        self.prefix = list(prefix)
        self.process = None

    def configure(self, *folders, extra=""):
        text = extra + "\n" + "".join(
            f'[[source]]\nkind = "folder"\npath = "{folder}"\n' for folder in folders)
        (self.data / "kigen.toml").write_text(text)

    def start(self, wait=True):
        with open(self.log, "ab") as out:
            self.process = subprocess.Popen(
                [*self.prefix, str(BIN / "kigen-service"), "--console", "--data", str(self.data), "--listen",
                 f"unix:{self.socket}", "--issuers", str(ROOT / "config/issuers")],
                stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, env=self.environment)
        if wait:
            wait_for(self.answers, 30, "the service answers", self)
        return self

    def answers(self):
        if self.process.poll() is not None:
            raise AssertionError(f"the service ended with {self.process.returncode}:\n{self.text()}")
        try:
            with self.connect():
                return True
        except (OSError, ConnectionError):
            return False

    def connect(self, **options):
        return Pipe(self.socket, **options)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(10)
        code = self.process.returncode if self.process else None
        if code:
            print(f"the service ended with {code}:\n{self.text()[-20000:]}")
        return code

    def text(self):
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def logged(self):
        file = self.data / "logs/kigen-service.log"
        return file.read_text(errors="replace") if file.exists() else ""

    def settled(self, count, kind="total"):
        def reached():
            with self.connect() as pipe:
                return pipe.call("status")[kind] == count
        wait_for(reached, 60, f"{kind} is {count}", self)

    def remove(self):
        if self.process and self.process.poll() is None:
            self.kill()
        shutil.rmtree(self.home, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.remove()


def wait_for(condition, seconds, what, service=None):
    end = time.monotonic() + seconds
    while True:
        if condition():
            return
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s: {what}" + (f"\n{service.text()[-3000:]}" if service else ""))
        time.sleep(0.02)


def list_all(pipe, **params):
    items, cursor = [], ""
    while True:
        page = pipe.call("list", {**params, "cursor": cursor})
        items += page["items"]
        cursor = page["next_cursor"]
        if not cursor:
            return items


def certificates(folder, count, seed=1):
    """Writes `count` distinct certificates as PEM files."""
    subprocess.run([str(BIN / "kigen-bench-certs"), str(folder), str(count), str(seed)], check=True,
                   stdout=subprocess.DEVNULL)
    return sorted(pathlib.Path(folder).rglob("*.pem"))


def integrity(database):
    with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        try:
            return connection.execute("PRAGMA integrity_check").fetchone()[0]
        except UnicodeDecodeError:
            return "damaged so that even the finding is no text"


def run(tests):
    """Runs the functions and ends with the summary line."""
    passed = failed = 0
    for test in tests:
        started = time.monotonic()
        try:
            test()
        except Exception:  # noqa: BLE001: each failure is told, the others still run
            failed += 1
            print(f"FAIL {test.__name__}\n{traceback.format_exc()}", flush=True)
        else:
            passed += 1
            print(f"ok   {test.__name__} ({time.monotonic() - started:.1f} s)", flush=True)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)
