#!/usr/bin/env python3
"""Hostile clients: whatever one does, only its own connection suffers and others are answered as usual."""
import concurrent.futures
import json
import os
import socket
import struct
import time

import rig


def offend(service, payload=None, raw=None, expect=None, hello=True):
    """Sends something bad; the service answers with `expect` (a KGN code) if it can, and closes this connection."""
    with service.connect(hello=hello, limit=15) as pipe:
        if payload is not None:
            pipe.send_frame(payload)
        if raw is not None:
            pipe.send_raw(raw)
        if expect:
            message = pipe.read_frame()
            assert message["error"]["data"]["kgn"] == expect, message
        return pipe.is_closed()


def still_answers(service):
    with service.connect() as pipe:
        assert pipe.call("status")["state"] in ("fine", "due", "expired")


def in_service(test):
    def wrapped():
        with rig.Service() as service:
            service.start()
            test(service)
            still_answers(service)
            assert service.stop() == 0, service.text()
    wrapped.__name__ = test.__name__
    return wrapped


@in_service
def refuses_an_oversized_frame(service):
    assert offend(service, raw=struct.pack("<I", rig.MIB + 1), expect="KGN-1508")
    assert offend(service, raw=struct.pack("<I", 0xFFFFFFFF), expect="KGN-1508")


@in_service
def ends_a_frame_that_never_comes(service):
    with service.connect(limit=15) as pipe:
        pipe.send_raw(struct.pack("<I", 100) + b'{"jsonrpc"')
        started = time.monotonic()
        assert pipe.is_closed()
        assert time.monotonic() - started < 10


@in_service
def survives_deep_nesting(service):
    for text in (b"[" * 10000 + b"]" * 10000, b'{"a":' * 10000 + b"1" + b"}" * 10000, b"[" * 500000):
        assert offend(service, payload=text)
    assert offend(service, payload=b"[" * 10000 + b"]" * 10000, hello=False)


@in_service
def refuses_what_is_no_utf8_and_no_json(service):
    for text in (b'{"jsonrpc":"2.0","id":1,"method":"\xff\xfe"}', b"\x00" * 64, b"GET / HTTP/1.1\r\n\r\n", b"", b"42", b'"x"'):
        assert offend(service, payload=text), text


@in_service
def answers_an_unknown_method_and_goes_on(service):
    with service.connect() as pipe:
        for method in ("nonsense", "settings", "hello", "List"):
            try:
                pipe.call(method)
                raise AssertionError("was accepted")
            except rig.Refused as refused:
                assert refused.kgn in ("KGN-1504", "KGN-1502"), refused
                assert refused.error["code"] in (-32601, -32600), refused
        assert pipe.call("status")["total"] == 0
    for method in ("", "x" * 5000):
        with service.connect() as pipe:
            pipe.send(method)
            assert pipe.read_frame()["error"]["data"]["kgn"] in ("KGN-1502", "KGN-1504")


@in_service
def refuses_wrong_parameters_by_name(service):
    with service.connect() as pipe:
        for method, params in (("list", {"limit": "many"}), ("list", {"limit": 10**30}), ("explain", {}),
                               ("explain", {"thumbprint": 7}), ("snooze", {"thumbprints": "x"}),
                               ("snooze", {"thumbprints": ["zz"], "until": "1h"}), ("snooze", {"thumbprints": [], "until": "never"}),
                               ("report", {"items": [{"sha256": "00"}]}), ("report", {"source": "LocalMachine\\My", "items": []}),
                               ("notices.read", {"ids": ["a"]}), ("settings.set", {"key": "check.interval_hours"})):
            try:
                answer = pipe.call(method, params)
                raise AssertionError(f"{method} {params} gave {answer}")
            except rig.Refused as refused:
                assert refused.kgn in ("KGN-1505", "KGN-1502"), (method, params, refused)
        assert pipe.call("status")["total"] == 0


@in_service
def refuses_another_version_and_a_missing_hello(service):
    with service.connect(hello=False) as pipe:
        pipe.send("hello", {"protocol": 99, "client": "test", "version": "0"})
        message = pipe.read_frame()
        assert message["error"]["data"]["kgn"] == "KGN-1503", message
        assert pipe.is_closed()
    with service.connect(hello=False) as pipe:
        pipe.send("status")
        assert "error" in pipe.read_frame()
        assert pipe.is_closed()


@in_service
def refuses_settings_out_of_range(service):
    with service.connect() as pipe:
        for value in ("0", "73", "-1", "abc", "1.5", "", "999999999999999999999"):
            try:
                pipe.call("settings.set", {"key": "check.interval_hours", "value": value})
                raise AssertionError(value)
            except rig.Refused as refused:
                assert refused.kgn in ("KGN-1202", "KGN-1203"), refused
                assert refused.error["data"]["args"]["allowed"] == "1..72", refused
        values = {v["key"]: v["value"] for v in pipe.call("settings.get")["values"]}
        assert values["check.interval_hours"] == "24"
        assert pipe.call("settings.set", {"key": "check.interval_hours", "value": "72"})["value"] == "72"


def as_user(uid, action):
    """Runs `action` in a child process of another user; its result comes back as JSON."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(read)
            os.setgroups([])
            os.setgid(uid)
            os.setuid(uid)
            os.write(write, json.dumps(action()).encode())
            code = 0
        except BaseException as error:  # noqa: BLE001
            os.write(write, json.dumps({"failed": repr(error)}).encode())
        os._exit(code)
    os.close(write)
    with os.fdopen(read) as stream:
        result = json.loads(stream.read() or "null")
    _, status = os.waitpid(child, 0)
    assert status == 0, result
    return result


def latencies(service, seconds):
    times, end = [], time.monotonic() + seconds
    with service.connect() as pipe:
        while time.monotonic() < end:
            started = time.monotonic()
            pipe.call("status")
            times.append(time.monotonic() - started)
    times.sort()
    return times


@in_service
def serves_others_while_one_user_takes_all_it_can(service):
    """200 connections, floods and readers that never read, from another user than the one that is served."""
    os.chmod(service.home, 0o755)

    def offender():
        held, refused = [], 0
        for _ in range(200):
            try:
                pipe = rig.Pipe(service.socket, limit=2)
                held.append(pipe)
            except (OSError, ConnectionError, rig.Refused):
                refused += 1
        end = time.monotonic() + 4
        request = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "settings.get", "params": {}}).encode()
        flood = (struct.pack("<I", len(request)) + request) * 200
        sent = 0
        for pipe in held:
            pipe.socket.setblocking(False)
        while time.monotonic() < end:
            for pipe in held:
                try:
                    sent += pipe.socket.send(flood)
                except (BlockingIOError, ConnectionError, OSError):
                    pass
        return {"held": len(held), "refused": refused, "sent": sent}

    quiet = latencies(service, 1.0)
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        attack = pool.submit(as_user, 65534, offender)
        time.sleep(1.0)
        loud = latencies(service, 2.0)
        outcome = attack.result()
    assert outcome["held"] <= 16, outcome
    assert outcome["refused"] >= 184, outcome
    assert outcome["sent"] > 0, outcome
    median_quiet, median_loud = quiet[len(quiet) // 2], loud[len(loud) // 2]
    print(f"     median {median_quiet * 1e6:.0f} µs alone, {median_loud * 1e6:.0f} µs beside the flood, "
          f"slowest {loud[-1] * 1e3:.1f} ms, {len(loud)} answers")
    assert loud[-1] < 1.0, loud[-1]


@in_service
def keeps_users_apart(service):
    """Reports are their connection's user's, whatever they say; nobody sees or changes another's."""
    os.chmod(service.home, 0o755)
    folder = service.home / "made"
    import base64
    import hashlib
    import ssl
    ders = [ssl.PEM_cert_to_DER_cert(f.read_text()) for f in rig.certificates(folder, 4)]

    def item(der, with_der=True, key=True):
        entry = {"sha256": hashlib.sha256(der).hexdigest(), "has_private_key": key, "der_base64": ""}
        if with_der:
            entry["der_base64"] = base64.b64encode(der).decode()
        return entry

    def report(items, owner=None):
        def action():
            with rig.Pipe(service.socket) as pipe:
                params = {"source": "CurrentUser\\My", "items": items, "more": False, "unreadable": []}
                if owner:
                    params["owner"] = owner
                need = pipe.call("report", params)
                return [need, pipe.call("list", {"statuses": []})["items"], pipe.greeting]
        return action

    first = as_user(3001, report([item(ders[0]), item(ders[1])]))
    assert len(first[1]) == 2 and not first[2]["administrator"], first
    # The hash alone of somebody else's certificate gives nothing away.
    second = as_user(3002, report([item(ders[0], with_der=False), item(ders[2])], owner="uid:3001"))
    assert second[0]["need"] == [hashlib.sha256(ders[0]).hexdigest()], second[0]
    assert [c["thumbprint_sha256"] for c in second[1]] == [hashlib.sha256(ders[2]).hexdigest()], second[1]
    # An empty report of the second user takes nothing from the first.
    as_user(3002, report([]))
    again = as_user(3001, lambda: rig.Pipe(service.socket).call("list", {"statuses": []})["items"])
    assert {c["status"] for c in again} & {"gone"} == set() and len(again) == 2, again

    def peek():
        with rig.Pipe(service.socket) as pipe:
            try:
                pipe.call("explain", {"thumbprint": hashlib.sha256(ders[0]).hexdigest()})
                return "seen"
            except rig.Refused as refused:
                return refused.kgn
    assert as_user(3002, peek) == "KGN-1009"

    def forbidden():
        with rig.Pipe(service.socket) as pipe:
            try:
                pipe.call("settings.set", {"key": "log.level", "value": "debug"})
                return "set"
            except rig.Refused as refused:
                return refused.kgn
    assert as_user(3002, forbidden) == "KGN-1206"
    # An administrator sees both users'.
    with service.connect() as pipe:
        assert len(pipe.call("list", {"statuses": []})["items"]) >= 2


rig.run([refuses_an_oversized_frame, ends_a_frame_that_never_comes, survives_deep_nesting,
         refuses_what_is_no_utf8_and_no_json, answers_an_unknown_method_and_goes_on, refuses_wrong_parameters_by_name,
         refuses_another_version_and_a_missing_hello, refuses_settings_out_of_range,
         serves_others_while_one_user_takes_all_it_can, keeps_users_apart])
