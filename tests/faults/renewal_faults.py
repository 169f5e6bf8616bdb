#!/usr/bin/env python3
"""A renewal that is interrupted anywhere resumes or rolls back: killed, and apart from that cut off, at every point.

kigen-renewal-driver is the wizard's engine with an observer that stops at each point; the registration authority is
kigen-demo-ra. However a run ends, the next one leaves exactly one new certificate with its key, no key without a
certificate, the old one untouched, and calls it superseded only after the proof.

Run natively, and with --wine as Windows programs with CAPI keys (builds and prefix as .dev/wine.sh makes them).
"""
import base64
import contextlib
import json
import os
import pathlib
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request

import rig

sys.path.insert(0, str(rig.ROOT / "tests/support"))
from served import Served  # noqa: E402

WINE = "--wine" in sys.argv
LONG = "--long" in sys.argv
BIN = rig.BIN
DRIVER = [str(BIN / "kigen-renewal-driver")]
if WINE:
    DRIVER = ["wine", str(BIN.parents[1] / "windows" / "bin" / "kigen-renewal-driver.exe")]
SILENT = [str(BIN / "kigen-wizard")]
if WINE:
    SILENT = ["wine", str(BIN.parents[1] / "windows" / "bin" / "kigen-wizard.exe")]
PASSWORDS = {"KAISHA01": "pass-word-01", "TRADE001": "ALPHA001"}

JOURNALED = ["before", "key", "request", "send", "keep", "check", "store", "prove", "supersede", "after"]
POINTS = ["roots.before", "roots.done"] + [
    f"{step}.{what}" for step in JOURNALED for what in ("before", "begun", "acted", "done")
    if (step, what) != ("after", "done")]
POINTS.insert(POINTS.index("send.begun") + 1, "send.leaving")


class Ra:
    """The demo RA, one for all tests; reset before each."""

    def __init__(self, home, *words):
        self.profiles = home / "profiles"
        self.process = subprocess.Popen(
            [str(BIN / "kigen-demo-ra"), "--data", str(home / "ra"), "--write-profiles", str(self.profiles),
             "--host", "127.0.0.1", "--until-eof", *(["--key-provider", "capi"] if WINE else []), *words],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.ports = json.loads(self.process.stdout.readline())

    def call(self, path, body=None, method=None):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.ports['admin']}/admin/{path}", method=method or ("POST" if body is not None else "GET"),
            data=None if body is None else json.dumps(body).encode(), headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read())

    def fault(self, name, value="on", op="", times=-1):
        self.call("fault", {"name": name, "value": value, "op": op, "times": times})

    def heal(self):
        self.call("fault", method="DELETE")

    def cut(self):
        """Nothing gets through any more: neither new connections nor answers on those that stand."""
        self.fault("reset", "connect", op="connect")
        for operation in ("cacerts", "csrattrs", "simpleenroll", "simplereenroll", "serverkeygen", "check"):
            self.fault("reset", "answer", op=operation)

    def issued(self, profile, user):
        return [one for one in self.call("issued")["issued"] if one["profile"] == profile and one["user"] == user]

    def close(self):
        self.process.stdin.close()
        self.process.wait(20)


class Pc:
    """One user's stores and journal, in a folder of their own (with Wine: a store of the prefix, emptied)."""

    def __init__(self, ra, profile, user, days=12):
        self.ra, self.profile, self.user = ra, profile, user
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="kigen-renewal-"))
        ra.call("reset", {})
        self.old = None
        if WINE:
            clear_wine_store()
        if days is not None:
            self.old = self.take(days, "old-key")

    def take(self, days, key):
        """A certificate that the RA issued to this user, with its key."""
        made = self.ra.call("issue", {"profile": self.profile, "user": self.user, "days": days})
        file = self.home / f"{key}.p12"
        file.write_bytes(base64.b64decode(made["pkcs12"]))
        HANDS.do("import", "--folder", path(self.home), "--pkcs12", path(file), "--password", "kigen", "--name", key)
        return made["sha256"]

    def command(self, step, credentials, connect=None):
        what = ["--renew", self.old] if self.old else ["--issue"]
        given = [part for pair in credentials.items() for part in ("--credential", "=".join(pair))]
        return [*DRIVER, "run", "--folder", path(self.home), "--issuers", path(rig.ROOT / "config/issuers"),
                "--profiles", path(self.ra.profiles), "--profile", self.profile, *what, *given,
                *(["--step"] if step else []), *(["--connect", connect] if connect else [])]

    def credentials(self):
        if self.profile == "corporate-banking-expired":
            return {"password": PASSWORDS[self.user]}
        return {"code1": self.user, "code2": PASSWORDS[self.user]} if not self.old else {}

    def run(self, credentials=None, connect=None):
        """A whole run; its report."""
        given = self.credentials() if credentials is None else credentials
        done = subprocess.run(self.command(False, given, connect),
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, timeout=180)
        check_no_secret(done.stdout)
        return json.loads(done.stdout.decode().splitlines()[-1])

    def silent(self, *words, text="", profile=None, connect="none"):
        """kigen-wizard --silent; its exit code and report. Credentials go in as standard input only."""
        done = subprocess.run(
            [*SILENT, "--silent", "--profile", profile or self.profile, "--folder", path(self.home), "--issuers",
             path(rig.ROOT / "config/issuers"), "--profiles", path(self.ra.profiles), "--connect", connect, "--proxy",
             "none", "--language", "en", "--json", *words],
            input=text.encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=180)
        check_no_secret(done.stdout + done.stderr)
        report = json.loads(done.stdout) if done.stdout.strip() else {}
        assert report.get("exit_code", done.returncode) == done.returncode, (done.returncode, report)
        return done.returncode, report

    @contextlib.contextmanager
    def stepping(self, connect=None):
        run = Stepping(self.command(True, self.credentials(), connect))
        try:
            yield run
        finally:
            run.close()

    def kill_at(self, point, connect=None):
        """Runs up to `point` and ends the process there; False when the run never came by."""
        with self.stepping(connect) as run:
            if not run.go_to(point):
                return False
            run.die()
            return True

    def look(self):
        seen = json.loads(HANDS.do("inspect", "--folder", path(self.home))[-1])
        seen["keys"] = sorted(set(seen["keys"]))  # one folder is all providers here
        return seen

    def check_old(self, seen):
        if self.old:
            old = [one for one in seen["certificates"] if one["sha256"] == self.old]
            assert len(old) == 1 and old[0]["works"], f"the old certificate: {seen}"

    def check_renewed(self):
        """Exactly one new certificate with its key, and nothing else left."""
        seen = self.look()
        self.check_old(seen)
        new = [one for one in seen["certificates"] if one["sha256"] != self.old]
        assert len(new) == 1, f"{len(new)} new certificates: {seen}"
        assert new[0]["works"] and new[0]["key"].startswith("Kigen-"), new
        assert seen["keys"] == [new[0]["key"]], f"keys that nothing refers to: {seen}"
        assert seen["journal"] == [], seen
        assert [one["renewed_by"] for one in seen["attempts"]] == [new[0]["sha256"]], seen
        return new[0]["sha256"]

    def check_untouched(self):
        """As before the first run: nothing new, nothing left."""
        seen = self.look()
        self.check_old(seen)
        assert len(seen["certificates"]) == (1 if self.old else 0), seen
        assert seen["keys"] == [] and seen["journal"] == [], seen

    def check_not_superseded(self):
        seen = self.look()
        self.check_old(seen)
        assert all(one["renewed_by"] == "" for one in seen["attempts"]), f"superseded before the proof: {seen}"

    def close(self):
        shutil.rmtree(self.home, ignore_errors=True)


class Hands(Served):
    """One driver that stays for what is not interrupted: a sanitized program takes a while to start."""

    def __init__(self):
        super().__init__([*DRIVER, "serve"], 120)

    def do(self, *words):
        """Lines that a command of the driver printed."""
        code, lines = super().do(*words)
        assert code == 0, (words, code, lines)
        return lines

    def close(self):
        assert super().close() == 0, "the driver ended badly"


class Stepping:
    """A run that waits at each point."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        self.buffer = b""
        self.report = None
        self.questions = []  # about a token and its PIN, as they were asked
        self.token_answers = []  # functions: what to do when the token is asked for, and whether it is there then

    def line(self):
        end = time.monotonic() + 120
        while b"\n" not in self.buffer:
            ready, _, _ = select.select([self.process.stdout], [], [], max(0.0, end - time.monotonic()))
            assert ready, "the driver says nothing"
            part = os.read(self.process.stdout.fileno(), 65536)
            if not part:
                return None
            self.buffer += part
        text, _, self.buffer = self.buffer.partition(b"\n")
        return json.loads(text)

    def next_point(self):
        line = self.line()
        if line is not None and "question" in line:
            self.questions.append(line)
            if line["question"] == "token":
                self.process.stdin.write(b"go\n" if self.token_answers.pop(0)() else b"no\n")
            return self.next_point()
        if line is not None and "event" in line:
            return self.next_point()
        if line is None or "point" in line:
            return line and line["point"]
        self.report = line
        return None

    def go(self):
        self.process.stdin.write(b"go\n")

    def go_to(self, point):
        while (at := self.next_point()) is not None:
            if at == point:
                return True
            self.go()
        return False

    def finish(self):
        """Goes on to the end; the report."""
        self.go()
        while self.next_point() is not None:
            self.go()
        return self.report

    def die(self):
        self.process.stdin.write(b"die\n")
        self.process.wait(60)
        assert self.process.returncode != 0, "it ended in good order"

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(60)
        self.process.stdin.close()
        self.process.stdout.close()


def check_no_secret(output):
    for password in PASSWORDS.values():
        assert password.encode() not in output, "a secret was printed"


@contextlib.contextmanager
def changed_override(profile, change):
    """The administrator's profile with other words in it, for a while."""
    file = RA.profiles / f"{profile}.toml"
    original = file.read_text()
    file.write_text(change(original))
    try:
        yield
    finally:
        file.write_text(original)


def with_commands(before, after):
    def change(text):
        lists = f"pre_renewal = {json.dumps(before)}\npost_renewal = {json.dumps(after)}\n"
        return re.sub(r"^(overrides = .*\n)", lambda found: found.group(1) + lists, text, flags=re.M)
    return change


def path(file):
    return "Z:" + str(file).replace("/", "\\") if WINE else str(file)


def wine_reg(*words):
    return subprocess.run(["wine", "reg", *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                          stdin=subprocess.DEVNULL, timeout=120).returncode


def clear_wine_store():
    """The user's store and keys of the test's own prefix, so that each case begins alike."""
    stores = r"HKCU\Software\Microsoft\SystemCertificates"
    for key in (stores + r"\My", stores + r"\Root", r"HKCU\Software\Wine\Crypto\RSA"):
        for _ in range(10):
            wine_reg("delete", key, "/f")
            if wine_reg("query", key) != 0:
                break
        else:
            raise AssertionError(f"{key} does not go away")


RA = None
HANDS = None


@contextlib.contextmanager
def pc(profile="bank-web", user="BANK0001", days=12):
    one = Pc(RA, profile, user, days)
    try:
        yield one
    finally:
        one.close()


def after_proof(point):
    return POINTS.index(point) >= POINTS.index("prove.acted")


def kill_and_resume(point, profile="bank-web", user="BANK0001", days=12):
    with pc(profile, user, days) as one:
        assert one.kill_at(point), f"no run comes by {point}"
        if not after_proof(point):
            one.check_not_superseded()
        report = one.run()
        assert report["result"] == "renewed", report
        new = one.check_renewed()
        assert report["certificate"]["thumbprint_sha256"] == new
        assert one.run()["error"]["name"] == "RenewedElsewhere", "renewed a second time"
        one.check_renewed()


def ending(names, *ends):
    """Of points, those that end so; all of them in the long form."""
    return names if LONG else [name for name in names if name.split(".")[1] in ends]


BEFORE_AND_AFTER = ending(POINTS, "before", "leaving", "acted")


def kill_tests():
    """One test a point, so that each failure is told with its point."""
    tests = []
    for point in BEFORE_AND_AFTER:
        def test(point=point):
            kill_and_resume(point)
        test.__name__ = "killed_at_" + point.replace(".", "_")
        tests.append(test)
    return tests


def cut_tests():
    tests = []
    for point in BEFORE_AND_AFTER:
        def test(point=point):
            with pc() as one:
                with one.stepping() as run:
                    assert run.go_to(point), f"no run comes by {point}"
                    RA.cut()
                    report = run.finish()
                RA.heal()
                if report["result"] != "renewed":
                    if not after_proof(point):
                        one.check_not_superseded()
                    if report["aftermath"] == "nothing":
                        one.check_untouched()
                    assert one.run()["result"] == "renewed", report
                one.check_renewed()
        test.__name__ = "cut_off_at_" + point.replace(".", "_")
        tests.append(test)
    return tests


def killed_at_every_point_again_and_again():
    """The same job, killed one point further in each run."""
    with pc() as one:
        kills = 0
        for point in POINTS:
            if one.kill_at(point):
                kills += 1
            elif one.look()["journal"] == []:
                break
        assert kills >= 10, kills
        if one.look()["journal"] or len(one.look()["certificates"]) == 1:
            assert one.run()["result"] == "renewed"
        one.check_renewed()


def killed_renewal_after_expiry_resumes():
    for point in ("send.leaving", "keep.before", "store.acted"):
        kill_and_resume(point, "corporate-banking-expired", "KAISHA01", -30)


def lost_answer_is_asked_for_again():
    with pc() as one:
        RA.fault("lose_answer", op="simplereenroll", times=1)
        report = one.run()
        assert report["result"] == "failed" and report["aftermath"] == "resumable", report
        assert report["error"]["name"] == "RaUnreachable", report
        assert report["error"]["args"]["cause"] == "KGN-2005", report
        assert one.run()["result"] == "renewed"
        one.check_renewed()
        assert len(RA.issued("bank-web", "BANK0001")) == 2, "the RA issued more than once"


def answer_cut_in_the_middle_is_asked_for_again():
    with pc() as one:
        RA.fault("drop_after", "300", op="simplereenroll", times=1)
        report = one.run()
        assert report["aftermath"] == "resumable", report
        assert one.run()["result"] == "renewed"
        one.check_renewed()


def already_issued_after_a_lost_answer_rolls_back():
    with pc("customs-filing", "TRADE001", None) as one:
        assert one.kill_at("keep.before")
        report = one.run()
        assert report["error"]["name"] == "AlreadyIssued", report
        assert report["error"]["args"]["lost_answer"] == "true", report
        assert report["aftermath"] == "nothing", report
        one.check_untouched()


def issue_killed_after_sending_gets_its_certificate():
    for point in ("send.leaving", "send.acted", "keep.before", "keep.acted"):
        with pc("customs-filing", "TRADE001", None) as one:
            RA.fault("reissue_same_key", "always")
            assert one.kill_at(point)
            report = one.run()
            assert report["result"] == "issued", report
            one.check_renewed()


def wrong_code_in_a_resumed_run_keeps_the_key():
    with pc("customs-filing", "TRADE001", None) as one:
        RA.fault("reissue_same_key", "always")
        assert one.kill_at("keep.before")
        report = one.run({"code1": "TRADE001", "code2": "WRONG001"})
        assert report["error"]["name"] == "Code2Wrong" and report["aftermath"] == "resumable", report
        assert one.run()["result"] == "issued"
        one.check_renewed()


def refusals_leave_nothing():
    cases = [("customs-filing", "TRADE001", None, {"code1": "TRADE001", "code2": "WRONG001"}, "Code2Wrong"),
             ("customs-filing", "TRADE001", None, {"code1": "NOBODY01", "code2": "ALPHA001"}, "Code1Wrong"),
             ("customs-filing", "LOCKED01", None, {"code1": "LOCKED01", "code2": "ECHO0001"}, "AccountLocked"),
             ("customs-filing", "ISSUED01", None, {"code1": "ISSUED01", "code2": "FOXTROT1"}, "AlreadyIssued"),
             ("corporate-banking-expired", "KAISHA01", -30, {"password": "wrong"}, "CredentialsWrong")]
    for profile, user, days, credentials, name in cases:
        with pc(profile, user, days) as one:
            report = one.run(credentials)
            assert report["error"]["name"] == name and report["aftermath"] == "nothing", report
            if profile == "corporate-banking-expired":
                assert report["ra_code"] == "550", report
            one.check_untouched()


def certificates_that_were_not_asked_for_are_refused():
    for fault in ("wrong_subject", "other_key", "wrong_chain", "earlier_not_after", "server_usage"):
        with pc() as one:
            RA.fault(fault, op="simplereenroll")
            report = one.run()
            assert report["error"]["name"] == "IssuedCertificateWrong", (fault, report)
            assert report["aftermath"] == "nothing", (fault, report)
            one.check_untouched()


def an_unreachable_ra_leaves_nothing():
    with pc() as one:
        RA.fault("reset", "connect", op="connect")
        report = one.run()
        assert report["result"] == "failed" and report["aftermath"] == "nothing", report
        one.check_untouched()


def a_page_that_refuses_leaves_the_certificate_unproven():
    with pc() as one:
        RA.fault("status", "403", op="check")
        report = one.run()
        assert report["error"]["name"] == "NewCertificateNotAccepted", report
        assert report["aftermath"] == "stored" and report["exit_code"] == 9, report
        one.check_not_superseded()
        assert len(one.look()["certificates"]) == 2
        RA.heal()
        assert one.run()["result"] == "renewed"
        one.check_renewed()


def a_waiting_ra_is_asked_again_no_sooner_than_it_said():
    with pc() as one:
        RA.fault("wait", "31", op="simplereenroll", times=1)
        started = time.monotonic()
        assert one.run()["result"] == "renewed"
        assert time.monotonic() - started >= 31
        one.check_renewed()
        counts = RA.call("requests")["counts"]
        assert counts["simplereenroll"] == 2, counts


def a_wait_that_is_too_long_is_left_for_the_next_run():
    with pc() as one:
        RA.fault("wait", "3600", op="simplereenroll", times=1)
        code, report = one.silent("--accept-pinned-roots", "--wait", "0")
        assert code == 4 and report["result"] == "waiting" and report["aftermath"] == "resumable", report
        assert report["until"] and report["job"], report
        [key] = one.look()["keys"]
        code, report = one.silent("--accept-pinned-roots", "--wait", "0")
        assert code == 4, "asked again too early"
        assert RA.call("requests")["counts"]["simplereenroll"] == 1
        assert one.silent("--accept-pinned-roots", "--now")[0] == 0, "a person asks at once"
        one.check_renewed()
        assert one.look()["keys"] == [key], "the RA worked on another key"


def a_bound_request_is_made_anew_for_another_connection():
    for point in ("send.leaving", "keep.before"):
        with pc() as one:
            RA.fault("csrattrs", "binding")
            assert one.kill_at(point)
            assert one.run()["result"] == "renewed"
            one.check_renewed()


def renewed_elsewhere_is_noticed():
    for point in ("key.done", "send.begun", "check.done"):
        with pc() as one:
            assert one.kill_at(point)
            other = one.take(300, "other-key")
            report = one.run()
            assert report["error"]["name"] == "RenewedElsewhere", report
            assert report["error"]["args"]["thumbprint"] == other, report
            seen = one.look()
            assert seen["keys"] == [] and seen["journal"] == [], seen
            assert {one.old, other} == {item["sha256"] for item in seen["certificates"]}, seen


def two_runs_do_not_meet():
    with pc() as one:
        with one.stepping() as first:
            assert first.go_to("key.done")
            assert one.run()["error"]["name"] == "RenewalRunning"
            assert first.finish()["result"] == "renewed"
        one.check_renewed()


def damaged_journal_is_set_aside_and_its_key_swept():
    with pc() as one:
        assert one.kill_at("key.done")
        [file] = (one.home / "journal").glob("*.json")
        file.write_bytes(file.read_bytes()[:100])
        report = one.run()
        assert report["result"] == "renewed", report
        assert [note["name"] for note in report["notes"]] == ["JournalUnreadable"], report
        one.check_renewed()
        assert len(list((one.home / "journal").glob("*.unreadable-*"))) == 1


def roots_that_differ_are_never_installed():
    wrong = lambda text: re.sub(r'sha(256|1) = "[0-9a-f]{4}', r'sha\1 = "0000', text)  # noqa: E731
    with pc() as one, changed_override("bank-web", wrong):
        report = one.run()
        assert report["error"]["name"] == "RootDiffers" and report["step"] == "roots", report
        one.check_untouched()


def a_failing_command_before_stops_and_one_behind_is_told():
    ok = "cmd.exe /c echo fine" if WINE else "echo fine"
    bad = "cmd.exe /c exit 3" if WINE else "sh -c \"echo no; exit 3\""
    with pc() as one:
        with changed_override("bank-web", with_commands([ok, bad], [])):
            report = one.run()
            assert report["error"]["name"] == "CommandFailed" and report["step"] == "before", report
            assert report["error"]["args"]["code"] == "3", report
            one.check_untouched()
        with changed_override("bank-web", with_commands([ok], [bad, ok])):
            report = one.run()
            assert report["result"] == "renewed", report
            assert [note["name"] for note in report["notes"]] == ["CommandFailed"], report
        one.check_renewed()


def commands_know_the_certificates():
    if WINE:
        return
    with pc() as one:
        out = one.home / "said"
        say = f"sh -c \"echo $KIGEN_PHASE $KIGEN_PROFILE $KIGEN_THUMBPRINT $KIGEN_NEW_THUMBPRINT >> '{out}'\""
        with changed_override("bank-web", with_commands([say], [say])):
            assert one.run()["result"] == "renewed"
        new = one.check_renewed()
        assert out.read_text().splitlines() == [f"pre bank-web {one.old}", f"post bank-web {one.old} {new}"]


def silent_renews_what_is_due():
    with pc() as one:
        assert one.silent()[1]["error"]["name"] == "RootRefused", "roots need a word of their own"
        code, report = one.silent("--accept-pinned-roots", "--now")
        assert code == 0 and report["result"] == "renewed" and report["proof"] == "page", report
        assert report["friendly_name"].startswith("Corporate Internet banking"), report
        assert re.search(r", expires \d{4}-\d\d-\d\d$", report["friendly_name"]), report
        one.check_renewed()
        code, report = one.silent("--accept-pinned-roots")
        assert code == 3 and report["error"]["name"] == "NoRenewableCertificate", report


def silent_takes_credentials_from_standard_input():
    with pc("corporate-banking-expired", "KAISHA01", -30) as one:
        code, report = one.silent("--accept-pinned-roots", text="password=nonsense\n")
        assert code == 5 and report["ra_code"] == "550", report
        code, report = one.silent("--accept-pinned-roots", text=f"password={PASSWORDS['KAISHA01']}\n")
        assert code == 4 and report["result"] == "waiting", ("within 30 s of a failure", report)
        code, report = one.silent("--accept-pinned-roots", "--now", text=f"password={PASSWORDS['KAISHA01']}\n")
        assert code == 0, report
        one.check_renewed()
    with pc("customs-filing", "TRADE001", None) as one:
        typed = "code1=ｔｒａｄｅ００１\r\ncode2=alpha001\r\n"
        code, report = one.silent("--issue", "--accept-pinned-roots", text=typed)
        assert code == 0 and report["result"] == "issued", report
        one.check_renewed()


def silent_goes_unattended_only_where_it_may():
    def allow(text):
        return re.sub(r"^(overrides = .*\n)", r"\1unattended = true\n", text, flags=re.M)

    with pc() as one:
        assert one.silent("--unattended", "--renew", one.old)[0] == 2, "the profile does not allow it"
        with changed_override("bank-web", allow):
            code, report = one.silent("--unattended", "--renew", one.old)
            assert code == 7 and report["error"]["name"] == "RootRefused", "nobody is there to confirm a root"
    with pc() as one, changed_override("bank-web", allow):
        with one.stepping() as run:
            assert run.go_to("roots.done")  # the root is there from now on
            run.die()
        RA.fault("status", "503", op="simplereenroll")
        code, report = one.silent("--unattended", "--renew", one.old)
        assert code == 6 and report["next_attempt"], report
        RA.heal()
        code, report = one.silent("--unattended", "--renew", one.old)
        assert code == 4 and report["result"] == "waiting", report
        code, report = one.silent("--renew", one.old, "--now")
        assert code == 0, report
        one.check_renewed()


def report_personal(pipe, one):
    """What this user's tray would report of the store."""
    items = []
    for file in sorted((one.home / "store" / "personal").glob("*.pem")):
        body = re.search("BEGIN CERTIFICATE-----(.*)-----END", file.read_text(), flags=re.S).group(1)
        items.append({"sha256": file.stem, "der_base64": "".join(body.split()), "has_private_key": True})
    pipe.call("report", {"source": "CurrentUser\\My", "more": False, "items": items, "unreadable": []})


@contextlib.contextmanager
def watched_by_a_service(one):
    """(status of the old certificate as the service sees it now, where the wizard reports to)."""
    with rig.Service() as service:
        service.configure()
        service.start()
        with service.connect() as pipe:
            def status():
                report_personal(pipe, one)
                return pipe.call("get", {"thumbprint": one.old})["summary"]["status"]
            status.pipe = pipe
            yield status, f"unix:{service.socket}"


def the_old_one_is_superseded_only_after_the_proof():
    if WINE:
        return  # it is a service of this system's
    for point in ("store.acted", "store.done", "prove.begun"):
        with pc() as one, watched_by_a_service(one) as (status, connect):
            assert status() == "due"
            assert one.kill_at(point, connect), point
            assert status() == "due", f"superseded before the proof, killed at {point}"
            why = status.pipe.call("explain", {"thumbprint": one.old})
            assert why["last"]["code"] == "attempt_stored", why
            RA.fault("status", "403", op="check")
            assert one.run(connect=connect)["error"]["name"] == "NewCertificateNotAccepted"
            assert status() == "due", "superseded although the proof failed"
            RA.heal()
            assert one.run(connect=connect)["result"] == "renewed"
            assert status() == "superseded"


def a_service_that_was_away_hears_of_the_proof_later():
    if WINE:
        return
    with pc() as one, watched_by_a_service(one) as (status, connect):
        assert one.kill_at("store.done")  # nobody was told
        assert status() == "superseded", "no wizard is known: renewed by other means"
        RA.fault("status", "403", op="check")
        one.run(connect=connect)
        assert status() == "due"
        RA.heal()
        assert one.run()["result"] == "renewed"  # nobody was told
        assert status() == "due"
        assert one.run(connect=connect)["error"]["name"] == "RenewedElsewhere"
        assert status() == "superseded"


def a_lost_journal_does_not_keep_the_old_one_due_for_ever():
    if WINE:
        return
    with pc() as one, watched_by_a_service(one) as (status, connect):
        assert status() == "due"
        assert one.kill_at("store.done", connect)
        assert status() == "due"
        shutil.rmtree(one.home / "journal")
        assert one.run(connect=connect)["error"]["name"] == "RenewedElsewhere"
        assert status() == "superseded"


def the_service_is_told_of_every_attempt():
    if WINE:
        return  # it is a service of this system's
    with pc() as one, rig.Service() as service:
        service.configure()
        service.start()
        with service.connect() as pipe:
            pem = next((one.home / "store" / "personal").glob(f"{one.old}.pem")).read_text()
            der = "".join(re.search("BEGIN CERTIFICATE-----(.*)-----END", pem, flags=re.S).group(1).split())
            item = {"sha256": one.old, "der_base64": der, "has_private_key": True}
            pipe.call("report", {"source": "CurrentUser\\My", "more": False, "items": [item], "unreadable": []})
            RA.fault("problem", "403:authentication:550", op="simplereenroll")
            code, _ = one.silent("--accept-pinned-roots", connect=f"unix:{service.socket}")
            assert code == 5
            told = pipe.call("get", {"thumbprint": one.old})
            assert told["last_attempt"]["result"] == "KGN-2102" and told["last_attempt"]["ra_code"] == "550", told
            assert told["failed_attempts"] == 1, told
            RA.heal()
            code, report = one.silent("--accept-pinned-roots", "--now", connect=f"unix:{service.socket}")
            assert code == 0, report
            told = pipe.call("get", {"thumbprint": one.old})
            assert told["last_attempt"]["result"] == "ok" and told["failed_attempts"] == 0, told
            assert told["last_attempt"]["new_thumbprint"] == report["certificate"]["thumbprint_sha256"], told


def roots_go_into_the_store_that_the_profile_names():
    if WINE:
        return  # tests/e2e: Wine keeps no roots of the machine
    with pc() as one, changed_override("bank-web", lambda text: text.replace("[[root]]", "[[root]]\nstore = \"machine\"")):
        assert one.run()["result"] == "renewed"
        one.check_renewed()
        store = one.home / "store"
        assert list(store.glob("machine-roots/*.pem")) and not list(store.glob("roots/*.pem")), list(store.rglob("*.pem"))


def own_addresses():
    """IPv4 addresses of this machine that are not loopback."""
    words = subprocess.run(["hostname", "-I"], stdout=subprocess.PIPE, check=False).stdout.decode().split()
    return [word for word in words if "." in word]


def forbid(addresses):
    """The profile with a closed network: the one that this machine is in, or one that it is not."""
    def change(text):
        return text + ("\n[[preflight.forbidden_network]]\nid = \"closed\"\n"
                       "name = { ja = \"閉域網\", en = \"the closed network\" }\n"
                       f"addresses = {json.dumps(addresses)}\n")
    return change


def a_forbidden_network_is_refused_before_anything_is_sent():
    if not own_addresses():
        return  # this machine is in no network
    with pc() as one:
        with changed_override("bank-web", forbid([f"{own_addresses()[0]}/32"])):
            code, report = one.silent("--accept-pinned-roots", "--now")
            assert code == 7 and report["error"]["kgn"] == "KGN-2111", report
            assert report["error"]["args"]["network"] == "the closed network", report
            assert RA.call("requests")["counts"] == {}, "the RA was asked"
            one.check_untouched()
        with changed_override("bank-web", forbid(["203.0.113.0/24"])):
            assert one.silent("--accept-pinned-roots", "--now")[0] == 0
        one.check_renewed()


def a_command_that_failed_after_an_unattended_renewal_is_told():
    if WINE:
        return  # it is a service of this system's
    allow = lambda text: re.sub(r"^(overrides = .*\n)", r"\1unattended = true\n", text, flags=re.M)  # noqa: E731
    fails = with_commands([], ['sh -c "exit 3"'])
    with pc() as one, watched_by_a_service(one) as (status, connect), \
            changed_override("bank-web", lambda text: fails(allow(text))):
        with one.stepping() as run:
            assert run.go_to("roots.done")  # nobody is there to confirm a root
            run.die()
        assert status() == "due"
        code, report = one.silent("--unattended", "--renew", one.old, connect=connect)
        assert code == 0 and [note["name"] for note in report["notes"]] == ["CommandFailed"], report
        assert status() == "superseded"
        items = status.pipe.call("notices.list", {"unread_only": False, "limit": 100})["items"]
        assert [item["reason"]["code"] for item in items].count("notice_command_failed") == 1, items


def silent_refuses_what_does_not_fit():
    with pc("customs-filing", "TRADE001", None) as one:
        for words, text in ((["--issue"], "code9=x\n"), (["--issue"], "code1=a b\ncode2=x\n"), (["--issue"], "nonsense\n"),
                            (["--renew", "12345678"], ""), (["--nonsense"], "")):
            assert one.silent(*words, text=text)[0] == 2, (words, text)
        assert one.silent(profile="no-such-profile")[0] == 2
        one.check_untouched()


def silent_resumes_and_abandons():
    with pc() as one:
        assert one.silent("--resume") == (0, {"result": "nothing", "exit_code": 0, "jobs": []})
        assert one.kill_at("keep.done")
        code, report = one.silent("--resume", "--accept-pinned-roots")
        assert code == 0 and report["result"] == "renewed", report
        one.check_renewed()
    with pc() as one:
        assert one.kill_at("store.done")
        assert len(one.look()["certificates"]) == 2
        code, report = one.silent("--abandon")
        assert code == 0 and len(report["jobs"]) == 1, report
        one.check_untouched()


def journals_hold_no_secret():
    """Wherever a run is killed, nothing on the disk holds a code or a password."""
    for point in POINTS:
        if not LONG and POINTS.index(point) % 5 != 0:
            continue
        with pc("corporate-banking-expired", "KAISHA01", -30) as one:
            one.kill_at(point)
            for file in one.home.rglob("*"):
                if file.is_file():
                    assert PASSWORDS["KAISHA01"].encode() not in file.read_bytes(), f"{file} at {point}"


def server_makes_the_key(text):
    text = re.sub(r"^\[enroll\]\n", "[enroll]\nkey = \"server\"\n", text, flags=re.M)
    # What another made cannot go on a token, where the profile else leaves the choice.
    return re.sub(r"^\[key\]\n", "[key]\nwhere = \"user\"\n", text, flags=re.M)


def private_keys_on_disk(one):
    """Every file but those of the key store that holds a private key, as DER, hex, base64 or PEM."""
    found = []
    for file in one.home.rglob("*"):
        # What the key store holds, and the PKCS#12 files that the old ones came in, are keys.
        if not file.is_file() or file.suffix in (".p12", ".p8"):
            continue
        data = file.read_bytes()
        # The algorithm of a PrivateKeyInfo behind its version, which no certificate and no request has.
        mark = bytes.fromhex("020100300d06092a864886f70d0101010500")
        if mark in data or mark.hex().encode() in data or b"PRIVATE KEY" in data:
            found.append(file)
    return found


def keys_made_by_the_ra(points=POINTS):
    """serverkeygen: killed and cut off at every point, and in the end one certificate with the key that came with it."""
    for point in points:
        with pc() as one, changed_override("bank-web", server_makes_the_key):
            assert one.kill_at(point), f"no run comes by {point}"
            if not after_proof(point):
                one.check_not_superseded()
            assert private_keys_on_disk(one) == [], (point, private_keys_on_disk(one))
            report = one.run()
            assert report["result"] == "renewed", (point, report)
            one.check_renewed()
            assert one.run()["error"]["name"] == "RenewedElsewhere", point
        with pc() as one, changed_override("bank-web", server_makes_the_key):
            with one.stepping() as run:
                assert run.go_to(point), point
                RA.cut()
                report = run.finish()
            RA.heal()
            if report["result"] != "renewed":
                if report["aftermath"] == "nothing":
                    one.check_untouched()
                assert one.run()["result"] == "renewed", (point, report)
            one.check_renewed()


def a_key_from_the_ra_comes_in_every_wrapping():
    for wrapping in ("pkcs8", "cms", "pkcs12"):
        with pc("corporate-banking-expired", "KAISHA01", -30) as one, \
                changed_override("corporate-banking-expired", server_makes_the_key):
            RA.fault("keygen", wrapping)
            assert one.run()["result"] == "renewed", wrapping
            one.check_renewed()
            assert RA.call("requests")["counts"].get("simplereenroll", 0) == 0


def a_lost_key_is_asked_for_anew():
    with pc() as one, changed_override("bank-web", server_makes_the_key):
        RA.fault("lose_answer", op="serverkeygen", times=1)
        report = one.run()
        assert report["result"] == "failed" and report["aftermath"] == "resumable", report
        one.check_not_superseded()
        assert one.look()["keys"] == [], "a key before there is one"
        assert one.run()["result"] == "renewed"
        one.check_renewed()
        assert len(RA.issued("bank-web", "BANK0001")) == 3, "the old one, the lost one, the new one"


def a_lost_key_that_is_refused_rolls_back():
    with pc() as one, changed_override("bank-web", server_makes_the_key):
        RA.fault("reissue_same_key", "never")
        assert one.kill_at("keep.before")
        report = one.run()
        assert report["error"]["name"] == "AlreadyIssued" and report["aftermath"] == "nothing", report
        one.check_untouched()
    with pc("customs-filing", "TRADE001", None) as one, changed_override("customs-filing", server_makes_the_key):
        assert one.kill_at("keep.before")
        report = one.run()
        assert report["error"]["name"] == "AlreadyIssued" and report["aftermath"] == "nothing", report
        one.check_untouched()


def a_first_certificate_comes_with_its_key():
    with pc("customs-filing", "TRADE001", None) as one, changed_override("customs-filing", server_makes_the_key):
        assert one.run()["result"] == "issued"
        one.check_renewed()


def a_weaker_key_than_the_profile_wants_is_refused():
    def stronger(text):
        return re.sub(r"^\[key\]\n", "[key]\nrsa_bits = 3072\n", server_makes_the_key(text), flags=re.M)

    with pc() as one, changed_override("bank-web", stronger):
        report = one.run()
        assert report["error"]["name"] == "IssuedCertificateWrong" and report["error"]["args"]["check"] == "key", report
        assert report["aftermath"] == "nothing", report
        one.check_untouched()


def keys_made_by_the_ra_at_some_points():
    keys_made_by_the_ra(POINTS if LONG else ["send.leaving", "keep.begun", "keep.acted", "store.acted"])


TESTS = [*kill_tests(), *cut_tests(), killed_at_every_point_again_and_again, killed_renewal_after_expiry_resumes,
         lost_answer_is_asked_for_again, answer_cut_in_the_middle_is_asked_for_again,
         already_issued_after_a_lost_answer_rolls_back, issue_killed_after_sending_gets_its_certificate,
         wrong_code_in_a_resumed_run_keeps_the_key, refusals_leave_nothing,
         certificates_that_were_not_asked_for_are_refused, an_unreachable_ra_leaves_nothing,
         a_page_that_refuses_leaves_the_certificate_unproven, a_waiting_ra_is_asked_again_no_sooner_than_it_said,
         a_wait_that_is_too_long_is_left_for_the_next_run,
         a_bound_request_is_made_anew_for_another_connection, renewed_elsewhere_is_noticed, two_runs_do_not_meet,
         damaged_journal_is_set_aside_and_its_key_swept, roots_that_differ_are_never_installed,
         a_failing_command_before_stops_and_one_behind_is_told, commands_know_the_certificates, silent_renews_what_is_due,
         silent_takes_credentials_from_standard_input, silent_goes_unattended_only_where_it_may,
         the_service_is_told_of_every_attempt, the_old_one_is_superseded_only_after_the_proof,
         a_service_that_was_away_hears_of_the_proof_later, a_lost_journal_does_not_keep_the_old_one_due_for_ever,
         keys_made_by_the_ra_at_some_points, a_key_from_the_ra_comes_in_every_wrapping, a_lost_key_is_asked_for_anew,
         a_lost_key_that_is_refused_rolls_back, a_first_certificate_comes_with_its_key,
         a_weaker_key_than_the_profile_wants_is_refused, a_forbidden_network_is_refused_before_anything_is_sent,
         roots_go_into_the_store_that_the_profile_names, a_command_that_failed_after_an_unattended_renewal_is_told,
         silent_refuses_what_does_not_fit, silent_resumes_and_abandons,
         journals_hold_no_secret]


def main(tests, *ra_words):
    """Runs those of the tests that the command line names (or all) beside one RA and one driver that stays."""
    global RA, HANDS
    if WINE and not os.environ.get("WINEPREFIX"):
        sys.exit("--wine empties the user's certificate store: WINEPREFIX must name a prefix for it")
    home = pathlib.Path(tempfile.mkdtemp(prefix="kigen-renewal-ra-"))
    wanted = [word for word in sys.argv[1:] if not word.startswith("-")]
    if WINE:
        subprocess.run(["wineserver", "-p"], timeout=60, check=False)  # a process each step: keep its server
    RA, HANDS = Ra(home, *ra_words), Hands()
    try:
        rig.run([test for test in tests if not wanted or any(word in test.__name__ for word in wanted)])
    finally:
        RA.close()
        shutil.rmtree(home, ignore_errors=True)
        try:
            HANDS.close()  # fails where it leaked or had crashed
        finally:
            if WINE:
                subprocess.run(["wineserver", "-k"], timeout=60, check=False)


if __name__ == "__main__":
    main(TESTS)
