"""A renewal end to end, by `kigen-wizard --silent` and by a shell script of openssl and curl, in turns against one RA.

Both make an RSA key of 2048 bits, send a PKCS#10 to simplereenroll with the old certificate as TLS client certificate,
check the answer against the RA's roots, store key and certificate, and open the check page with the new one.
"""
import base64
import hashlib
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/est_peers"))
import peers_rig as peers  # noqa: E402

LABEL, USER = "bank-web", "BANK0001"
SCRIPT = """set -e
cd "$1"; base=$2; page=$3
curl -sf --cacert anchor.pem "$base/cacerts" | base64 -d | openssl pkcs7 -inform DER -print_certs -out cacerts.pem
curl -sf --cacert anchor.pem --cert old.pem --key old.key "$base/csrattrs" -o csrattrs || true
subject=$(openssl x509 -in old.pem -noout -subject -nameopt RFC2253,-esc_msb | sed 's/^subject=//')
openssl req -new -newkey rsa:2048 -nodes -keyout new.key -out new.csr -utf8 -subj "/$(awk -F, '{for (i = NF; i > 0; i--) printf "%s%s", $i, (i > 1 ? "/" : "")}' <<<"$subject")" 2>/dev/null
openssl req -in new.csr -outform DER | base64 >new.b64
curl -sf --cacert anchor.pem --cert old.pem --key old.key -H 'Content-Type: application/pkcs10' \\
  -H 'Content-Transfer-Encoding: base64' --data-binary @new.b64 "$base/simplereenroll" | base64 -d |
  openssl pkcs7 -inform DER -print_certs -out answer.pem
openssl x509 -in answer.pem -out new.pem
openssl verify -purpose sslclient -CAfile roots.pem -untrusted answer.pem new.pem >/dev/null
[ "$(openssl x509 -in new.pem -noout -pubkey)" = "$(openssl pkey -in new.key -pubout)" ]
curl -sf --cacert anchor.pem --cert new.pem --key new.key "$page" >/dev/null
"""


def fresh(ra, folder):
    """A certificate of the account that ends in 12 days, as PEM; the account is back at its start."""
    answer = ra.admin("issue", {"profile": LABEL, "user": USER, "days": 12, "password": "kigen"})
    box = folder / "old.p12"
    box.write_bytes(base64.b64decode(answer["pkcs12"]))
    for option, name in (("-nokeys -clcerts", "old.pem"), ("-nocerts -nodes", "old.key")):
        peers.run("openssl", "pkcs12", "-in", box, "-passin", "pass:kigen", *option.split(), "-out", folder / name)


def by_script(ra, folder):
    fresh(ra, folder)
    (folder / "anchor.pem").write_bytes(ra.anchor(LABEL).read_bytes())
    (folder / "roots.pem").write_bytes((ra.path / "profiles/roots.pem").read_bytes())
    started = time.monotonic()
    peers.run("bash", "-c", SCRIPT, "renew", folder, ra.url(LABEL), ra.check_url(LABEL))
    return time.monotonic() - started


def by_kigen(ra, folder, wizard):
    fresh(ra, folder)
    der = peers.run("openssl", "x509", "-in", folder / "old.pem", "-outform", "DER").stdout
    thumbprint = hashlib.sha256(der).hexdigest()
    store = folder / "user/store"
    for name in ("keys", "personal", "roots"):
        (store / name).mkdir(parents=True, exist_ok=True)
        for old in (store / name).iterdir():
            old.unlink()
    peers.run("openssl", "pkcs8", "-topk8", "-nocrypt", "-in", folder / "old.key", "-outform", "DER", "-out",
              store / "keys/old.p8")
    pem = peers.run("openssl", "x509", "-in", folder / "old.pem").stdout.decode()
    (store / f"personal/{thumbprint}.pem").write_text(f"friendly-name: old\nkey: file:old\n{pem}")
    for root in (ra.path / "profiles").glob(f"{LABEL}-root-*.pem"):
        der = peers.run("openssl", "x509", "-in", root, "-outform", "DER").stdout
        (store / f"roots/{hashlib.sha256(der).hexdigest()}.pem").write_bytes(root.read_bytes())
    started = time.monotonic()
    done = peers.run(wizard, "--silent", "--profile", LABEL, "--renew", thumbprint, "--json", "--now", "--proxy", "none",
                     "--connect", "none", "--issuers", ROOT / "config/issuers", "--profiles", ra.path / "profiles",
                     "--folder", folder / "user", ok=False, data=b"")
    seconds = time.monotonic() - started
    answer = json.loads(done.stdout)
    if answer["result"] != "renewed":
        raise AssertionError(f"kigen-wizard: {answer}")
    return seconds


def measure(binaries, rounds):
    """Seconds of each, medians over `rounds` in turns: (kigen, script)."""
    peers.PROGRAM = pathlib.Path(binaries) / "kigen-demo-ra"
    wizard = pathlib.Path(binaries) / "kigen-wizard"
    with peers.DemoRa() as ra:
        folders = [ra.path / name for name in ("kigen", "script")]
        for folder in folders:
            folder.mkdir()
        pairs = [(by_kigen(ra, folders[0], wizard), by_script(ra, folders[1])) for _ in range(rounds)]
    return tuple(statistics.median(side) for side in zip(*pairs))


if __name__ == "__main__":
    print(measure(os.environ.get("KIGEN_BIN", ROOT / "build/native/bin"), 5))
