#!/usr/bin/env python3
"""Runs a command with an opencryptoki of its own: a second real token, which locks at the fourth try.

Usage: opencryptoki_rig.py COMMAND …
opencryptoki's daemon, socket, shared memory and token lie at fixed places. Here they lie in mount and IPC namespaces of
their own, over a copy: the machine's opencryptoki, running or not, is neither seen nor touched, and all is gone at the end.
It wants root (or sudo's effect) for that; without, it ends with 77. The command finds
KIGEN_TEST_OPENCRYPTOKI, the library; the token is initialised, with the user PIN of tokens.py and the SO PIN PUK.
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import time

from tokens import PIN, run

LIBRARY = "/usr/lib/x86_64-linux-gnu/opencryptoki/libopencryptoki.so.0"
CANNOT = 77
# opencryptoki takes neither of its factory PINs as a new one.
FACTORY_PUK, PUK, FIRST_PIN = "87654321", "76543210", "11112222"
CONFIGURATION = "version opencryptoki-3.1\nslot 0\n{\nstdll = libpkcs11_sw.so\n}\n"


def mount(*words):
    run("mount", *words)


def furnish(folder):
    """Inside the namespaces: our folders over opencryptoki's."""
    mount("--make-rprivate", "/")
    for place in ("/var/lib/opencryptoki", "/etc/opencryptoki"):
        own = folder / place.replace("/", "_")
        run("cp", "-a", place, own)
        mount("--bind", own, place)
    # A token that somebody used on this machine is none of ours.
    run("sh", "-c", "rm -rf /var/lib/opencryptoki/swtok/*")
    pathlib.Path("/var/lib/opencryptoki/swtok/TOK_OBJ").mkdir(mode=0o770)
    pathlib.Path("/etc/opencryptoki/opencryptoki.conf").write_text(CONFIGURATION)
    for place in ("/run", "/dev/shm", "/var/log"):
        mount("-t", "tmpfs", "tmpfs", place)
    for place in ("/run/lock/opencryptoki/swtok", "/var/log/opencryptoki"):
        pathlib.Path(place).mkdir(parents=True)
    run("chgrp", "-R", "pkcs11", "/run/lock/opencryptoki", "/var/log/opencryptoki", "/var/lib/opencryptoki/swtok")


def tool(*words):
    return run("pkcs11-tool", "--module", LIBRARY, "--slot", "0", *words)


def initialise():
    """As a shop does before it hands a token out: both PINs are changed once, as opencryptoki wants."""
    tool("--init-token", "--so-pin", FACTORY_PUK, "--label", "Kigen OCK")
    tool("--login", "--login-type", "so", "--so-pin", FACTORY_PUK, "--change-pin", "--pin", FACTORY_PUK, "--new-pin", PUK)
    tool("--init-pin", "--so-pin", PUK, "--pin", FIRST_PIN)
    tool("--change-pin", "--pin", FIRST_PIN, "--new-pin", PIN)


def inside(command):
    with tempfile.TemporaryDirectory(prefix="kigen-opencryptoki-") as folder:
        furnish(pathlib.Path(folder))
        daemon = subprocess.Popen(["pkcsslotd", "-f"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL)
        try:
            deadline = time.monotonic() + 30
            while not pathlib.Path("/run/pkcsslotd.socket").exists():
                if daemon.poll() is not None or time.monotonic() > deadline:
                    print("pkcsslotd did not start", file=sys.stderr)
                    return 1
                time.sleep(0.05)
            initialise()
            return subprocess.run(command, env={**os.environ, "KIGEN_TEST_OPENCRYPTOKI": LIBRARY}).returncode
        finally:
            daemon.terminate()
            daemon.wait(30)
            for place in ("/etc/opencryptoki", "/var/lib/opencryptoki"):
                subprocess.run(["umount", place], check=False)


def main():
    if sys.argv[1:2] == ["--inside"]:
        return inside(sys.argv[2:])
    if subprocess.run(["unshare", "-m", "-i", "true"], stderr=subprocess.DEVNULL).returncode != 0 or \
            not pathlib.Path(LIBRARY).exists():
        print("opencryptoki is not here, or this user may not have namespaces of its own", file=sys.stderr)
        return CANNOT
    return subprocess.run(["unshare", "-m", "-i", sys.executable, __file__, "--inside", *sys.argv[1:]]).returncode


if __name__ == "__main__":
    sys.exit(main())
