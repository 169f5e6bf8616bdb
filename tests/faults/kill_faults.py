#!/usr/bin/env python3
"""kill -9 at random moments under writes: the database stays whole, and what was acknowledged is there."""
import base64
import hashlib
import random
import ssl
import threading
import time

import rig

ROUNDS = 200 if rig.LONG else 20


def survives_kill_under_writes():
    rng = random.Random(20261120)
    with rig.Service() as service:
        made = service.home / "made"
        ders = [ssl.PEM_cert_to_DER_cert(f.read_text()) for f in rig.certificates(made, 400)]
        watched = service.home / "watched"
        watched.mkdir()
        service.configure(watched)
        acknowledged_setting, acknowledged = "24", set()
        chosen = set()  # what was ever reported: each report holds all of it, so that nothing may ever be missing
        for turn in range(ROUNDS):
            service.start()
            with service.connect() as pipe:
                values = {v["key"]: v["value"] for v in pipe.call("settings.get")["values"]}
                assert values["check.interval_hours"] in acknowledged_setting, (turn, values, acknowledged_setting)
                found = {c["thumbprint_sha256"] for c in rig.list_all(pipe)}
                assert acknowledged <= found, (turn, len(acknowledged - found))
            stop = threading.Event()
            progress = {"setting": [values["check.interval_hours"]], "set": set(acknowledged)}

            def write():
                number = turn
                try:
                    with service.connect() as pipe:
                        while not stop.is_set():
                            number += 1
                            hours = str(number % 72 + 1)
                            progress["setting"] = [progress["setting"][-1], hours]
                            pipe.call("settings.set", {"key": "check.interval_hours", "value": hours})
                            progress["setting"] = [hours]
                            chosen.update(range((turn * 2 + number) % len(ders)))
                            pipe.call("report", {"source": "CurrentUser\\My", "more": False, "unreadable": [], "items": [
                                {"sha256": hashlib.sha256(ders[i]).hexdigest(), "has_private_key": True,
                                 "der_base64": base64.b64encode(ders[i]).decode()} for i in sorted(chosen)]})
                            progress["set"] |= {hashlib.sha256(ders[i]).hexdigest() for i in chosen}
                            target = watched / f"{number % 7}.pem"
                            target.write_bytes((made / f"{rng.choice(sorted(p.name for p in made.iterdir()))}").read_bytes())
                except (OSError, ConnectionError, rig.Refused):
                    pass

            writer = threading.Thread(target=write)
            writer.start()
            time.sleep(rng.uniform(0.0, 0.4))
            service.kill()
            stop.set()
            writer.join()
            acknowledged_setting, acknowledged = progress["setting"], progress["set"]
            assert rig.integrity(service.data / "kigen.db") == "ok", turn
        assert not list(service.data.glob("*.damaged-*"))
        service.start()
        assert service.stop() == 0
        print(f"     {ROUNDS} kills, {len(acknowledged)} certificates acknowledged")


rig.run([survives_kill_under_writes])
