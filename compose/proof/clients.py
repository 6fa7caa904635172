"""Clients of the stack: requests, a writer that repeats until it is answered, and a follower of /v1/stream."""

import base64
import json
import os
import socket
import struct
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

# What says "not now": the client repeats the request under the same key. 409 is the key of a request that is under way.
REPEATABLE = (0, 409, 429, 503, 504)


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
    except OSError as failure:
        return 0, {}, str(failure).encode()


def raw(url, head):
    """Status and body of one request as it is written here, with the connection's end behind it."""
    where = urllib.parse.urlsplit(url)
    with socket.create_connection((where.hostname, where.port), timeout=10) as connection:
        connection.sendall(head)
        connection.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    lines, _, body = answer.partition(b"\r\n\r\n")
    return int(lines.split(b" ", 2)[1]), body


def deployment(name):
    return {"name": name, "image": "registry.example.com/app:1", "resources": {"cpu": 1, "memory": 256}}


def all_deployments(url, token):
    """Ids by name, through every page; None when a page is not to be had now."""
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


class Writer:
    """Creates deployments one after another, each under its own key and repeated until it is answered."""

    def __init__(self, url, token, prefix):
        self.url, self.token, self.prefix = url, token, prefix
        self.created = {}
        self.repeats = 0
        self.slowest_seconds = 0.0
        self.failure = None
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=self.write, daemon=True)
        self.thread.start()

    def write(self):
        number = 0
        while not self.stopped.is_set() and not self.failure:
            number += 1
            began = time.monotonic()
            self.create(f"{self.prefix}-{number}")
            self.slowest_seconds = max(self.slowest_seconds, time.monotonic() - began)
            self.stopped.wait(0.05)

    def create(self, name):
        while not self.stopped.is_set():
            status, _, body = request(
                "POST", self.url + "/v1/deployments", self.token, deployment(name), {"Idempotency-Key": name}, timeout=20
            )
            if status == 201:
                self.created[name] = json.loads(body)["id"]
                return
            if status not in REPEATABLE:
                self.failure = f"create {name}: {status} {body!r}"
                return
            self.repeats += 1
            self.stopped.wait(0.3)

    def stop(self):
        self.stopped.set()
        self.thread.join(60)
        if self.failure:
            raise AssertionError(self.failure)


class Follower:
    """Follows /v1/stream; connects again after its last cursor when a connection ends. Keeps what it was told by position."""

    def __init__(self, port, token):
        self.port, self.token = port, token
        self.told = {}
        self.created = set()
        self.connections = 0
        self.cursor = None
        self.stopped = threading.Event()
        self.opened = threading.Event()
        threading.Thread(target=self.follow, daemon=True).start()

    def follow(self):
        while not self.stopped.is_set():
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=75) as connection:
                    self.read(connection)
            except (OSError, ValueError, struct.error):
                pass  # the connection ended or never was: the next one goes on after the last cursor
            self.stopped.wait(0.5)

    def read(self, connection):
        query = "?cursor=" + urllib.parse.quote(self.cursor) if self.cursor else ""
        key = base64.b64encode(os.urandom(16)).decode()
        connection.sendall(
            f"GET /v1/stream{query} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\nAuthorization: Bearer {self.token}\r\n\r\n".encode()
        )
        stream = connection.makefile("rb")
        if b" 101 " not in stream.readline():
            return
        while stream.readline() not in (b"\r\n", b""):
            pass
        self.connections += 1
        self.opened.set()
        while not self.stopped.is_set():
            opcode, payload = frame(stream)
            if opcode == 1:
                self.take(json.loads(payload))
            elif opcode == 9:
                mask = os.urandom(4)
                masked = bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))
                connection.sendall(bytes([0x8A, 0x80 | len(payload)]) + mask + masked)
            elif opcode == 8:
                return

    def take(self, message):
        self.told[message["position"]] = message
        if message["event"] == "created":
            self.created.add(message["deployment_id"])
        self.cursor = message["cursor"]

    def holes(self):
        """Positions between the first and the last that was told which were not told."""
        return [] if not self.told else sorted(set(range(min(self.told), max(self.told) + 1)) - set(self.told))


def frame(stream):
    """The opcode and payload of the next frame from a server; ValueError at the end."""
    head = stream.read(2)
    if len(head) < 2:
        raise ValueError("the connection ended")
    length = head[1] & 0x7F
    if length == 126:
        (length,) = struct.unpack("!H", stream.read(2))
    elif length == 127:
        (length,) = struct.unpack("!Q", stream.read(8))
    return head[0] & 0x0F, stream.read(length)
