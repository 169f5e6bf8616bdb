#!/usr/bin/env python3
"""curl, OpenSSL and Python's ssl against kigen-demo-ra: forms of requests and answers, logins, TLS, faults, accounts."""
import base64
import json
import http.client
import socket
import ssl
import sys

from peers_rig import DemoRa, PROGRAM, Report, run


def expect(value, wanted, what=""):
    if value != wanted:
        raise AssertionError(f"{what} {value!r} instead of {wanted!r}")


class Cases:
    def __init__(self, ra):
        self.ra = ra
        self.number = 0

    def request(self, name="r", subject="/CN=x"):
        """PKCS#10, DER; the key lies beside it."""
        key = self.ra.path / f"{name}.key"
        out = self.ra.path / f"{name}.der"
        run("openssl", "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key,
            "-subj", subject, "-outform", "der", "-out", out, "-utf8")
        return out.read_bytes()

    def curl(self, label, what, *options, host="localhost", data=None):
        """Status, headers, body."""
        url = what if what.startswith("https:") else f"{self.ra.url(label, host)}/{what}"
        argv = ["curl", "-sS", "-i", "--http1.1", "--cacert", self.ra.anchor(label), *options]
        if data is not None:
            argv += ["--data-binary", "@-", "-H", "Content-Type: application/pkcs10"]
        done = run(*argv, url, data=data, ok=False)
        if done.returncode != 0:
            return -done.returncode, "", done.stderr
        head, body = done.stdout, b""
        while True:  # 100 and 401 come before the answer that counts
            part, _, rest = head.partition(b"\r\n\r\n")
            status = int(part.split()[1])
            if rest.startswith(b"HTTP/1.1 "):
                head = rest
                continue
            body = rest
            return status, part.decode().lower(), body

    def reason(self, body):
        return json.loads(body).get("reason")

    def leaf(self, body):
        pem = run("openssl", "pkcs7", "-inform", "der", "-print_certs", data=base64.b64decode(body)).stdout
        return run("openssl", "x509", "-noout", "-text", data=pem).stdout.decode()

    # Requests in every form.
    def bodies(self):
        der = self.request()
        single = base64.b64encode(der)
        wrapped = base64.encodebytes(der)
        for name, body in (("single", single), ("wrapped", wrapped), ("crlf", wrapped.replace(b"\n", b"\r\n"))):
            for transfer in ((), ("-H", "Transfer-Encoding: chunked")):
                status, _, body_out = self.curl("plain", "simpleenroll", "-u", "user:password", *transfer, data=body)
                expect(status, 200, name)
                assert "CN = user" in self.leaf(body_out)
        status, _, body_out = self.curl("plain", "simpleenroll", "-u", "user:password", data=b"bm9uc2Vuc2U=")
        expect((status, self.reason(body_out)), (400, "bad_request"))

    # Answers in every shape.
    def shapes(self):
        def enroll():
            return self.curl("plain", "simpleenroll", "-u", "user:password", data=base64.b64encode(self.request()))
        self.ra.fault("base64", "crlf", times=1)
        assert b"\r\n" in enroll()[2]
        self.ra.fault("base64", "wrapped", times=1)
        body = enroll()[2]
        assert b"\n" in body and b"\r" not in body and max(map(len, body.split(b"\n"))) == 76
        self.ra.fault("transfer", "chunked", times=1)
        assert "transfer-encoding: chunked" in enroll()[1]
        self.ra.fault("ok_status", "201", times=1)
        expect(enroll()[0], 201)
        self.ra.fault("extras", times=1)
        self.ra.fault("order", "root_first", times=1)
        assert "CN = user" not in self.leaf(enroll()[2])
        self.ra.fault("no_certificate", times=1)
        assert len(enroll()[2]) < 100

    def logins(self):
        data = base64.b64encode(self.request())
        for auth, option in (("digest", "--digest"), ("digest-md5", "--digest"), ("both", "--basic")):
            self.ra.fault("auth", auth)
            status, _, _ = self.curl("plain", "simpleenroll", option, "-u", "user:password", data=data)
            expect(status, 200, auth)
            status, head, _ = self.curl("plain", "simpleenroll", option, "-u", "user:wrong", data=data)
            expect(status, 401, auth)
            expect("sha-256" in head, auth != "digest-md5")
            expect("basic" in head, auth == "both")
        self.ra.fault("auth", "digest")
        expect(self.curl("plain", "simpleenroll", "--basic", "-u", "user:password", data=data)[0], 401)
        self.ra.fault("auth", "off")
        expect(self.curl("plain", "simpleenroll", data=data)[0], 401)

    def made(self, profile, user, days):
        """Files of a certificate and its key, as if issued earlier."""
        made = self.ra.admin("issue", {"profile": profile, "user": user, "days": days})
        self.number += 1
        out = self.ra.path / f"held{self.number}.pem"
        p12 = base64.b64decode(made["pkcs12"])
        out.write_bytes(run("openssl", "pkcs12", "-nodes", "-passin", "pass:kigen", data=p12).stdout)
        return out

    def renew(self, profile, user, days, *options, key="r"):
        held = self.made(profile, user, days)
        return held, self.renew_with(profile, held, *options, key=key)

    def subject(self, held):
        text = run("openssl", "x509", "-in", held, "-noout", "-subject", "-nameopt",
                   "utf8,sep_comma_plus,-esc_msb").stdout.decode()
        return "/" + text.strip().removeprefix("subject=").replace(",", "/")

    def renew_with(self, profile, held, *options, key="r"):
        data = base64.b64encode(self.request(key, self.subject(held)))
        return self.curl(profile, "simplereenroll", "--cert", held, *options, data=data)

    def check(self, profile, held, *options):
        return self.curl(profile, self.ra.check_url(profile), "--cert", held, *options)

    def windows(self):
        expect(self.renew("customs-filing", "RENEW001", 27)[1][0], 200)
        expect(self.renew("customs-filing", "RENEW001", 29)[1][0], 403)
        expect(self.renew("customs-filing", "RENEW001", -1)[1][0], 403)
        expect(self.renew("bank-web", "BANK0001", 29)[1][0], 200)
        expect(self.renew("bank-web", "BANK0001", 31)[1][0], 403)
        login = ("-u", "KAISHA01:pass-word-01")
        expect(self.renew("corporate-banking-expired", "KAISHA01", -89, *login)[1][0], 200)
        status, _, body = self.renew("corporate-banking-expired", "KAISHA01", -91, *login)[1]
        expect((status, self.reason(body)), (403, "no_certificate"))
        status, _, body = self.renew("corporate-banking-expired", "KAISHA01", -30, "-u", "KAISHA01:wrong")[1]
        expect((status, self.reason(body), json.loads(body)["code"]), (401, "authentication", "550"))

    def check_page(self):
        held, (status, _, body) = self.renew("bank-web", "BANK0002", 10)
        expect(status, 200)
        expect(self.check("bank-web", held)[0], 403, "superseded")
        new = self.ra.path / "new.pem"
        new.write_bytes(run("openssl", "pkcs7", "-inform", "der", "-print_certs", data=base64.b64decode(body)).stdout
                        + (self.ra.path / "r.key").read_bytes())
        expect(self.check("bank-web", new)[0], 200)
        expect(self.curl("bank-web", self.ra.check_url("bank-web"))[0], 403, "no certificate")
        expect(self.check("customs-filing", new)[0], 403, "another authority's")

    def late_certificate(self):
        held = self.made("bank-web", "BANK0001", 10)
        self.ra.fault("late_certificate")
        for version in ("1.2", "1.3"):
            self.ra.fault("tls", version)
            context = ssl.create_default_context(cafile=self.ra.anchor("bank-web"))
            context.load_cert_chain(held)
            context.post_handshake_auth = True
            port = self.ra.ready["profiles"]["bank-web"]
            connection = http.client.HTTPSConnection("localhost", port, context=context, timeout=20)
            connection.request("GET", "/.well-known/est/bank-web/cacerts")
            expect(connection.getresponse().read()[:2], b"MI")
            expect(self.ra.admin("requests")["requests"][-1]["certificate"], "", "asked for too early")
            connection.request("GET", "/check/bank-web")
            expect(connection.getresponse().status, 200, f"late in TLS {version}")
            connection.close()
            expect(self.ra.admin("requests")["requests"][-1]["tls"], f"TLSv{version}")

    def channel_binding(self):
        self.ra.fault("tls", "1.2")  # Python's ssl knows tls-unique only
        expect(self.curl("bound", "csrattrs")[2], b"MAsGCSqGSIb3DQEJBw==")
        context = ssl.create_default_context(cafile=self.ra.anchor("bound"))
        connection = http.client.HTTPSConnection("localhost", self.ra.ready["profiles"]["bound"], context=context, timeout=20)
        connection.connect()
        binding = base64.b64encode(connection.sock.get_channel_binding("tls-unique")).decode()
        login = {"Authorization": "Basic " + base64.b64encode(b"user:password").decode()}
        for value, wanted in ((binding, 200), ("AAAA", 403), (None, 403)):
            config = self.ra.path / "req.cnf"
            line = f"challengePassword = {value}\n" if value else ""
            config.write_text(f"[req]\ndistinguished_name=dn\nattributes=at\nprompt=no\n[dn]\nCN=x\n[at]\n{line}")
            run("openssl", "req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", self.ra.path / "b.key", "-config", config,
                "-outform", "der", "-out", self.ra.path / "b.der")
            body = base64.b64encode((self.ra.path / "b.der").read_bytes())
            connection.request("POST", "/.well-known/est/bound/simpleenroll", body, login)
            answer = connection.getresponse()
            answer.read()
            expect(answer.status, wanted, f"binding {value}")
        connection.close()

    def key_generation(self):
        for how, kind in (("pkcs8", "PRIVATE KEY"), ("pkcs1", "RSA PRIVATE KEY"), ("cms", None), ("cms-data", None)):
            self.ra.fault("keygen", how)
            status, head, body = self.curl("plain", "serverkeygen", "-u", "user:password", data=base64.b64encode(self.request()))
            expect(status, 200, how)
            assert "multipart/mixed" in head
            parts = [p for p in body.split(b"--demo-ra-boundary")[1:3]]
            key, certs = [base64.b64decode(p.split(b"\r\n\r\n", 1)[1]) for p in parts]
            out = self.ra.path / f"k-{how}.der"
            if how == "cms-data":
                key = run("openssl", "cms", "-verify", "-noverify", "-inform", "der", "-binary", data=key).stdout
            if how == "cms":
                assert b"\x60\x86\x48\x01\x65\x02\x01\x02\x4e\x05" in key
                continue
            out.write_bytes(key)
            public = run("openssl", "pkey", "-inform", "der", "-in", out, "-pubout").stdout
            pem = run("openssl", "pkcs7", "-inform", "der", "-print_certs", data=certs).stdout
            expect(run("openssl", "x509", "-noout", "-pubkey", data=pem).stdout, public, how)
            if kind == "RSA PRIVATE KEY":
                run("openssl", "rsa", "-inform", "der", "-in", out, "-noout", "-check")

    def server_faults(self):
        for fault, word in (("expired", b"expired"), ("unknown_ca", b"unable to get"), ("wrong_name", b"no alternative certificate"),
                            ("not_yet_valid", b"not yet valid")):
            self.ra.fault("server_certificate", fault, times=1)
            status, _, text = self.curl("plain", "cacerts")
            expect((status, word in text), (-60, True), f"{fault}: {text}")
        expect(self.curl("plain", "cacerts", host="127.0.0.1")[0], 200)
        self.ra.fault("reset", "connect", times=1)
        status, _, text = self.curl("plain", "cacerts", host="127.0.0.1")
        assert status in (-7, -35, -56), (status, text)

    def answer_faults(self):
        enroll = lambda: self.curl("plain", "simpleenroll", "-u", "user:password", data=base64.b64encode(self.request()))
        count = lambda: len(self.ra.admin("issued")["issued"])
        before = count()
        for fault, value, wanted in (("reset", "answer", (-56,)), ("lose_answer", "on", (-52, -56)), ("drop_after", "200", (-18,))):
            self.ra.fault(fault, value, times=1)
            status, _, text = enroll()
            assert status in wanted, (fault, status, text)
        expect(count(), before + 3, "issued although the answer was lost")
        for fault in ("wrong_subject", "other_key", "wrong_chain", "earlier_not_after", "server_usage"):
            self.ra.fault(fault, times=1)
            text = self.leaf(enroll()[2])
            expect({"wrong_subject": "CN = SOMEBODY", "other_key": "rsaEncryption", "wrong_chain": "nobody knows",
                    "earlier_not_after": "Not After", "server_usage": "Web Server"}[fault] in text, True, fault)
        expect(count(), before + 3, "what was spoiled is not issued")
        self.ra.fault("huge", "5000000", times=1)
        expect(len(enroll()[2]), 5000000)
        for value in ("body", "base64", "pkcs7"):
            self.ra.fault("garbage", value, times=1)
            status, _, body = enroll()
            expect((status, b"MII" in body[:3]), (200, False), value)
        self.ra.fault("garbage", "http", times=1)
        assert enroll()[0] < 0
        self.ra.fault("problem", "423:locked:99", times=1)
        status, _, body = enroll()
        expect((status, json.loads(body)["reason"], json.loads(body)["code"]), (423, "locked", "99"))
        self.ra.fault("wait", "40", times=1)
        status, head, _ = enroll()
        expect((status, "retry-after: 40" in head), (202, True))
        self.ra.fault("wait_until", "40", times=1)
        status, head, _ = enroll()
        expect((status, " gmt" in head), (202, True))

    def same_key(self):
        held, (status, _, first) = self.renew("bank-web", "BANK0001", 10)
        data = base64.b64encode((self.ra.path / "r.der").read_bytes())
        again = self.curl("bank-web", "simplereenroll", "--cert", held, data=data)
        expect((again[0], self.leaf(again[2]) == self.leaf(first)), (200, True))
        status, _, body = self.renew_with("bank-web", held)
        expect((status, self.reason(body)), (409, "already_issued"), "another key")
        self.ra.fault("reissue_same_key", "never")
        expect(self.curl("bank-web", "simplereenroll", "--cert", held, data=data)[0], 409)
        login = ("-u", "TRADE003:CHARLIE3")
        data = base64.b64encode(self.request())
        expect(self.curl("customs-filing", "simpleenroll", *login, data=data)[0], 200)
        expect(self.curl("customs-filing", "simpleenroll", *login, data=data)[0], 409)
        self.ra.fault("reissue_same_key", "always")
        expect(self.curl("customs-filing", "simpleenroll", *login, data=data)[0], 200)

    def lock(self):
        data = base64.b64encode(self.request())
        code = lambda password: self.curl("customs-filing", "simpleenroll", "-u", f"TRADE001:{password}", data=data)
        self.ra.admin("clock", {"now": "2026-11-20T01:00:00Z"})
        for status, reason in ((401, "code2"), (401, "code2"), (423, "locked")):
            answer = code("WRONG")
            expect((answer[0], self.reason(answer[2])), (status, reason))
        expect(json.loads(code("ALPHA001")[2])["until"], "2026-11-20T14:30:00Z", "locked although the code is right")
        self.ra.admin("clock", {"now": "2026-11-20T14:30:01Z"})
        expect(code("ALPHA001")[0], 200)

    def accounts(self):
        """Every known account does what its condition says."""
        wanted = {"ready": (200, ""), "locked": (423, "locked"), "already_issued": (409, "already_issued"),
                  "not_issued": (403, "not_issued"), "collected": (403, "not_issued"), "password_locked": (401, "authentication"),
                  "password_expired": (401, "authentication"), "reissued": (401, "authentication"),
                  "system_error": (500, "server_error"), "not_obtained": (403, "not_obtained")}
        for account in self.ra.admin("accounts")["accounts"]:
            profile, user = account["profile"], account["user"]
            if profile == "bound":
                continue
            login = ("-u", f"{user}:{account['password']}") if account["password"] else ()
            if profile in ("corporate-banking-expired", "bank-web"):
                held = self.made(profile, user, 5)
                go = lambda: self.renew_with(profile, held, *login)
            else:
                data = base64.b64encode(self.request())
                go = lambda: self.curl(profile, "simpleenroll", *login, data=data)
            status, head, body = go()
            if "202" in account["shows"]:
                expect((status, "retry-after" in head), (202, True), account)
                status, _, body = go()
            reason = self.reason(body) if status >= 400 else ""
            # Without the serial number of a token that was handed out, nobody gets that one.
            known = wanted[account["condition"]] if profile != "etoken" else (403, "token_unregistered")
            expect((status, reason), known, account)

    def is_bounded(self):
        """Nonsense costs its own connection only."""
        for noise in (b"\x16\x03\x01" + b"\xff" * 500, b"GET / HTTP/1.1\r\n\r\n", b""):
            with socket.create_connection(("127.0.0.1", self.ra.ready["tls"]), timeout=10) as raw:
                raw.sendall(noise)
        status, _, _ = self.curl("plain", "simpleenroll", "-u", "user:password", data=b"A" * (2 << 20))
        assert status not in (200, 201)
        expect(self.curl("plain", "cacerts")[0], 200)
        with socket.create_connection(("127.0.0.1", self.ra.ready["tls"]), timeout=10):
            expect(self.curl("plain", "cacerts")[0], 200, "while another says nothing")

    def no_secrets(self):
        text = json.dumps(self.ra.admin("requests"))
        for account in self.ra.admin("accounts")["accounts"]:
            if len(account["password"]) > 8 and account["password"] in text:
                raise AssertionError("a password is in the log")


def command_line():
    """Options at the start, and the end by a signal."""
    options = ("--clock", "2030-05-01T00:00:00Z", "--fault", "status=503,op=cacerts,label=plain", "--host", "localhost",
               "--issue", "bank-web:BANK0001:days=5", "--issue", "corporate-banking-expired:KAISHA01:days=-30")
    with DemoRa(*options) as ra:
        cases = Cases(ra)
        expect(ra.admin("clock")["now"][:10], "2030-05-01")
        expect(cases.curl("plain", "cacerts")[0], 503)
        expect(cases.curl("bank-web", "cacerts")[0], 200)
        expect(cases.curl("bank-web", "cacerts", host="127.0.0.1")[0], -60, "not one of its names")
        expect([one["not_after"][:10] for one in ra.admin("issued")["issued"]], ["2030-05-06", "2030-04-01"])
        run("openssl", "pkcs12", "-in", ra.path / "bank-web-BANK0001.p12", "-passin", "pass:kigen", "-noout")
        ra.process.terminate()
        expect(ra.process.wait(20), 0, "after SIGTERM")
    expect(run(PROGRAM, "--fault", "nonsense", ok=False).returncode, 2)
    listed = json.loads(run(PROGRAM, "--list", "--json").stdout)
    # Two tables with a heading each, and a line between them.
    expect(len(run(PROGRAM, "--list").stdout.splitlines()), len(listed["accounts"]) + len(listed["tokens"]) + 3)


def main():
    report = Report()
    cases = ("bodies", "shapes", "logins", "windows", "check_page", "late_certificate", "channel_binding", "key_generation",
             "server_faults", "answer_faults", "same_key", "lock", "accounts", "is_bounded", "no_secrets")
    with DemoRa() as ra:
        for name in cases:
            if sys.argv[1:] and sys.argv[1] != "--long" and name not in sys.argv[1:]:
                continue
            ra.admin("reset", {})
            report.run(name, getattr(Cases(ra), name))
    report.run("command line", command_line)
    report.run("ends cleanly", lambda: expect(ra.code, 0))
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
