"""A token of SoftHSM behind kigen-test-token (tests/token_module), and what Debian's pkcs11-tool finds on it.

The folder is the module's control folder: `tokens/` holds SoftHSM's tokens, each file beside it is a switch. The reading goes past
the module, straight to SoftHSM, so that nothing of Kigen's or of the test module's judges itself.
"""
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

SOFTHSM = "/usr/lib/softhsm/libsofthsm2.so"
SO_PIN = "87654321"


def tool(*words, folder, text=b""):
    done = subprocess.run(words, input=text, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60,
                          env={**os.environ, "SOFTHSM2_CONF": str(folder / "softhsm2.conf"), "LC_ALL": "C"})
    assert done.returncode == 0, (words, done.stderr.decode(errors="replace"))
    return done.stdout


class SoftToken:
    """One token; several share a folder when `folder` is given."""

    def __init__(self, serial, pin="1234", label="Kigen test", folder=None):
        self.folder = folder or pathlib.Path(tempfile.mkdtemp(prefix="kigen-token-"))
        self.serial, self.pin, self.label = serial, pin, label
        (self.folder / "tokens").mkdir(exist_ok=True)
        (self.folder / "softhsm2.conf").write_text(
            f"directories.tokendir = {self.folder / 'tokens'}\nobjectstore.backend = file\nlog.level = ERROR\n")
        before = set((self.folder / "tokens").iterdir())
        tool("softhsm2-util", "--init-token", "--free", "--label", label, "--so-pin", SO_PIN, "--pin", pin,
             folder=self.folder)
        [made] = set((self.folder / "tokens").iterdir()) - before
        # SoftHSM names a token's folder by a UUID whose last half is the serial number.
        self.real = "".join(made.name.split("-")[3:])
        self.switch(f"serial@{self.real}", serial)

    def switch(self, name, content=""):
        partial = self.folder / f"{name}.partial"
        partial.write_text(f"{content}\n")
        partial.rename(self.folder / name)

    def off(self, name):
        (self.folder / name).unlink(missing_ok=True)

    def pull(self):
        counter = self.folder / f"pulls@{self.serial}"
        self.switch(counter.name, int(counter.read_text()) + 1 if counter.exists() else 1)
        self.switch(f"pulled@{self.serial}")

    def insert(self):
        self.off(f"pulled@{self.serial}")

    def wrong_pins(self):
        file = self.folder / "state" / f"pins@{self.real}"
        found = re.findall(r"\d+", file.read_text()) if file.exists() else []
        return int(found[0]) if found else 0

    def calls(self, function):
        file = self.folder / "state" / "calls"
        lines = file.read_text().splitlines() if file.exists() else []
        return sum(function in line.split() for line in lines)

    def tool(self, *words, text=b"", login=True):
        pin = ("--login", "--pin", self.pin) if login else ()
        return tool("pkcs11-tool", "--module", SOFTHSM, "--token-label", self.label, *pin, *words, folder=self.folder,
                    text=text)

    def takes_pin(self, pin):
        done = subprocess.run(["pkcs11-tool", "--module", SOFTHSM, "--token-label", self.label, "--login", "--pin", pin,
                               "--list-objects"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60,
                              env={**os.environ, "SOFTHSM2_CONF": str(self.folder / "softhsm2.conf")})
        return done.returncode == 0

    def put_pair(self, pkcs12, password, key_id="01", label="old"):
        """A certificate with its pair, as another program stored it; its SHA-256."""
        with tempfile.TemporaryDirectory() as home:
            home = pathlib.Path(home)
            (home / "p12").write_bytes(pkcs12)
            openssl = lambda *words: subprocess.run(["openssl", *words], check=True, timeout=60, cwd=home,  # noqa: E731
                                                    stderr=subprocess.DEVNULL)
            openssl("pkcs12", "-in", "p12", "-passin", f"pass:{password}", "-nodes", "-clcerts", "-out", "pair.pem")
            openssl("pkey", "-in", "pair.pem", "-outform", "DER", "-out", "key.der")
            openssl("pkey", "-in", "pair.pem", "-pubout", "-outform", "DER", "-out", "pub.der")
            openssl("x509", "-in", "pair.pem", "-outform", "DER", "-out", "cert.der")
            for kind, file in (("privkey", "key.der"), ("pubkey", "pub.der"), ("cert", "cert.der")):
                usage = ("--usage-sign",) if kind == "privkey" else ()
                self.tool("--write-object", str(home / file), "--type", kind, "--id", key_id, "--label", label, *usage)
            return hashlib.sha256((home / "cert.der").read_bytes()).hexdigest()

    def objects(self):
        """[(kind, id, label)] of all objects, private ones too."""
        found, kind, values = [], None, {}
        for line in self.tool("--list-objects").decode(errors="replace").splitlines() + ["End Object;"]:
            begin = re.match(r"(\S.*) Object;", line)
            if begin:
                if kind:
                    found.append((kind, values.get("ID", ""), values.get("label", "")))
                kind, values = begin.group(1), {}
            elif ":" in line:
                name, _, value = line.strip().partition(":")
                values.setdefault(name, value.strip())
        return found

    def pairs(self):
        """{CKA_ID: (SHA-256 of its certificate, label)}; fails unless each has all three objects, and nothing else is there."""
        by_id = {}
        for kind, key_id, label in self.objects():
            by_id.setdefault(key_id, []).append((kind, label))
        out = {}
        for key_id, kinds in by_id.items():
            assert sorted(kind for kind, _ in kinds) == ["Certificate", "Private Key", "Public Key"], f"{key_id}: {kinds}"
            der = self.tool("--read-object", "--type", "cert", "--id", key_id, login=False)
            assert self.works(key_id, der), f"the key of {key_id} is not its certificate's"
            out[key_id] = (hashlib.sha256(der).hexdigest(), {label for _, label in kinds})
        return out

    def has_working(self, sha256):
        """Whether the token holds this certificate with its key, whatever else is there."""
        for kind, key_id, _ in self.objects():
            if kind == "Certificate":
                der = self.tool("--read-object", "--type", "cert", "--id", key_id, login=False)
                if hashlib.sha256(der).hexdigest() == sha256:
                    return self.works(key_id, der)
        return False

    def works(self, key_id, der):
        """A signature of the token that OpenSSL verifies with the certificate."""
        with tempfile.TemporaryDirectory() as home:
            home = pathlib.Path(home)
            (home / "data").write_bytes(os.urandom(100))
            (home / "cert.der").write_bytes(der)
            self.tool("--sign", "--mechanism", "SHA256-RSA-PKCS", "--id", key_id, "--input-file", str(home / "data"),
                      "--output-file", str(home / "signature"))
            subprocess.run(["openssl", "x509", "-inform", "DER", "-in", "cert.der", "-pubkey", "-noout", "-out", "pub.pem"],
                           check=True, timeout=60, cwd=home)
            return subprocess.run(["openssl", "dgst", "-sha256", "-verify", "pub.pem", "-signature", "signature", "data"],
                                  stdout=subprocess.DEVNULL, timeout=60, cwd=home).returncode == 0

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)
