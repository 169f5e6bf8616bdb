#!/usr/bin/env python3
"""Issue and renewal on a USB token, killed and, apart from that, with the token pulled at every point; and every error.

kigen-renewal-driver (the wizard's engine) and kigen-wizard --silent work on a SoftHSM token behind kigen-test-token, through
kigen-token; the registration authority is kigen-demo-ra. In the end the token holds exactly one new certificate with its pair,
the old pair works until then, and nothing else is left. All of that is read back by Debian's pkcs11-tool, past Kigen.

Run natively, and with --wine as Windows programs (builds and prefix as .dev/wine.sh makes them; KIGEN_TEST_SOFTHSM names a SoftHSM DLL).
"""
import base64
import contextlib
import json
import os
import re
import subprocess

import renewal_faults as flow
import rig
import soft_token

LONG, WINE = flow.LONG, flow.WINE
SERIAL, OTHER = "EE1205D4B8A1F6C3", "EE1205D4B8A1F6C4"
INITIAL = "00000000"
MODULE = flow.path(rig.BIN / "kigen-test-token.so")
if WINE:
    MODULE = flow.path(rig.BIN.parents[1] / "windows" / "bin" / "kigen-test-token.dll")

T = ("secure-network-token", "LOGIN001")
E = ("etoken", "YAMADA HANAKO")
B = ("bank-web", "BANK0001")
PASSWORDS = {"LOGIN001": "Letter-001", "YAMADA HANAKO": "StorePin1", "BANK0001": ""}

STEPS = ["before", "key", "request", "send", "keep", "check", "store", "prove", "supersede", "after"]


def points(steps):
    found = [f"{step}.{what}" for step in steps for what in ("before", "begun", "acted", "done")
             if (step, what) != ("after", "done")]
    found.insert(found.index("send.begun") + 1, "send.leaving")
    return ["roots.before", "roots.done"] + found


POINTS = points(STEPS)
ISSUE_POINTS = points(STEPS[:7] + ["set_pin"] + STEPS[7:])


class TokenPc(flow.Pc):
    """A PC with a token in it."""

    def __init__(self, ra, kind, days=12, new_pin=None):
        self.tokens = []
        self.new_pin, self.pins, self.extra = new_pin, [], []
        super().__init__(ra, *kind, days=None)
        self.token = self.add_token(SERIAL, INITIAL if kind == E else "1234")
        os.environ["KIGEN_TEST_TOKEN"] = flow.path(self.token.folder)
        if days is not None:
            self.old = self.put_old(days)
        self.pins = [] if kind == E else ["1234"]

    def add_token(self, serial, pin="1234"):
        folder = self.tokens[0].folder if self.tokens else None
        self.tokens.append(soft_token.SoftToken(serial, pin, f"Kigen {serial[-4:]}", folder))
        return self.tokens[-1]

    def put_old(self, days):
        made = self.ra.call("issue", {"profile": self.profile, "user": self.user, "days": days})
        return self.token.put_pair(base64.b64decode(made["pkcs12"]), "kigen")

    def credentials(self):
        if self.profile == T[0]:
            return {"login_id": self.user, "password": PASSWORDS[self.user]}
        return {"storage_pin": PASSWORDS[self.user]} if self.profile == E[0] else {}

    def command(self, step, credentials, connect=None):
        words = super().command(step, credentials, connect) + ["--token", *self.extra]
        for pin in self.pins:
            words += ["--pin", pin]
        return words + (["--new-pin", self.new_pin] if self.new_pin else [])

    def run(self, credentials=None, pins=None, extra=(), new_pin=None):
        self.questions = []
        kept = self.pins, self.extra, self.new_pin
        self.pins = self.pins if pins is None else pins
        self.extra = [*self.extra, *extra]
        self.new_pin = new_pin or self.new_pin
        try:
            command = self.command(False, self.credentials() if credentials is None else credentials)
        finally:
            self.pins, self.extra, self.new_pin = kept
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, timeout=180)
        check_no_secret(done.stdout)
        lines = [json.loads(line) for line in done.stdout.decode().splitlines()]
        self.questions = [line for line in lines if "question" in line]
        self.events = [line["event"] for line in lines if "event" in line]
        return lines[-1]

    def pin_questions(self):
        return [one for one in self.questions if one["question"] == "pin"]

    def abandon(self, job, pins=("1234",)):
        words = [part for pin in pins for part in ("--pin", pin)]
        done = subprocess.run([*flow.DRIVER, "abandon", "--folder", flow.path(self.home), "--job", job, *words],
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, timeout=120)
        return json.loads(done.stdout.decode().splitlines()[-1])["error"]

    def journal(self):
        return self.look()["journal"]

    def check_old_works(self):
        if self.old:
            assert self.token.has_working(self.old), "the old pair does not work any more"

    def check_token(self, old_kept=True):
        """The old pair, unless it is to go, and exactly one new one; nothing left behind. The new one's SHA-256."""
        pairs = self.token.pairs()
        new = {key_id: pair for key_id, pair in pairs.items() if pair[0] != self.old}
        assert len(new) == 1, f"{len(new)} new certificates: {pairs}"
        assert len(pairs) - len(new) == (1 if self.old and old_kept else 0), pairs
        [(key_id, (sha256, labels))] = new.items()
        assert bytes.fromhex(key_id).decode().startswith("Kigen-"), key_id
        assert len(labels) == 1 and not next(iter(labels)).startswith("Kigen-"), labels
        seen = self.look()
        assert seen["journal"] == [] and seen["certificates"] == [] and seen["keys"] == [], seen
        assert [one["renewed_by"] for one in seen["attempts"]] == [sha256], seen
        return sha256

    def check_untouched_token(self):
        pairs = self.token.pairs()
        assert {pair[0] for pair in pairs.values()} == ({self.old} if self.old else set()), pairs
        assert self.journal() == [], self.look()

    def check_not_superseded(self):
        assert all(one["renewed_by"] == "" for one in self.look()["attempts"]), "superseded before the proof"

    def close(self):
        super().close()
        for token in self.tokens:
            token.close()


def check_no_secret(output):
    for secret in (*PASSWORDS.values(), INITIAL, "5678abcd"):
        assert not secret or secret.encode() not in output, "a secret was printed"


@contextlib.contextmanager
def pc(kind=T, days=12, new_pin=None):
    one = TokenPc(flow.RA, kind, days, new_pin)
    try:
        yield one
    finally:
        one.close()


def issue_pc():
    """A token as it was handed out: nothing on it, and the PIN that every one has."""
    return pc(E, None, "5678abcd")


def changed(profile, *lines):
    """The override with lines of its own in [token]."""
    def change(text):
        before, _, rest = text.partition("\n[token]\n")
        table, border, after = rest.partition("\n[")
        for line in lines:
            table = re.sub(rf"(?m)^{line.split(' =')[0]} = .*\n?", "", table)
        return before + "\n[token]\n" + "\n".join(lines) + "\n" + table + border + after
    return flow.changed_override(profile, change)


def after_proof(point, all_points):
    return all_points.index(point) >= all_points.index("prove.acted")


def few(names):
    """All of them natively and in the long form; some under Wine, where each run takes many seconds."""
    return names if LONG or not WINE else names[::6]


def of_the_token(names):
    """Those at which something is written on the token; all in the long form."""
    return names if LONG else [name for name in names if name.split(".")[0] in ("key", "store", "set_pin", "prove")]


def killed(point):
    with pc() as one:
        assert one.kill_at(point), f"no run comes by {point}"
        one.check_old_works()
        if not after_proof(point, POINTS):
            one.check_not_superseded()
        report = one.run()
        assert report["result"] == "renewed" and report["pin_unchanged"], report
        assert one.check_token() == report["certificate"]["thumbprint_sha256"]
        assert one.token.takes_pin("1234")
        assert one.run()["error"]["name"] == "RenewedElsewhere", "renewed a second time"
        one.check_token()


def pulled(point):
    with pc() as one:
        with one.stepping() as run:
            assert run.go_to(point), f"no run comes by {point}"
            one.token.pull()
            report = run.finish()
        one.check_old_works()
        if report["result"] != "renewed":
            assert report["error"]["name"] == "TokenRemoved", report
            assert report["aftermath"] in (("nothing", "resumable") if POINTS.index(point) < POINTS.index("key.begun") else
                                           ("resumable", "stored")), report
            if not after_proof(point, POINTS):
                one.check_not_superseded()
            away = one.run()
            assert away["error"]["name"] == "TokenNotFound", away
            asked = [line for line in one.questions if line["question"] == "token"]
            if report["aftermath"] != "nothing":
                assert away["aftermath"] == report["aftermath"] and away["job"] == report["job"], (report, away)
                assert asked == [{"question": "token", "serial": SERIAL, "label": one.token.label}], asked
            one.token.insert()
            again = one.run()
            assert again["result"] == "renewed", again
        one.token.insert()
        one.check_token()


def issue_killed(point):
    with issue_pc() as one:
        assert one.kill_at(point), f"no run comes by {point}"
        begun = ISSUE_POINTS.index(point) >= ISSUE_POINTS.index("set_pin.begun")
        is_set = not one.token.takes_pin(INITIAL)
        assert is_set == (ISSUE_POINTS.index(point) >= ISSUE_POINTS.index("set_pin.acted")), point
        # Whether it is set, only the user can say, who is asked once the change was begun.
        report = one.run(pins=[one.new_pin if is_set else INITIAL] if begun else [])
        assert report["result"] == "issued" and not report["pin_unchanged"], report
        assert len(one.pin_questions()) == (1 if begun else 0), one.questions
        check_issued(one)


def check_issued(one):
    assert one.token.takes_pin(one.new_pin) and not one.token.takes_pin(INITIAL), "the PIN is not the user's"
    one.token.pin = one.new_pin
    one.check_token()
    assert one.token.wrong_pins() == 0


def issue_pulled(point):
    with issue_pc() as one:
        with one.stepping() as run:
            assert run.go_to(point), f"no run comes by {point}"
            one.token.pull()
            report = run.finish()
        one.token.insert()
        if report["result"] != "issued":
            assert report["error"]["name"] == "TokenRemoved", report
            # What finds the token gone behind the storing is the change of the PIN, which the journal then calls begun.
            begun = ISSUE_POINTS.index(point) >= ISSUE_POINTS.index("store.done")
            is_set = not one.token.takes_pin(INITIAL)
            report = one.run(pins=[one.new_pin if is_set else INITIAL] if begun else [])
            assert report["result"] == "issued", report
        check_issued(one)


def each(test, names, word):
    tests = []
    for name in names:
        def one(name=name):
            test(name)
        one.__name__ = f"{word}_at_" + name.replace(".", "_").replace(" ", "_")
        tests.append(one)
    return tests


# Calls of the library in the middle of which the token goes: before the call is made, or done and its answer lost.
CALLS = ["C_GenerateKeyPair 1", "C_Sign 1", "C_Sign 2", "C_CreateObject 1", "C_SetAttributeValue 1", "C_SetAttributeValue 2",
         "C_FindObjects 9"]


def call_cut(name):
    call, number = name.split()
    for moment in ("before", "lost"):
        for action in ("pull", "crash"):
            with pc() as one:
                one.token.switch("at", f"{call} {moment} {number} {action}")
                report = one.run()
                one.token.off("at")
                one.token.insert()
                one.check_old_works()
                if report["result"] != "renewed":
                    wanted = {"TokenRemoved"} if action == "pull" else {"TokenLibraryFailed", "TokenRemoved"}
                    assert report["error"]["name"] in wanted, (moment, action, report)
                    report = one.run()
                assert report["result"] == "renewed", (moment, action, report)
                one.check_token()


def a_pin_whose_change_was_cut_off_is_found_out_without_a_wrong_try():
    for moment, action in (("before", "crash"), ("lost", "crash"), ("lost", "pull")):
        with issue_pc() as one:
            one.token.switch("at", f"C_SetPIN {moment} 1 {action}")
            report = one.run()
            one.token.off("at")
            one.token.insert()
            assert report["aftermath"] == "stored" and report["step"] == "set_pin", report
            is_set = moment == "lost"
            assert one.token.takes_pin(one.new_pin) == is_set
            report = one.run(pins=[one.new_pin if is_set else INITIAL])
            assert report["result"] == "issued", report
            check_issued(one)


def a_hanging_library_ends_in_time():
    with pc() as one:
        one.token.switch("hang", "C_GenerateKeyPair C_FindObjectsInit")
        report = one.run(extra=("--call-limit", "1500"))
        assert report["error"]["name"] == "TokenReadTimedOut", report
        one.token.off("hang")
        assert one.run()["result"] == "renewed"
        one.check_token()


def the_old_pair_goes_where_the_profile_says_so():
    with changed(T[0], 'old_pair = "remove"'):
        for point in few(["check.done", "prove.before", "supersede.begun", "supersede.acted", "after.begun"]):
            with pc() as one:
                assert one.kill_at(point)
                if not after_proof(point, POINTS):
                    one.check_old_works()
                report = one.run()
                assert report["result"] == "renewed", report
                one.check_token(old_kept=False)
        for call in ("C_DestroyObject 1", "C_DestroyObject 2", "C_DestroyObject 3"):
            with pc() as one:
                one.token.switch("at", "{} after {} crash".format(*call.split()))
                report = one.run()
                one.token.off("at")
                assert report["aftermath"] == "stored", report
                assert one.run()["result"] == "renewed"
                one.check_token(old_kept=False)


def labels_are_the_profiles():
    with changed(T[0], 'label = "{subject} bis {expires}"'), pc() as one:
        report = one.run()
        assert report["result"] == "renewed", report
        assert re.fullmatch(r"LOGIN001 bis \d{4}-\d\d-\d\d", report["friendly_name"]), report
        [label] = [labels for sha256, labels in one.token.pairs().values() if sha256 != one.old]
        assert label == {report["friendly_name"]}, label
    with pc() as one:
        report = one.run()
        assert re.search(r", expires \d{4}-\d\d-\d\d$", report["friendly_name"]), report
        assert report["where"] == one.token.label and report["token_serial"] == SERIAL, report


def a_copy_in_the_pc_gets_the_same_name():
    if WINE:
        return  # needs a driver that propagates
    with pc() as one:
        with one.stepping() as run:
            assert run.go_to("store.done")
            [(key_id, sha256)] = [(key_id, pair[0]) for key_id, pair in one.token.pairs().items() if pair[0] != one.old]
            der = one.token.tool("--read-object", "--type", "cert", "--id", key_id, login=False)
            folder = one.home / "store" / "personal"
            folder.mkdir(parents=True, exist_ok=True)
            body = base64.encodebytes(der).decode()
            file = folder / f"{sha256}.pem"
            file.write_text(f"friendly-name: Card\n-----BEGIN CERTIFICATE-----\n{body}-----END CERTIFICATE-----\n")
            report = run.finish()
        assert report["result"] == "renewed", report
        assert f"friendly-name: {report['friendly_name']}\n" in file.read_text()


def no_token_and_several():
    with pc() as one:
        one.token.pull()
        report = one.run()
        assert report["error"]["name"] == "TokenNotFound" and report["step"] == "token", report
        assert report["aftermath"] == "nothing", report
        with one.stepping() as run:
            run.token_answers = [lambda: True, lambda: one.token.insert() or True]
            while run.next_point() is not None:
                run.go()
            assert run.report["result"] == "renewed", run.report
            assert len([line for line in run.questions if line["question"] == "token"]) == 2
        one.check_token()
    with issue_pc() as one:
        other = one.add_token(OTHER, INITIAL)
        report = one.run()
        assert report["error"]["name"] == "SeveralTokens" and report["error"]["args"]["count"] == "2", report
        assert one.run(extra=("--serial", SERIAL))["result"] == "issued"
        check_issued(one)
        assert other.objects() == []
    with pc() as one:
        one.add_token(OTHER)
        assert one.run()["result"] == "renewed", "the one that holds the certificate"
        one.check_token()


def a_missing_driver_is_told_with_the_known_code():
    with pc() as one, changed(T[0], "modules = ['/nonexistent/driver.so']", 'software_url = "https://driver.example/"'):
        report = one.run()
        assert report["error"]["name"] == "TokenDriverMissing" and report["ra_code"] == "0x03/-8", report
        assert report["error"]["args"]["url"] == "https://driver.example/", report
        code, report = one.silent_token()
        assert code == 11 and report["ra_code"] == "0x03/-8", report


def serials_that_the_profile_does_not_take_are_not_seen():
    with issue_pc() as one, changed(E[0], "serial_pattern = '0261[0-9a-f]{4}'"):
        assert one.run()["error"]["name"] == "TokenNotFound"


def wrong_pins_are_counted_and_never_repeated():
    with pc() as one, changed(T[0], "pin_tries = 4"):
        one.token.switch("pin-tries", "4")
        report = one.run(pins=["9999"])
        assert report["error"]["name"] == "PinWrong" and report["ra_code"] == "0x05/-6", report
        assert report["tries_left"] == 3, report
        assert one.token.wrong_pins() == 1
        assert [line["again"] for line in one.pin_questions()] == [False, True]
        one.check_untouched_token()
        report = one.run(pins=["8888", "7777"])
        assert [line["last_try"] for line in one.pin_questions()] == [False, False, True], one.questions
        assert one.token.wrong_pins() == 3 and report["error"]["name"] == "PinWrong", report
        report = one.run(pins=["6666", "1234"])
        assert one.pin_questions()[0]["last_try"], one.questions
        assert report["error"]["name"] == "TokenLocked" and report["ra_code"] == "0x05/-11", report
        before = one.token.calls("C_Login")
        report = one.run(pins=["1234"])
        assert report["error"]["name"] == "TokenLocked" and one.pin_questions() == [], report
        assert one.token.calls("C_Login") == before, "a locked token was tried"
        one.check_untouched_token()


def a_right_pin_after_wrong_ones_renews():
    with pc() as one:
        report = one.run(pins=["9999", "1234"])
        assert report["result"] == "renewed" and one.token.wrong_pins() == 0, report
        one.check_token()


def an_initial_pin_is_not_tried_on_a_token_that_counts():
    with issue_pc() as one:
        one.token.tool_pin = None
        assert one.silent_change(f"token.pin=wrong1\ntoken.new_pin=5678abcd\n")[0] == 12
        assert one.token.wrong_pins() == 1
        report = one.run(pins=[INITIAL])
        assert report["result"] == "issued", report
        assert len(one.pin_questions()) == 1, one.questions
        check_issued(one)


def a_pin_pad_is_typed_on():
    with pc() as one:
        one.token.switch("pin-pad", "pin=1234")
        report = one.run(pins=[""])
        assert report["result"] == "renewed", report
        one.check_token()
    with pc() as one:
        one.token.switch("pin-pad", "cancel")
        report = one.run(pins=[""])
        assert report["result"] in ("cancelled", "failed"), report
        one.check_untouched_token()


def a_new_pin_is_set_on_the_pad():
    with pc(E, None) as one:
        one.token.switch("pin-pad", f"pin={INITIAL} new=5678")
        report = one.run(pins=[""])
        assert report["result"] == "issued" and not report["pin_unchanged"], report
        assert one.events == ["new_pin_on_reader"], one.events
        one.new_pin = "5678"
        check_issued(one)


def a_pad_that_refuses_the_new_pin_is_asked_again():
    rules = {"cancel": "Cancelled", "new=56": "NewPinRefused", "new=abcdef": "NewPinRefused"}
    for typed, name in rules.items():
        with pc(E, None) as one:
            one.token.switch("pin-length", "4 8")
            one.token.switch("pin-digits")
            one.token.switch("pin-pad", f"pin={INITIAL}")
            one.pins = [""]
            with one.stepping() as run:
                assert run.go_to("set_pin.before"), "no run comes by the PIN"
                one.token.switch("pin-pad", f"pin={INITIAL} {typed}")
                report = run.finish()
            assert report["error"]["name"] == name, report
            assert report["step"] == "set_pin" and report["aftermath"] == "stored", report
            assert one.token.takes_pin(INITIAL), "the PIN is not the one before"
            one.token.switch("pin-pad", f"pin={INITIAL} new=5678")
            report = one.run()
            assert report["result"] == "issued" and one.events == ["new_pin_on_reader"], (report, one.events)
            one.new_pin = "5678"
            check_issued(one)


def a_full_or_protected_token_is_left_as_it_was():
    for switch, content, name in (("full", "C_GenerateKeyPair", "TokenFull"), ("write-protected", "", "TokenCannotDo"),
                                  ("mechanisms-off", "RSA", "TokenCannotDo")):
        with pc() as one:
            one.token.switch(switch, content)
            report = one.run()
            assert report["error"]["name"] == name and report["aftermath"] == "nothing", (switch, report)
            one.token.off(switch)
            one.check_untouched_token()
            assert one.run()["result"] == "renewed"
            one.check_token()


def room_that_ends_at_the_certificate_is_no_loss():
    with pc() as one:
        one.token.switch("full", "C_CreateObject")
        report = one.run()
        assert report["error"]["name"] == "TokenFull" and report["aftermath"] == "resumable", report
        one.check_old_works()
        one.token.off("full")
        assert one.run()["result"] == "renewed"
        one.check_token()


def the_ra_takes_only_tokens_that_were_handed_out():
    with issue_pc() as one:
        one.token.switch(f"serial@{one.token.real}", "FFFF000011112222")
        report = one.run()
        assert report["error"]["name"] == "TokenNotRegistered" and report["aftermath"] == "nothing", report
        assert report["error"]["args"]["serial"] == "FFFF000011112222", report
        assert one.token.objects() == []
    with issue_pc() as one, changed(E[0], 'holder_url = ""'):
        one.token.switch(f"serial@{one.token.real}", "FFFF000011112222")
        report = one.run()
        assert report["error"]["name"] == "TokenNotRegistered", "the RA itself says so"
        assert one.token.objects() == [] and one.journal() == [], report


def a_token_that_holds_a_certificate_is_told():
    with issue_pc() as one:
        assert one.run()["result"] == "issued"
        check_issued(one)
        requests = flow.RA.call("requests")["counts"]
        report = one.run(pins=[one.new_pin])
        assert report["error"]["name"] == "TokenHoldsCertificate", report
        assert one.pin_questions() == [], "no PIN is asked for in vain"
        assert flow.RA.call("requests")["counts"] == requests, "something was sent"
        assert len(one.token.pairs()) == 1
    with issue_pc() as one:
        flow.RA.call("tokens", {"serial": SERIAL, "user": one.user, "state": "holds_certificate"})
        report = one.run()
        flow.RA.call("tokens", {"serial": SERIAL, "user": one.user, "state": "ready"})
        assert report["error"]["name"] == "TokenHoldsCertificate" and one.token.objects() == [], report


def a_wrong_storage_pin_leaves_nothing():
    with issue_pc() as one:
        report = one.run({"storage_pin": "Wrong1"})
        assert report["error"]["name"] == "StoragePinWrong" and report["aftermath"] == "nothing", report
        assert one.token.objects() == [] and one.journal() == []
        assert one.run()["result"] == "issued"
        check_issued(one)


def a_wrong_password_leaves_nothing():
    with pc() as one:
        report = one.run({"login_id": "LOGIN001", "password": "wrong"})
        assert report["error"]["name"] == "CredentialsWrong" and report["ra_code"] == "0x04/-1", report
        one.check_untouched_token()
        flow.RA.fault("reset", "connect", op="connect")
        report = one.run()
        assert report["ra_code"] == "0x04/-100", report
        flow.RA.heal()
        one.check_untouched_token()


def a_job_waits_for_its_own_token():
    with pc() as one:
        assert one.kill_at("keep.done")
        [job] = one.journal()
        one.token.pull()
        other = one.add_token(OTHER)
        report = one.run()
        assert report["error"]["name"] == "TokenNotFound" and report["job"] == job, report
        assert one.questions[-1]["serial"] == SERIAL, one.questions
        assert other.objects() == [] and one.journal() == [job]
        one.token.insert()
        assert one.run()["result"] == "renewed"
        one.check_token()
        assert other.objects() == []


def an_issue_on_another_token_leaves_the_first_alone():
    with issue_pc() as one:
        assert one.kill_at("request.done")
        [job] = one.journal()
        one.token.pull()
        flow.RA.call("tokens", {"serial": OTHER, "user": "SATO KEN", "state": "ready"})
        other = one.add_token(OTHER, INITIAL)
        report = one.run({"storage_pin": "StorePin2"}, extra=("--serial", OTHER))
        assert report["result"] == "issued", report
        assert one.journal() == [job]
        other.pin = one.new_pin
        assert len(other.pairs()) == 1
        one.token.insert()
        other.pull()
        assert one.run(extra=("--resume", job))["result"] == "issued"
        assert one.journal() == [] and one.token.takes_pin(one.new_pin)


def a_job_is_abandoned_with_its_token_and_without():
    for point in ("key.done", "keep.done", "store.done"):
        with pc() as one:
            assert one.kill_at(point)
            [job] = one.journal()
            assert one.abandon(job, pins=()) == "Cancelled", "without the PIN"
            assert one.journal() == [job]
            assert one.abandon(job) == ""
            one.check_untouched_token()
    with pc() as one:
        assert one.kill_at("store.done")
        [job] = one.journal()
        one.token.pull()
        assert one.abandon(job) == "" and one.journal() == []
        one.token.insert()
        assert len([kind for kind, _, _ in one.token.objects() if kind == "Private Key"]) == 2
        assert one.run()["error"]["name"] == "AlreadyIssued"
        one.check_untouched_token()  # key and certificate that were not proven went with the login


def what_another_pc_has_begun_on_the_token_stays():
    with pc() as one:
        job = "0123456789abcdef0123456789abcdef"
        one.token.tool("--keypairgen", "--key-type", "rsa:2048", "--id", "77", "--label", f"Kigen-{job}")
        assert one.run()["result"] == "renewed"
        ids = [key_id for kind, key_id, _ in one.token.objects() if kind == "Private Key"]
        assert len(ids) == 3 and "77" in ids, ids


def the_bank_stores_on_a_token_what_was_in_the_pc():
    with pc(B, None) as one:
        in_pc = one.take(12, "old-key")
        one.old = in_pc
        report = one.run()
        assert report["result"] == "renewed" and report["token_serial"] == SERIAL, report
        [(sha256, _)] = one.token.pairs().values()
        assert report["certificate"]["thumbprint_sha256"] == sha256
        seen = one.look()
        assert [item["sha256"] for item in seen["certificates"]] == [in_pc] and seen["journal"] == [], seen
    with pc(B) as one:
        assert one.run()["result"] == "renewed", "from the token to the token"
        one.check_token()


def unattended_is_for_no_token():
    with pc() as one:
        assert one.silent_token("--unattended")[0] == 2


def silent_renews_issues_and_changes_the_pin():
    with pc() as one:
        code, report = one.silent_token(text="login_id=LOGIN001\npassword=Letter-001\n")
        assert code == 10 and report["error"]["name"] == "Cancelled", "no PIN was given"
        code, report = one.silent_token("--now", text="login_id=LOGIN001\npassword=Letter-001\ntoken.pin=9999\n")
        assert code == 12 and report["ra_code"] == "0x05/-6", report
        code, report = one.silent_token("--now", text="login_id=LOGIN001\npassword=Letter-001\ntoken.pin=1234\n")
        assert code == 0 and report["token_serial"] == SERIAL and report["pin_unchanged"], report
        one.check_token()
    with issue_pc() as one:
        code, report = one.silent_token("--issue", text="storage_pin=StorePin1\ntoken.new_pin=567\n")
        assert code == 2 and report["error"]["args"]["reason"] == "length", report
        code, report = one.silent_token("--issue", text="storage_pin=StorePin1\n")
        assert code == 2 and one.token.objects() == [], report
        code, report = one.silent_token("--issue", "--now", text="storage_pin=StorePin1\ntoken.new_pin=5678abcd\n")
        assert code == 0 and report["result"] == "issued", report
        check_issued(one)
        code, report = one.silent_token("--issue", "--now", text="storage_pin=StorePin1\ntoken.new_pin=5678abcd\n")
        assert code == 3 and report["error"]["name"] == "TokenHoldsCertificate", report
        code, report = one.silent_change("token.pin=0000\ntoken.new_pin=1122\n")
        assert code == 12 and report["tries_left"] == 9 and report["token_serial"] == SERIAL, report
        code, report = one.silent_change("token.pin=5678abcd\ntoken.new_pin=1122\n")
        assert code == 0 and report["result"] == "changed" and one.token.takes_pin("1122"), report


def silent_uses_the_last_try_only_when_told_to():
    with issue_pc() as one:
        one.token.switch("pin-tries", "2")
        assert one.silent_change("token.pin=0001\ntoken.new_pin=1122\n")[0] == 12
        code, report = one.silent_change("token.pin=0002\ntoken.new_pin=1122\n")
        assert code == 10 and one.token.wrong_pins() == 1, report
        code, report = one.silent_change("token.pin=0002\ntoken.new_pin=1122\n", "--last-try")
        assert code == 12 and report["error"]["name"] == "TokenLocked", report
        assert one.silent_change(f"token.pin={INITIAL}\ntoken.new_pin=1122\n")[1]["error"]["name"] == "TokenLocked"
        code, report = one.silent_change("token.puk=11111111\ntoken.new_pin=1122\n", what="--unblock")
        assert code == 12 and report["error"]["name"] == "PukWrong", report
        code, report = one.silent_change(f"token.puk={soft_token.SO_PIN}\ntoken.new_pin=1122\n", what="--unblock")
        assert code == 0 and report["result"] == "unblocked" and one.token.takes_pin("1122"), report
    with pc() as one:
        code, report = one.silent_change(f"token.puk={soft_token.SO_PIN}\ntoken.new_pin=1122\n", what="--unblock")
        assert report["error"]["name"] == "TokenCannotDo", "the profile does not allow it"


def silent_resumes_and_abandons_on_a_token():
    with pc() as one:
        assert one.kill_at("keep.done")
        code, report = one.silent_token("--resume", text="token.pin=1234\n")
        assert code == 0 and report["result"] == "renewed", report
        one.check_token()
    with pc() as one:
        assert one.kill_at("store.done")
        code, report = one.silent_token("--abandon", text="token.pin=1234\n")
        assert code == 0 and report["jobs"][0]["token_serial"] == SERIAL, report
        one.check_untouched_token()


def journals_hold_no_pin():
    for point in ("key.done", "set_pin.begun", "prove.before"):
        with issue_pc() as one:
            assert one.kill_at(point)
            for file in one.home.rglob("*"):
                if file.is_file():
                    content = file.read_bytes()
                    assert not any(pin.encode() in content for pin in (INITIAL, one.new_pin, "StorePin1")), file


def silent_token(self, *words, text=""):
    return self.silent("--accept-pinned-roots", *words, text=text)


def silent_change(self, text, *words, what="--change-pin"):
    return self.silent(what, *words, text=text)


TokenPc.silent_token, TokenPc.silent_change = silent_token, silent_change

KILLS, PULLS = ("acted", "leaving"), ("begun", "done")
TESTS = [*each(killed, few(flow.ending(POINTS, *KILLS)), "killed"), *each(pulled, few(flow.ending(POINTS, *PULLS)), "pulled"),
         *each(issue_killed, few(of_the_token(flow.ending(ISSUE_POINTS, *KILLS))), "issue_killed"),
         *each(issue_pulled, few(of_the_token(flow.ending(ISSUE_POINTS, *PULLS))), "issue_pulled"),
         *each(call_cut, CALLS, "cut"), a_pin_whose_change_was_cut_off_is_found_out_without_a_wrong_try,
         a_hanging_library_ends_in_time, the_old_pair_goes_where_the_profile_says_so, labels_are_the_profiles,
         a_copy_in_the_pc_gets_the_same_name, no_token_and_several, a_missing_driver_is_told_with_the_known_code,
         serials_that_the_profile_does_not_take_are_not_seen, wrong_pins_are_counted_and_never_repeated,
         a_right_pin_after_wrong_ones_renews, an_initial_pin_is_not_tried_on_a_token_that_counts, a_pin_pad_is_typed_on,
         a_new_pin_is_set_on_the_pad, a_pad_that_refuses_the_new_pin_is_asked_again,
         a_full_or_protected_token_is_left_as_it_was, room_that_ends_at_the_certificate_is_no_loss,
         the_ra_takes_only_tokens_that_were_handed_out, a_token_that_holds_a_certificate_is_told,
         a_wrong_storage_pin_leaves_nothing, a_wrong_password_leaves_nothing, a_job_waits_for_its_own_token,
         an_issue_on_another_token_leaves_the_first_alone, a_job_is_abandoned_with_its_token_and_without,
         what_another_pc_has_begun_on_the_token_stays, the_bank_stores_on_a_token_what_was_in_the_pc, unattended_is_for_no_token,
         silent_renews_issues_and_changes_the_pin, silent_uses_the_last_try_only_when_told_to,
         silent_resumes_and_abandons_on_a_token, journals_hold_no_pin]


if __name__ == "__main__":
    flow.main(TESTS, "--token-module", MODULE, "--token-initial-pin", INITIAL, "--token", f"{SERIAL}:{E[1]}", "--token",
              f"{OTHER}:SATO KEN")
