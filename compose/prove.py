#!/usr/bin/env python3
"""Proves the compose stack: brings it up, creates, watches, restarts every service under load, takes it down and brings it up
again, and checks that nothing acknowledged is lost; then asks Prometheus the query of every dashboard panel.

Needs Python 3.9, Docker, and `docker compose` or `docker-compose`. Usage: compose/prove.py [--keep]
The stack is a project of its own (rios-prove) on free ports; --keep leaves it running.
"""

import argparse
import base64
import json
import os
import pathlib
import shutil
import socket
import struct
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
PROJECT = "rios-prove"
RESTARTED = ["edge-1", "edge-2", "handlers-1", "handlers-2", "projections-1", "projections-2", "balancer", "registry", "kafka"]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Compose:
    """The stack, through whichever Compose there is."""

    def __init__(self):
        if subprocess.run(["docker", "compose", "version"], capture_output=True).returncode == 0:
            self.command = ["docker", "compose"]
        elif shutil.which("docker-compose"):
            self.command = ["docker-compose"]
        else:
            sys.exit("prove: neither 'docker compose' nor 'docker-compose' is here")
        self.ports = {name: free_port() for name in ("EDGE_PORT", "KAFKA_PORT", "REGISTRY_PORT", "PROMETHEUS_PORT", "GRAFANA_PORT")}
        self.environment = {
            **os.environ,
            **{name: str(port) for name, port in self.ports.items()},
            "COMPOSE_PROJECT_NAME": PROJECT,
            "COMPOSE_FILE": str(HERE / "compose.yaml"),
        }
        self.url = f"http://127.0.0.1:{self.ports['EDGE_PORT']}"

    def run(self, *args, quiet=True):
        result = subprocess.run(self.command + list(args), env=self.environment, cwd=HERE, text=True, capture_output=quiet)
        if result.returncode != 0:
            raise AssertionError(f"compose {' '.join(args)} failed:\n{result.stdout or ''}{result.stderr or ''}")
        return result.stdout or ""


def request(method, url, token=None, body=None, headers=None, timeout=40):
    """Status, headers and body of one request; status 0 when there was no answer."""
    data = None if body is None else json.dumps(body).encode()
    all_headers = {"Content-Type": "application/json", **(headers or {})}
    if token:
        all_headers["Authorization"] = "Bearer " + token
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data, all_headers, method=method), timeout=timeout) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.headers, refusal.read()
    except (OSError, ConnectionError) as failure:
        return 0, {}, str(failure).encode()


def await_true(what, condition, limit=180):
    deadline = time.monotonic() + limit
    while True:
        if condition():
            return
        if time.monotonic() > deadline:
            raise AssertionError(f"{what}: not within {limit} s")
        time.sleep(0.5)


def deployment(name):
    return {"name": name, "image": "registry.example.com/app:1", "resources": {"cpu": 1, "memory": 256}}


class Watch:
    """A WebSocket on /v1/stream; collects the messages."""

    def __init__(self, port, token):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            f"GET /v1/stream HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\nAuthorization: Bearer {token}\r\n\r\n".encode()
        )
        self.input = self.socket.makefile("rb")
        status = self.input.readline().decode().strip()
        assert " 101 " in status + " ", f"upgrade refused: {status}"
        while self.input.readline() not in (b"\r\n", b""):
            pass
        self.messages = []
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        try:
            while True:
                first, second = self.input.read(2)
                length = second & 0x7F
                if length == 126:
                    (length,) = struct.unpack("!H", self.input.read(2))
                elif length == 127:
                    (length,) = struct.unpack("!Q", self.input.read(8))
                payload = self.input.read(length)
                opcode = first & 0x0F
                if opcode == 1:
                    self.messages.append(json.loads(payload))
                elif opcode == 9:
                    mask = os.urandom(4)
                    masked = bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))
                    self.socket.sendall(bytes([0x8A, 0x80 | length]) + mask + masked)
                elif opcode == 8:
                    return
        except (OSError, ValueError):
            return  # the connection ended

    def saw(self, deployment_id):
        return any(message.get("deployment_id") == deployment_id for message in self.messages)


class Writer:
    """Creates deployments one after another, each under its own key and repeated until it is answered."""

    def __init__(self, url, token, prefix):
        self.url, self.token, self.prefix = url, token, prefix
        self.created = {}
        self.repeats = 0
        self.slowest = 0.0
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=self.write, daemon=True)
        self.thread.start()

    def write(self):
        number = 0
        while not self.stopped.is_set():
            number += 1
            name = f"{self.prefix}-{number}"
            began = time.monotonic()
            while not self.stopped.is_set():
                status, _, body = request(
                    "POST", self.url + "/v1/deployments", self.token, deployment(name), {"Idempotency-Key": name}, timeout=20
                )
                if status == 201:
                    self.created[name] = json.loads(body)["id"]
                    break
                if status not in (0, 409, 429, 500, 503, 504):
                    raise AssertionError(f"create {name}: {status} {body!r}")
                self.repeats += 1
                time.sleep(0.3)
            self.slowest = max(self.slowest, time.monotonic() - began)
            time.sleep(0.05)

    def stop(self):
        self.stopped.set()
        self.thread.join(60)


def all_deployments(url, token):
    """Ids by name, through every page."""
    found, cursor = {}, None
    while True:
        query = "?limit=200" + ("&cursor=" + urllib.parse.quote(cursor) if cursor else "")
        status, _, body = request("GET", url + "/v1/deployments" + query, token)
        if status != 200:
            return None
        page = json.loads(body)
        found.update({item["name"]: item["id"] for item in page["items"]})
        cursor = page.get("nextCursor")
        if not cursor:
            return found


def check_nothing_lost(url, token, created, when):
    def complete():
        found = all_deployments(url, token)
        return found is not None and all(found.get(name) == ident for name, ident in created.items())

    await_true(f"{when}: all {len(created)} acknowledged deployments are listed", complete, 120)
    say(f"  {when}: all {len(created)} acknowledged deployments are there")


def say(text):
    print(f"[{time.strftime('%H:%M:%S')}] {text}", flush=True)


def up(compose, *extra):
    began = time.monotonic()
    compose.run(*extra, "up", "-d")
    await_true("ready", lambda: request("GET", compose.url + "/health/ready")[0] == 200)
    say(f"  up and ready after {time.monotonic() - began:.0f} s")


def token_of(compose):
    return compose.run("run", "--rm", "-T", "rios", "token", "--data", "/data").strip().splitlines()[-1].strip()


def restart_each(compose, token, created):
    for service in RESTARTED:
        writer = Writer(compose.url, token, service)
        time.sleep(1)
        began = time.monotonic()
        compose.run("restart", service)
        restarted = time.monotonic() - began
        seen = len(writer.created)
        await_true(f"{service}: writes go on", lambda: len(writer.created) >= seen + 5)
        writer.stop()
        created.update(writer.created)
        say(
            f"  restart {service}: {restarted:.0f} s; {len(writer.created)} created meanwhile, {writer.repeats} repeats,"
            f" slowest {writer.slowest:.1f} s"
        )
        await_true("ready", lambda: request("GET", compose.url + "/health/ready")[0] == 200)


def check_dashboards(compose, token):
    compose.run("up", "-d", "prometheus")
    base = f"http://127.0.0.1:{compose.ports['PROMETHEUS_PORT']}"
    writer = Writer(compose.url, token, "load")
    boards = sorted((HERE / "grafana" / "dashboards").glob("*.json"))
    panels = [
        (board["title"], panel["title"], target["expr"])
        for board in (json.loads(path.read_text()) for path in boards)
        for panel in board["panels"]
        for target in panel["targets"]
    ]
    assert panels, "no dashboards"

    def has_data(expression):
        status, _, body = request("GET", base + "/api/v1/query?query=" + urllib.parse.quote(expression))
        if status != 200:
            if status not in (0, 503):
                raise AssertionError(f"Prometheus refuses {expression}: {status} {body!r}")
            return False
        result = json.loads(body)["data"]["result"]
        return any(sample["value"][1] != "NaN" for sample in result)

    deadline = time.monotonic() + 120
    empty = panels
    while empty and time.monotonic() < deadline:
        request("GET", compose.url + "/v1/deployments", token)
        empty = [panel for panel in empty if not has_data(panel[2])]
        time.sleep(1)
    writer.stop()
    for board, title, expression in empty:
        say(f"  no data: {board} / {title}: {expression}")
    assert not empty, f"{len(empty)} of {len(panels)} panel queries have no data"
    say(f"  all {len(panels)} queries of {len(boards)} dashboards have data")


def prove(compose):
    say("build")
    compose.run("build", quiet=False)
    say("up")
    up(compose)
    token = token_of(compose)

    say("create and watch")
    watch = Watch(compose.ports["EDGE_PORT"], token)
    status, headers, body = request("POST", compose.url + "/v1/deployments", token, deployment("first"))
    assert status == 201, f"{status} {body!r}"
    first = json.loads(body)
    assert headers["Location"].endswith(first["id"])
    created = {"first": first["id"]}
    await_true("the socket tells of it", lambda: watch.saw(first["id"]), 30)
    say(f"  {watch.messages[0]}")
    check_nothing_lost(compose.url, token, created, "created")

    say("restart each service while clients write")
    restart_each(compose, token, created)
    check_nothing_lost(compose.url, token, created, "after the restarts")

    say("down and up again")
    compose.run("down")
    up(compose)
    token = token_of(compose)
    check_nothing_lost(compose.url, token, created, "after down and up")
    status, _, body = request("GET", f"{compose.url}/v1/deployments/{first['id']}", token)
    assert status == 200 and json.loads(body)["created_at"] == first["created_at"], f"{status} {body!r}"
    status, _, body = request("POST", compose.url + "/v1/deployments", token, deployment("first"))
    assert status == 409, f"the name is held: {status} {body!r}"

    say("dashboards")
    check_dashboards(compose, token)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keep", action="store_true", help="leave the stack running at the end")
    keep = parser.parse_args().keep
    compose = Compose()
    try:
        prove(compose)
        say("proven")
    except BaseException:
        failed = compose.environment | {}
        subprocess.run(compose.command + ["ps"], env=failed, cwd=HERE)
        subprocess.run(compose.command + ["logs", "--tail", "40"], env=failed, cwd=HERE)
        raise
    finally:
        if not keep:
            subprocess.run(compose.command + ["down", "-v", "--remove-orphans"], env=compose.environment, cwd=HERE, capture_output=True)


if __name__ == "__main__":
    main()
