#!/usr/bin/env python3
"""Tokens made and filled natively and under Wine are the same files: what one side writes, the other reads, and Debian's
pkcs11-tool and openssl verify key and certificate. And what only a process of its own can show: a module that hangs, an
event that wakes a waiting program, both natively and under Wine.
"""
import hashlib
import os
import signal
import subprocess
import sys
import tempfile
import pathlib
import time

import tokens
from tokens import PIN, Report, Tokens, run


def need(condition, text):
    if not condition:
        raise AssertionError(text)


class Material:
    """A PKCS#12 file with an RSA and one with an EC key, as an RA would hand them out."""

    def __init__(self, folder):
        self.folder = folder
        for kind, options in (("rsa", ["rsa:2048"]), ("ec", ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"])):
            run("openssl", "req", "-x509", "-newkey", *options, "-nodes", "-keyout", folder / f"{kind}.key", "-out",
                folder / f"{kind}.pem", "-subj", f"/C=JP/O=Kigen/CN=Owner {kind}", "-days", "30")
            run("openssl", "pkcs12", "-export", "-inkey", folder / f"{kind}.key", "-in", folder / f"{kind}.pem", "-out",
                folder / f"{kind}.p12", "-passout", "pass:kigen")
        (folder / "data").write_bytes(b"what is signed")
        # SoftHSM signs with EC keys what was hashed before.
        (folder / "hash").write_bytes(hashlib.sha256(b"what is signed").digest())


def public_key(certificate_pem):
    return run("openssl", "x509", "-noout", "-pubkey", "-in", certificate_pem)


def verify(folder, certificate_pem, signature):
    (folder / "public.pem").write_bytes(public_key(certificate_pem))
    (folder / "signature").write_bytes(signature)
    run("openssl", "dgst", "-sha256", "-verify", folder / "public.pem", "-signature", folder / "signature", folder / "data")


def signed(box, serial, material, id, kind):
    how = ["SHA256-RSA-PKCS", "--input-file", material.folder / "data"] if kind == "rsa" else \
        ["ECDSA", "--signature-format", "openssl", "--input-file", material.folder / "hash"]
    out = material.folder / "pkcs11-tool.signature"
    box.pkcs11_tool("--sign", "--id", id, "--mechanism", *how, "--output-file", out, serial=serial)
    return out.read_bytes()


def read_back(box, serial, material, id, kind):
    """Debian's tool lists the three objects, signs with the key; openssl verifies with the token's certificate."""
    listed = box.pkcs11_tool("--list-objects", serial=serial).decode()
    for what in ("Certificate Object", "Public Key Object", "Private Key Object"):
        need(what in listed, f"no {what} in {listed}")
    certificate = material.folder / "back.der"
    box.pkcs11_tool("--read-object", "--type", "cert", "--id", id, "--output-file", certificate, serial=serial, pin=None)
    pem = material.folder / "back.pem"
    run("openssl", "x509", "-inform", "DER", "-in", certificate, "-out", pem)
    need(pem.read_bytes().split() == (material.folder / f"{kind}.pem").read_bytes().split(), "another certificate came back")
    verify(material.folder, pem, signed(box, serial, material, id, kind))


def filled_by(wine, kind, prefix, material):
    with Tokens(wine=prefix) as box:
        serial = box.add("通関 " + kind if not wine else "Tsukan " + kind, wine=wine)
        box.fill(serial, "Owner", id="0a01", wine=wine, p12=material.folder / f"{kind}.p12", password="kigen")
        read_back(box, serial, material, "0a01", kind)


def made_by_debian_read_under_wine(prefix, material):
    with Tokens(wine=prefix) as box:
        conf = box.folder / "debian.conf.partial"
        conf.write_text(f"directories.tokendir = {box.folder}/tokens\n")
        run("softhsm2-util", "--init-token", "--free", "--label", "Debian", "--pin", PIN, "--so-pin", tokens.PUK,
            env={"SOFTHSM2_CONF": str(conf)})
        listed = box.maker("list", wine=True).decode().splitlines()
        serial = next(line.split()[0] for line in listed if line.endswith("Debian"))
        box.pkcs11_tool("--keypairgen", "--key-type", "rsa:2048", "--id", "07", "--label", "made", serial=serial)
        out = material.folder / "wine.signature"
        out.write_bytes(box.maker("sign", wine=True, serial=serial, pin=PIN, id="07", **{"in": material.folder / "data"}))
        box.pkcs11_tool("--read-object", "--type", "pubkey", "--id", "07", "--output-file", material.folder / "made.der",
                        serial=serial, pin=None)
        run("openssl", "dgst", "-sha256", "-verify", material.folder / "made.der", "-keyform", "DER", "-signature", out,
            material.folder / "data")


def key_made_under_wine_certified_and_read_back(prefix, material):
    """A key that never left the token: its certificate is made for the public half and stored under Wine."""
    with Tokens(wine=prefix) as box:
        serial = box.add("Wine", wine=True)
        box.maker("generate", wine=True, serial=serial, pin=PIN, id="21", label="Owner", type="EC")
        shown = material.folder / "shown.der"
        box.pkcs11_tool("--read-object", "--type", "pubkey", "--id", "21", "--output-file", shown, serial=serial, pin=None)
        run("openssl", "pkey", "-pubin", "-inform", "DER", "-in", shown, "-out", material.folder / "shown.pem")
        run("openssl", "x509", "-new", "-force_pubkey", material.folder / "shown.pem", "-subj", "/CN=Wine", "-signkey",
            material.folder / "ec.key", "-days", "30", "-out", material.folder / "wine.pem")
        box.fill(serial, "Owner", id="21", wine=True, certificate=material.folder / "wine.pem")
        verify(material.folder, material.folder / "wine.pem", signed(box, serial, material, "21", "ec"))


def start(box, wine, *words):
    """kigen-token-maker through the module, in the background."""
    program = ["wine", str(tokens.BUILD / "windows/bin/kigen-token-maker.exe")] if wine else \
        [str(tokens.BUILD / "native-asan/bin/kigen-token-maker")]
    return subprocess.Popen([*program, *words, "--module", box.module("windows" if wine else "native-asan")], stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL, env={**os.environ, **box.environment(wine)}, start_new_session=True)


def until(condition, text, limit=60):
    deadline = time.monotonic() + limit
    while not condition():
        need(time.monotonic() < deadline, text)
        time.sleep(0.02)


def stop(process):
    with_group = process.poll() is None
    if with_group:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()


def hangs_where_told(prefix, wine):
    with Tokens(wine=prefix) as box:
        box.add("Hanging")
        box.set("log", "results")
        box.set("hang", "C_GetTokenInfo")
        process = start(box, wine, "list")
        try:
            until(lambda: any(name == "C_GetTokenInfo" for _, _, name in box.calls()), "it was never called")
            time.sleep(0.5)
            need(process.poll() is None, "it did not hang")
            need(box.calls()[-1][2] == "C_GetTokenInfo", "it went on")
        finally:
            stop(process)


def waits_and_is_woken(prefix, wine):
    with Tokens(wine=prefix) as box:
        serial = box.add("Waiting")
        box.set("log")
        process = start(box, wine, "wait", "--count", "2")
        try:
            until(lambda: any(name == "C_WaitForSlotEvent" for _, _, name in box.calls()), "nobody waited")
            before = len(box.calls())
            time.sleep(1)
            need(process.poll() is None and len(box.calls()) == before, "it did not just wait")
            box.pull(serial)
            need(process.stdout.readline().strip() == b"1", "no event of the removal")
            box.insert(serial)
            need(process.stdout.readline().strip() == b"1", "no event of the return")
            process.wait(30)
        finally:
            stop(process)


def main():
    report = Report()
    have_windows = (tokens.BUILD / "windows/bin/kigen-token-maker.exe").exists() and tokens.softhsm_dll().exists()
    with tempfile.TemporaryDirectory(prefix="kigen-token-material-") as folder:
        material = Material(pathlib.Path(folder))
        for kind in ("rsa", "ec"):
            report.run(f"{kind} pair filled natively is read back", filled_by, False, kind, None, material)
        report.run("the module hangs where told", hangs_where_told, None, False)
        report.run("a waiting program is woken", waits_and_is_woken, None, False)
        if not have_windows:
            report.skip("tokens under Wine", "the Windows build or SoftHSM for it is not here")
            return report.finish()
        with tokens.wine_prefix() as prefix:
            for kind in ("rsa", "ec"):
                report.run(f"{kind} pair filled under Wine is read back", filled_by, True, kind, prefix, material)
            report.run("a token of Debian's tools signs under Wine", made_by_debian_read_under_wine, prefix, material)
            report.run("a key made under Wine is read back", key_made_under_wine_certified_and_read_back, prefix, material)
            report.run("the module hangs where told, under Wine", hangs_where_told, prefix, True)
            report.run("a waiting program is woken, under Wine", waits_and_is_woken, prefix, True)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
