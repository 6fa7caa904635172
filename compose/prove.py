#!/usr/bin/env python3
"""Proves the compose stack: brings it up, creates, watches, restarts every service under load and kills some, takes it down and brings it up
again, and checks that nothing acknowledged is lost; then asks Prometheus the query of every dashboard panel.

Needs Python 3.9, Docker, and `docker compose` or `docker-compose`. Usage: compose/prove.py [--keep] [--compose COMMAND]
The stack is a project of its own (rios-prove) on free ports; --keep leaves it running; --compose names another command for Compose.
Prints a table at the end; the exit code is not 0 when anything is lost or a step fails.
"""

import argparse
import json
import shlex
import sys
import time

sys.dont_write_bytecode = True

from proof import dashboards  # noqa: E402
from proof.clients import Follower, Writer, all_deployments, deployment, raw, request  # noqa: E402
from proof.stack import Stack, Table, await_true, say  # noqa: E402

RESTARTED = ["edge-1", "edge-2", "handlers-1", "handlers-2", "projections-1", "projections-2", "balancer", "registry", "kafka"]

# Images of our own: unprivileged, on a root that cannot be written, within bounds.
OURS = ["edge-1", "edge-2", "handlers-1", "handlers-2", "projections-1", "projections-2"]

# What a Java process that is asked to end answers when it has ended in order; one that outlives its grace is killed: 137.
ORDERLY = (0, 143)

# In the midst of transactions: what is left open must end, and what was acknowledged must be there.
KILLED = ["handlers-1", "kafka"]


def verdict(missing):
    return "LOST" if missing else "ok"


class Proof:
    """One run of all steps, in order."""

    def __init__(self, stack, table):
        self.stack, self.table = stack, table
        self.created = {}
        self.lost = False

    def prove(self):
        began = time.monotonic()
        self.stack.run("build", quiet=False)
        self.table.add("build", began)
        self.up("up")
        self.token = self.stack.token()
        self.check_containers()
        self.check_balancers_answers()
        self.create_and_watch()
        for service in RESTARTED:
            self.disturb("restart", service, ["restart", service])
        for service in KILLED:
            self.disturb("kill", service, ["kill", "-s", "KILL", service], ["start", service])
        self.check("all restarts")
        self.stop()
        began = time.monotonic()
        self.stack.run("down")
        self.table.add("down", began)
        self.up("up again")
        self.token = self.stack.token()
        self.check("down and up")
        self.check_first()
        self.check_stream()
        self.check_dashboards()

    def check_containers(self):
        """Our services run without rights and within bounds."""
        for container in self.stack.containers(*OURS):
            name, config, host = container["Name"], container["Config"], container["HostConfig"]
            assert config["User"] not in ("", "0", "root"), f"{name} runs as {config['User']!r}"
            assert host["ReadonlyRootfs"], f"{name} has a root that can be written"
            assert host["Memory"] > 0 and host["PidsLimit"] > 0, f"{name} has no bounds"
            assert host["CapDrop"] == ["ALL"] and not host["Privileged"], f"{name} has capabilities"

    def stop(self):
        """Every service ends in order within its grace."""
        say("stop")
        began = time.monotonic()
        ours = [container["Id"] for container in self.stack.containers(*OURS)]
        assert len(ours) == len(OURS), f"{len(ours)} of {OURS} are there"
        self.stack.run("stop")
        for container in self.stack.inspect(ours):
            code = container["State"]["ExitCode"]
            assert code in ORDERLY, f"{container['Name']} ended with {code}"
        self.table.add("stop", began)

    def check_balancers_answers(self):
        """What does not get past the balancer is answered in the documented form."""
        for head, wanted in (
            (b"no request\r\n\r\n", (400, "invalid_request")),
            (b"GET / HTTP/1.1\r\n\r\n", (400, "invalid_request")),
            (b"GET /" + b"a" * 40_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", (414, "request_too_long")),
            (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 40_000 + b"\r\n\r\n", (431, "request_too_long")),
        ):
            status, body = raw(self.stack.url, head)
            assert (status, json.loads(body)["error"]["code"]) == wanted, f"{head[:40]!r}: {status} {body[:200]!r}"

    def is_ready(self):
        return request("GET", self.stack.url + "/health/ready")[0] == 200

    def up(self, step):
        say(step)
        began = time.monotonic()
        self.stack.run("up", "-d")
        await_true("ready", self.is_ready, 300)
        await_true("all containers are healthy", self.stack.is_healthy, 300)
        self.table.add(step, began)

    def create_and_watch(self):
        say("create and watch")
        began = time.monotonic()
        self.follower = Follower(self.stack.ports["EDGE_PORT"], self.token)
        assert self.follower.opened.wait(60), "no socket opened on /v1/stream"
        status, headers, body = request("POST", self.stack.url + "/v1/deployments", self.token, deployment("first"))
        assert status == 201, f"{status} {body!r}"
        self.first = json.loads(body)
        assert headers["Location"].endswith(self.first["id"]), headers["Location"]
        self.created["first"] = self.first["id"]
        await_true("the socket tells of it", lambda: self.first["id"] in self.follower.created, 30)
        self.table.add("create and watch", began, created=1)

    def disturb(self, what, service, *commands):
        say(f"{what} {service} while a client writes")
        began = time.monotonic()
        writer = Writer(self.stack.url, self.token, service)
        await_true(f"before the {what} of {service} writes go on", lambda: len(writer.created) >= 3)
        for command in commands:
            self.stack.run(*command)
        await_true(f"{service} is healthy again", lambda: self.stack.is_healthy(service), 240)
        seen = len(writer.created)
        await_true(f"after the {what} of {service} writes go on", lambda: len(writer.created) >= seen + 5)
        writer.stop()
        self.created.update(writer.created)
        missing = len(self.missing(60))
        slowest = f"{writer.slowest_seconds:.1f}"
        self.table.add(f"{what} {service}", began, len(writer.created), writer.repeats, slowest, missing, verdict(missing))

    def missing(self, limit_seconds):
        """Names of acknowledged deployments that are not listed, or under another id, when the limit is over."""
        deadline = time.monotonic() + limit_seconds
        while True:
            found = all_deployments(self.stack.url, self.token)
            missing = sorted(name for name, ident in self.created.items() if (found or {}).get(name) != ident)
            if not missing or time.monotonic() > deadline:
                if missing:
                    self.lost = True
                    say(f"  missing: {missing[:20]}")
                return missing
            time.sleep(0.5)

    def check(self, when):
        began = time.monotonic()
        missing = self.missing(120)
        self.table.add(f"after {when}", began, created=len(self.created), missing=len(missing), result=verdict(missing))

    def check_first(self):
        """The oldest deployment is what it was, and its name is still held."""
        status, _, body = request("GET", f"{self.stack.url}/v1/deployments/{self.first['id']}", self.token)
        assert status == 200 and json.loads(body)["created_at"] == self.first["created_at"], f"{status} {body!r}"
        status, _, body = request("POST", self.stack.url + "/v1/deployments", self.token, deployment("first"))
        assert status == 409, f"the name is not held any more: {status} {body!r}"

    def check_stream(self):
        """The socket that was opened first, and again after each end, was told of every creation and every position."""
        began = time.monotonic()
        untold = set(self.created.values())

        def all_told():
            untold.difference_update(self.follower.created)
            return not untold

        try:
            await_true("the stream tells of every creation", all_told, 90)
        except AssertionError:
            self.lost = True
        holes = self.follower.holes()
        self.lost = self.lost or bool(holes)
        self.table.add(
            f"stream, {self.follower.connections} connections",
            began,
            created=len(self.created),
            missing=len(untold) + len(holes),
            result=verdict(untold or holes),
        )
        self.follower.stopped.set()

    def check_dashboards(self):
        say("dashboards")
        began = time.monotonic()
        self.stack.run("up", "-d", "prometheus")
        writer = Writer(self.stack.url, self.token, "load")
        empty = dashboards.without_data(
            f"http://127.0.0.1:{self.stack.ports['PROMETHEUS_PORT']}",
            lambda: request("GET", self.stack.url + "/v1/deployments", self.token),
            limit_seconds=150,
        )
        writer.stop()
        for board, panel, expression in empty:
            say(f"  no data: {board} / {panel}: {expression}")
        count = len(dashboards.queries())
        self.table.add("dashboards", began, created=len(writer.created), result=f"{count - len(empty)} of {count} queries have data")
        assert not empty, f"{len(empty)} of {count} dashboard queries have no data"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keep", action="store_true", help="leave the stack running at the end")
    parser.add_argument("--compose", type=shlex.split, help="the command to run as Compose")
    arguments = parser.parse_args()
    stack, table = Stack(arguments.compose), Table()
    proof = Proof(stack, table)
    try:
        proof.prove()
    except BaseException:
        stack.show()
        table.print()
        raise
    finally:
        if not arguments.keep:
            stack.remove()
    table.print()
    if proof.lost:
        sys.exit("prove: something that was acknowledged is lost")
    say("proven: nothing acknowledged is lost")


if __name__ == "__main__":
    main()
