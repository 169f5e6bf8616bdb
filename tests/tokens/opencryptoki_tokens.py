#!/usr/bin/env python3
"""Kigen's keys over opencryptoki, a token of other people's that locks by itself: the contract that every place of keys keeps,
its counting of wrong PINs, and the way back with the SO PIN.
"""
import os
import re
import subprocess
import sys
import tempfile
import pathlib

import opencryptoki_rig
import tokens
from opencryptoki_rig import PUK
from softhsm_tokens import Material, need, verify
from tokens import PIN, Report, run

# With sanitizers, as the other tests of the keys; a worker and OpenSSL of the system's are all that it starts.
CONTRACT = tokens.BUILD / "native-asan/bin/kigen_keys_tests"
MAKER = tokens.BUILD / "native-asan/bin/kigen-token-maker"


def maker(command, **options):
    words = [word for name, value in options.items() for word in ("--" + name, str(value))]
    return run(MAKER, command, "--module", opencryptoki_rig.LIBRARY, *words)


def contract(report):
    done = subprocess.run([CONTRACT, "--gtest_filter=Of/KeyContract.*"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          timeout=900)
    text = done.stdout.decode(errors="replace")
    for line in re.findall(r"^\[.*\] Of/.*ms\)$", text, re.M):
        print(line)
    passed = len(re.findall(r"^\[       OK \] Of/", text, re.M))
    failed = len(re.findall(r"^\[  FAILED  \] Of/.*ms\)$", text, re.M))
    report.passed += passed
    report.skipped += len(re.findall(r"^\[  SKIPPED \] Of/.*ms\)$", text, re.M))
    report.failed += failed or int(done.returncode != 0 or passed == 0)
    if done.returncode != 0:
        print("\n".join(text.splitlines()[-60:]))


def imported_signs(material):
    maker("import", pin=PIN, id="77", label="Imported", p12=material.folder / "rsa.p12", password="kigen")
    out = material.folder / "signature.out"
    maker("sign", pin=PIN, id="77", out=out, **{"in": material.folder / "data"})
    verify(material.folder, material.folder / "rsa.pem", out.read_bytes())


def locks_at_the_fourth_try():
    flags = []
    for _ in range(3):
        try:
            maker("login", pin="99999999")
            raise AssertionError("a wrong PIN was taken")
        except tokens.Failed as refused:
            need("0x000000a0" in str(refused), f"not CKR_PIN_INCORRECT: {refused}")
        flags.append(int(maker("list").split()[1]))
    need(flags[0] & 0x10000, "no CKF_USER_PIN_COUNT_LOW after one")
    need(flags[1] & 0x20000, "no CKF_USER_PIN_FINAL_TRY after two")
    need(flags[2] & 0x40000, "no CKF_USER_PIN_LOCKED after three")
    try:
        maker("login", pin=PIN)
        raise AssertionError("a locked token took its PIN")
    except tokens.Failed as refused:
        need("0x000000a4" in str(refused), f"not CKR_PIN_LOCKED: {refused}")


def comes_back_with_the_puk():
    maker("login", puk=PUK)
    opencryptoki_rig.tool("--init-pin", "--so-pin", PUK, "--pin", "24682468")
    need(not int(maker("list").split()[1]) & 0x40000, "still locked")
    maker("login", pin="24682468")


def inside():
    report = Report()
    with tempfile.TemporaryDirectory(prefix="kigen-token-material-") as folder:
        material = Material(pathlib.Path(folder))
        report.run("a pair from a PKCS#12 file signs", imported_signs, material)
    if CONTRACT.exists():
        contract(report)
    else:
        report.skip("the contract of keys", f"{CONTRACT} is not built")
    report.run("it locks at the fourth try", locks_at_the_fourth_try)
    report.run("it comes back with the PUK", comes_back_with_the_puk)
    return report.finish()


def main():
    if os.environ.get("KIGEN_TEST_OPENCRYPTOKI"):
        return inside()
    code = subprocess.run([sys.executable, opencryptoki_rig.__file__, sys.executable, __file__]).returncode
    if code == opencryptoki_rig.CANNOT:
        print("0 passed, 0 failed, 1 skipped")
        return 0
    return code


if __name__ == "__main__":
    sys.exit(main())
