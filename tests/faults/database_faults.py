#!/usr/bin/env python3
"""A damaged, full, read-only or newer database: each is told, nothing is silent, the inventory comes back."""
import os
import pathlib
import random
import shutil
import sqlite3
import subprocess

import rig

CUTS = 50 if rig.LONG else 6
FLIPS = 100 if rig.LONG else 10
COUNT = 300


class Prepared:
    """A data folder as a day of work leaves it: a database with a backup, a setting, a folder source."""

    def __init__(self):
        self.service = rig.Service()
        self.folder = self.service.home / "certificates"
        rig.certificates(self.folder, COUNT)
        self.service.configure(self.folder)
        self.service.start()
        self.service.settled(COUNT)
        with self.service.connect() as pipe:
            pipe.call("settings.set", {"key": "check.interval_hours", "value": "7"})
            pipe.call("check.run")
        rig.wait_for(lambda: list((self.service.data / "backup").glob("kigen-*.db")), 30, "a backup", self.service)
        assert self.service.stop() == 0
        # The first backup of the day came before the setting: take the state of the evening as the newest.
        for old in (self.service.data / "backup").glob("kigen-*.db"):
            old.unlink()
        self.service.start()
        with self.service.connect() as pipe:
            pipe.call("check.run")
        rig.wait_for(lambda: list((self.service.data / "backup").glob("kigen-*.db")), 30, "a backup", self.service)
        assert self.service.stop() == 0
        self.snapshot = self.service.home / "snapshot"
        shutil.copytree(self.service.data, self.snapshot)

    def fresh(self):
        shutil.rmtree(self.service.data)
        shutil.copytree(self.snapshot, self.service.data)
        self.service.log.unlink(missing_ok=True)
        return self.service

    def close(self):
        self.service.remove()


def told(service):
    """What says that the database was set aside: problems of the status, a notice, the log, the event log."""
    with service.connect() as pipe:
        status = pipe.call("status")
        notices = pipe.call("notices.list", {"limit": 50})["items"]
    return {
        "status": any(p["kgn"] == "KGN-1106" for p in status["problems"]),
        "notice": any(n["reason"]["args"].get("kgn") == "KGN-1106" for n in notices),
        "log": "KGN-1106" in service.logged(),
        "event": "DatabaseSetAside" in service.text() or "KGN-1106" in service.text(),
        "file": bool(list(service.data.glob("kigen.db.damaged-*"))),
    }


def rebuilt(service, what):
    service.settled(COUNT)
    signs = told(service)
    assert all(signs.values()), (what, signs, service.text()[-2000:])
    with service.connect() as pipe:
        values = {v["key"]: v["value"] for v in pipe.call("settings.get")["values"]}
    assert values["check.interval_hours"] == "7", (what, "the setting came back from the backup")
    assert service.stop() == 0
    assert rig.integrity(service.data / "kigen.db") == "ok"


def with_prepared(test):
    def wrapped():
        prepared = Prepared()
        try:
            test(prepared)
        finally:
            prepared.close()
    wrapped.__name__ = test.__name__
    return wrapped


@with_prepared
def rebuilds_what_was_destroyed(prepared):
    def garbage(path):
        path.write_bytes(random.Random(1).randbytes(200_000))

    def emptied(path):
        path.write_bytes(b"")

    def cut_short(path):
        os.truncate(path, 40)

    def text(path):
        path.write_text("this is no database\n" * 1000)

    for harm in (garbage, emptied, cut_short, text):
        service = prepared.fresh()
        harm(service.data / "kigen.db")
        service.start()
        rebuilt(service, harm.__name__)


@with_prepared
def rebuilds_what_was_cut_at_random_points(prepared):
    rng = random.Random(2)
    size = (prepared.snapshot / "kigen.db").stat().st_size
    for _ in range(CUTS):
        service = prepared.fresh()
        point = rng.randrange(41, size - 1)
        os.truncate(service.data / "kigen.db", point)
        service.start()
        rebuilt(service, f"cut at {point} of {size}")


@with_prepared
def never_hides_flipped_bits(prepared):
    """A flipped bit either is damage, then it is told; or it changed no structure, then the check found it whole."""
    rng = random.Random(3)
    noticed = 0
    for _ in range(FLIPS):
        service = prepared.fresh()
        database = service.data / "kigen.db"
        data = bytearray(database.read_bytes())
        for _ in range(20):
            position = rng.randrange(len(data))
            data[position] ^= 1 << rng.randrange(8)
        database.write_bytes(data)
        try:
            whole = rig.integrity(database) == "ok"
        except sqlite3.DatabaseError:
            whole = False
        service.start()
        service.settled(COUNT)
        if not whole:
            rig.wait_for(lambda: all(told(service).values()), 20, f"damage is told: {told(service)}", service)
            noticed += 1
        assert service.stop() == 0, service.text()
        assert rig.integrity(service.data / "kigen.db") == "ok"
    print(f"     {noticed} of {FLIPS} files with 20 flipped bits each were damaged, and told")
    assert noticed > 0


@with_prepared
def goes_on_without_its_wal(prepared):
    service = prepared.fresh()
    service.start()
    with service.connect() as pipe:
        pipe.call("settings.set", {"key": "check.interval_hours", "value": "9"})
    service.kill()
    for part in ("kigen.db-wal", "kigen.db-shm"):
        (service.data / part).unlink(missing_ok=True)
    service.start()
    service.settled(COUNT)
    with service.connect() as pipe:
        value = {v["key"]: v["value"] for v in pipe.call("settings.get")["values"]}["check.interval_hours"]
    # Without the WAL the last writes are gone with it; the file before them is whole.
    assert value in ("7", "9"), value
    assert service.stop() == 0
    assert rig.integrity(service.data / "kigen.db") == "ok"


@with_prepared
def leaves_a_newer_database_untouched(prepared):
    service = prepared.fresh()
    database = service.data / "kigen.db"
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA user_version = 9999")
    connection.close()
    before = {p.name: p.read_bytes() for p in service.data.glob("kigen.db*")}
    service.start(wait=False)
    assert service.process.wait(20) == 1
    assert "KGN-1102" in service.text(), service.text()
    after = {p.name: p.read_bytes() for p in service.data.glob("kigen.db*")}
    assert after == before


def says_that_a_read_only_database_cannot_be_used():
    """As another user than root, whom no permission stops."""
    with rig.Service(prefix=["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]) as service:
        subprocess.run(["chown", "-R", "65534:65534", str(service.home)], check=True)
        os.chmod(service.home, 0o755)
        service.start()
        assert service.stop() == 0
        for path in [service.data, *service.data.glob("kigen.db*")]:
            os.chown(path, 0, 0)
            os.chmod(path, 0o755 if path.is_dir() else 0o644)
        before = (service.data / "kigen.db").read_bytes()
        service.start(wait=False)
        assert service.process.wait(20) == 1, service.text()
        assert "KGN-1103" in service.text() or "KGN-1604" in service.text(), service.text()
        assert (service.data / "kigen.db").read_bytes() == before


def lives_on_a_full_disk_and_recovers():
    home = pathlib.Path(rig.tempfile.mkdtemp(prefix="kigen-full-"))
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=10m", "tmpfs", str(home)], check=True)
    try:
        service = rig.Service(folder=home)
        outside = pathlib.Path(rig.tempfile.mkdtemp(prefix="kigen-full-certs-"))
        rig.certificates(outside, 50)
        service.configure(outside)
        service.start()
        service.settled(50)
        filler = home / "filler"
        try:
            with open(filler, "wb", buffering=0) as file:
                while True:
                    file.write(b"\0" * 4096)
        except OSError:
            pass  # full
        refused = None
        with service.connect() as pipe:
            for hours in range(1, 73):
                try:
                    pipe.call("settings.set", {"key": "check.interval_hours", "value": str(hours)})
                except rig.Refused as error:
                    refused = error
                    break
            assert refused is not None and refused.kgn == "KGN-1004", refused
            assert len(rig.list_all(pipe)) == 50  # reading goes on
            problems = {p["kgn"] for p in pipe.call("status")["problems"]}
            assert "KGN-1004" in problems, problems
        filler.unlink(missing_ok=True)
        with service.connect() as pipe:
            assert pipe.call("settings.set", {"key": "check.interval_hours", "value": "5"})["value"] == "5"
            pipe.call("check.run")
            problems = {p["kgn"] for p in pipe.call("status")["problems"]}
            assert "KGN-1004" not in problems, problems
        assert service.stop() == 0
        assert rig.integrity(service.data / "kigen.db") == "ok"
        shutil.rmtree(outside)
    finally:
        if service.process and service.process.poll() is None:
            service.kill()
        subprocess.run(["umount", str(home)], check=True)
        home.rmdir()


rig.run([rebuilds_what_was_destroyed, rebuilds_what_was_cut_at_random_points, never_hides_flipped_bits,
         goes_on_without_its_wal, leaves_a_newer_database_untouched, says_that_a_read_only_database_cannot_be_used,
         lives_on_a_full_disk_and_recovers])
