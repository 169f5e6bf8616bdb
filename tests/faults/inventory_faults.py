#!/usr/bin/env python3
"""What lies in folders: all of NIST PKITS, files that come, change and go, folders that vanish."""
import json
import pathlib
import subprocess
import time

import rig


def pkits():
    listed = subprocess.run(["dpkg", "-L", "python3-cryptography-vectors"], capture_output=True, text=True).stdout
    found = [pathlib.Path(line) for line in listed.splitlines() if "/PKITS_data/certs/" in line and line.endswith(".crt")]
    assert len(found) == 405, len(found)
    return found


def lists_every_certificate_of_pkits():
    files = pkits()
    with rig.Service() as service:
        service.configure(files[0].parent)
        service.start()
        rig.wait_for(lambda: scanned(service), 60, "the folder was scanned", service)
        with service.connect() as pipe:
            items = rig.list_all(pipe, statuses=[])
            unreadable = pipe.call("list")["unreadable"]
            named = set()
            for item in items:
                detail = pipe.call("get", {"thumbprint": item["thumbprint_sha256"]})
                named |= {pathlib.Path(p["item"]).name for p in detail["places"]}
        named |= {pathlib.Path(u["item"]).name.split("#")[0] for u in unreadable}
        missing = {f.name for f in files} - named
        assert not missing, missing
        assert all(u["error"]["kgn"] for u in unreadable)
        print(f"     {len(items)} certificates, {len(unreadable)} unreadable with reason, of {len(files)} files")
        assert service.stop() == 0


def scanned(service):
    with service.connect() as pipe:
        sources = pipe.call("status")["sources"]
    return sources and all(s["last_scan"] for s in sources)


def follows_files_that_come_change_and_go():
    with rig.Service() as service:
        made = rig.certificates(service.home / "made", 20)
        watched = service.home / "watched"
        (watched / "below").mkdir(parents=True)
        service.configure(watched)
        service.start()
        service.settled(0)
        (watched / "a.pem").write_bytes(made[0].read_bytes())
        service.settled(1)
        (watched / "below/b.pem").write_bytes(made[1].read_bytes() + made[2].read_bytes())
        service.settled(3)
        # A file written in parts is read when it is whole, or read again.
        with open(watched / "slow.pem", "wb") as file:
            data = made[3].read_bytes()
            for i in range(0, len(data), 200):
                file.write(data[i:i + 200])
                file.flush()
                time.sleep(0.02)
        service.settled(4)
        (watched / "broken.pem").write_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
        service.settled(1, "unreadable")
        (watched / "a.pem").write_bytes(made[4].read_bytes())
        service.settled(4)
        (watched / "below/b.pem").unlink()
        service.settled(2)
        (watched / "below/new").mkdir()
        (watched / "below/new/c.pem").write_bytes(made[5].read_bytes())
        service.settled(3)
        (watched / "a copy.pem").write_bytes(made[5].read_bytes())  # the same one in two places is one
        time.sleep(1.2)
        service.settled(3)
        with service.connect() as pipe:
            gone = rig.list_all(pipe, statuses=["gone"])
            assert len(gone) == 3, gone
        (watched / "broken.pem").unlink()
        service.settled(0, "unreadable")
        assert service.stop() == 0


def keeps_the_certificates_of_a_folder_that_is_away():
    with rig.Service() as service:
        watched = service.home / "watched"
        rig.certificates(watched, 10)
        service.configure(watched)
        service.start()
        service.settled(10)
        watched.rename(service.home / "elsewhere")
        with service.connect() as pipe:
            pipe.call("check.run")
            status = pipe.call("status")
            assert status["total"] == 10, status
            assert any(p["kgn"] == "KGN-1404" for p in status["problems"]), status["problems"]
        (service.home / "elsewhere").rename(watched)
        with service.connect() as pipe:
            pipe.call("check.run")
            status = pipe.call("status")
            assert status["total"] == 10 and not status["problems"], status
        rig.certificates(service.home / "made", 3, seed=9)
        for file in (service.home / "made").rglob("*.pem"):
            (watched / ("new-" + file.name)).write_bytes(file.read_bytes())
        service.settled(13)
        assert service.stop() == 0


def refuses_wrong_settings_and_profiles_and_takes_the_mended_ones():
    with rig.Service() as service:
        watched = service.home / "watched"
        rig.certificates(watched, 5)
        service.configure(watched)
        service.start()
        service.settled(5)

        def problems():
            with service.connect() as pipe:
                return {p["kgn"]: p for p in pipe.call("status")["problems"]}

        for text, code in (("[check]\ninterval_hours = 73\n", "KGN-1203"), ("[check]\ninterval = 5\n", "KGN-1201"),
                           ("[check\n", "KGN-1205"), ('[check]\ninterval_hours = "soon"\n', "KGN-1202")):
            service.configure(watched, extra=text)
            rig.wait_for(lambda: code in problems(), 15, f"{code} is told: {problems()}", service)
            found = problems()[code]
            assert found["args"]["line"] in ("1", "2"), found
            assert "kigen.toml" in found["args"]["file"], found
            with service.connect() as pipe:
                assert pipe.call("status")["interval_hours"] == 24
                assert pipe.call("status")["total"] == 5
        service.configure(watched, extra="[check]\ninterval_hours = 48\n")
        rig.wait_for(lambda: not problems(), 15, "the mended file is taken", service)
        with service.connect() as pipe:
            assert pipe.call("status")["interval_hours"] == 48
        # A file that is wrong at a start does not cost what was good before.
        service.configure(watched, extra="[check]\ninterval_hours = 4711\n")
        rig.wait_for(problems, 15, "the wrong file is told", service)
        assert service.stop() == 0
        service.start()
        with service.connect() as pipe:
            assert pipe.call("status")["interval_hours"] == 48
            assert pipe.call("status")["total"] == 5
        assert "KGN-1203" in problems()
        service.configure(watched, extra="[check]\ninterval_hours = 48\n")
        rig.wait_for(lambda: not problems(), 15, "the mended file is taken", service)
        profile = service.data / "profiles/mine.toml"
        profile.write_text("id = \"mine\"\n[window]\ndays_before = 0\n")
        rig.wait_for(lambda: any(code.startswith("KGN-13") for code in problems()), 15, "the profile is refused", service)
        with service.connect() as pipe:
            assert len(pipe.call("profiles")["profiles"]) == 5
        profile.unlink()
        rig.wait_for(lambda: not problems(), 15, "all is well again", service)
        assert service.stop() == 0


def answers_through_kigenctl():
    with rig.Service() as service:
        watched = service.home / "watched"
        rig.certificates(watched, 200)
        service.configure(watched)
        service.start()
        service.settled(200)

        def ctl(*words):
            return subprocess.run([str(rig.BIN / "kigenctl"), "--connect", f"unix:{service.socket}", *words],
                                  capture_output=True, text=True, timeout=60)
        due = json.loads(ctl("list", "--due-within", "28d", "--json").stdout)
        expected = pathlib.Path(str(watched) + ".answer").read_text().split()
        assert sorted(c["thumbprint_sha256"] for c in due) == sorted(expected), (len(due), len(expected))
        wanted = {"thumbprint_sha256", "subject", "issuer", "serial", "not_before", "not_after", "status", "days_left",
                  "profile", "source", "owner"}
        assert all(wanted <= set(c) for c in due)
        explained = ctl("explain", due[0]["thumbprint_sha256"])
        assert explained.returncode == 0 and explained.stdout.strip(), explained
        assert ctl("explain", "00" * 32).returncode == 5
        assert ctl("interval", "73").returncode != 0
        assert "1..72" in ctl("interval", "73").stderr or "1" in ctl("interval", "73").stderr
        assert ctl("interval", "3").returncode == 0
        assert json.loads(ctl("status", "--json").stdout)["interval_hours"] == 3
        assert service.stop() == 0
        assert ctl("status").returncode == 3


rig.run([lists_every_certificate_of_pkits, follows_files_that_come_change_and_go,
         keeps_the_certificates_of_a_folder_that_is_away, refuses_wrong_settings_and_profiles_and_takes_the_mended_ones,
         answers_through_kigenctl])
