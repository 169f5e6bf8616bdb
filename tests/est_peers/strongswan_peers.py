#!/usr/bin/env python3
"""strongSwan's EST client against kigen-demo-ra: `pki --estca`, and `pki --est` with a password and with a certificate."""
import sys

from peers_rig import DemoRa, Report, run


def make_request(folder, name, subject):
    key, request = folder / f"{name}.key", folder / f"{name}.req"
    key.write_bytes(run("pki", "--gen", "--type", "rsa", "--size", "2048", "--outform", "pem").stdout)
    request.write_bytes(run("pki", "--req", "--type", "rsa", "--in", key, "--dn", subject).stdout)
    return key, request


def subject_of(certificate, form):
    return run("openssl", "x509", "-inform", form, "-in", certificate, "-noout", "-subject", "-nameopt", "RFC2253",
               "-nameopt", "-esc_msb").stdout.decode().strip()


def is_for_key(certificate, form, key):
    of_certificate = run("openssl", "x509", "-inform", form, "-in", certificate, "-noout", "-pubkey").stdout
    return of_certificate == run("openssl", "pkey", "-in", key, "-pubout").stdout


def fetch_cas(ra):
    out = ra.path / "ca.pem"
    run("pki", "--estca", "--url", f"https://localhost:{ra.ready['tls']}", "--cacert", ra.anchor("plain"), "--caout", out,
        "--outform", "pem", "--force")
    root = run("openssl", "x509", "-in", out, "-outform", "der").stdout
    if root != run("openssl", "x509", "-in", ra.anchor("plain"), "-outform", "der").stdout:
        raise AssertionError("the root that was fetched is another one")
    issuing = ra.path / "ca-1.pem"
    if "CN=Demo Plain CA" not in subject_of(issuing, "pem"):
        raise AssertionError("the issuing CA is missing")


def authorities(ra):
    return ["--cacert", ra.path / "ca.pem", "--cacert", ra.path / "ca-1.pem"]


def enroll_with_password(ra):
    key, request = make_request(ra.path, "first", "CN=user")
    certificate = ra.path / "first.pem"
    answer = run("pki", "--est", "--url", f"https://localhost:{ra.ready['tls']}", "--in", request, *authorities(ra),
                 "--userpass", "user:password", "--outform", "pem")
    certificate.write_bytes(answer.stdout)
    if not is_for_key(certificate, "pem", key):
        raise AssertionError("the certificate is for another key")
    if not subject_of(certificate, "pem").startswith("subject=CN=user,"):
        raise AssertionError(subject_of(certificate, "pem"))


def refuse_wrong_password(ra):
    _, request = make_request(ra.path, "wrong", "CN=user")
    done = run("pki", "--est", "--url", f"https://localhost:{ra.ready['tls']}", "--in", request, *authorities(ra),
               "--userpass", "user:not-it", "--outform", "pem", ok=False)
    if done.returncode == 0 or done.stdout:
        raise AssertionError("a wrong password was accepted")
    last = ra.admin("requests")["requests"][-1]
    if (last["status"], last["reason"]) != (401, "authentication"):
        raise AssertionError(f"refused for another reason: {last}")


def renew_with_certificate(ra):
    subject = subject_of(ra.path / "first.pem", "pem")
    organization = subject.split("O=")[1].split(",")[0]
    key, request = make_request(ra.path, "second", f"C=JP, O={organization}, CN=user")
    certificate = ra.path / "second.pem"
    answer = run("pki", "--est", "--url", f"https://localhost:{ra.ready['tls']}", "--in", request, *authorities(ra),
                 "--cert", ra.path / "first.pem", "--key", ra.path / "first.key", "--outform", "pem")
    certificate.write_bytes(answer.stdout)
    if not is_for_key(certificate, "pem", key):
        raise AssertionError("the certificate is for another key")
    last = ra.admin("requests")["requests"][-1]
    if last["op"] != "simplereenroll" or last["status"] != 200 or not last["certificate"]:
        raise AssertionError(f"not a renewal by certificate: {last}")


def main():
    report = Report()
    with DemoRa() as ra:
        report.run("estca fetches the CA certificates", lambda: fetch_cas(ra))
        report.run("est enrols with user and password", lambda: enroll_with_password(ra))
        report.run("est with a wrong password gets nothing", lambda: refuse_wrong_password(ra))
        report.run("est renews with the certificate in hand", lambda: renew_with_certificate(ra))
    report.run("the RA ended cleanly", lambda: None if ra.code == 0 else (_ for _ in ()).throw(AssertionError(ra.code)))
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
