"""The compose stack as a project of its own, and a table of what was seen."""

import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent.parent
PROJECT = "rios-prove"
PORTS = ("EDGE_PORT", "KAFKA_PORT", "REGISTRY_PORT", "PROMETHEUS_PORT", "GRAFANA_PORT")


def say(text):
    print(f"[{time.strftime('%H:%M:%S')}] {text}", flush=True)


def await_true(what, condition, limit_seconds=180):
    """Asks until the condition holds; fails, naming it, when the limit is over."""
    deadline = time.monotonic() + limit_seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"{what}: not within {limit_seconds} s")
        time.sleep(0.5)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def found_compose():
    """The command of Compose v2 or, where there is none, of docker-compose 1.29."""
    if subprocess.run(["docker", "compose", "version"], capture_output=True).returncode == 0:
        return ["docker", "compose"]
    if shutil.which("docker-compose"):
        return ["docker-compose"]
    sys.exit("prove: neither 'docker compose' nor 'docker-compose' is here")


class Stack:
    """The stack, through whichever Compose there is, on free ports and with volumes of its own."""

    def __init__(self, command=None):
        self.command = command or found_compose()
        self.ports = {name: free_port() for name in PORTS}
        self.environment = {
            **os.environ,
            **{name: str(port) for name, port in self.ports.items()},
            "COMPOSE_PROJECT_NAME": PROJECT,
            "COMPOSE_FILE": str(HERE / "compose.yaml"),
        }
        self.url = f"http://127.0.0.1:{self.ports['EDGE_PORT']}"

    def run(self, *args, quiet=True):
        """Runs compose; what it printed. Fails with that when compose does."""
        result = subprocess.run(self.command + list(args), env=self.environment, cwd=HERE, text=True, capture_output=quiet)
        if result.returncode != 0:
            raise AssertionError(f"compose {' '.join(args)} failed:\n{result.stdout or ''}{result.stderr or ''}")
        return result.stdout or ""

    def token(self):
        return self.run("run", "--rm", "-T", "rios", "token", "--data", "/data").strip().splitlines()[-1].strip()

    def containers(self, *services):
        """What the engine says of each container: a list of its inspections."""
        return self.inspect(self.run("ps", "-q", *services).split())

    def inspect(self, ids):
        """The same of containers by their ids, also of stopped ones."""
        told = subprocess.run(["docker", "inspect", *ids], env=self.environment, text=True, capture_output=True)
        return json.loads(told.stdout or "[]")

    def is_healthy(self, *services):
        found = self.containers(*services)
        states = [container["State"] for container in found if "Health" in container["State"]]
        return bool(states) and all(state["Health"]["Status"] == "healthy" for state in states)

    def show(self):
        """Prints what helps to see why something failed."""
        for args in (["ps"], ["logs", "--tail", "40"]):
            subprocess.run(self.command + args, env=self.environment, cwd=HERE)

    def remove(self):
        subprocess.run(
            self.command + ["--profile", "observability", "down", "-v", "--remove-orphans"],
            env=self.environment,
            cwd=HERE,
            capture_output=True,
        )


class Table:
    """The steps and what each showed."""

    HEAD = ("step", "seconds", "created", "repeats", "slowest s", "missing", "result")

    def __init__(self):
        self.rows = []

    def add(self, step, began, created="", repeats="", slowest="", missing="", result="ok"):
        row = (step, f"{time.monotonic() - began:.0f}", created, repeats, slowest, missing, result)
        self.rows.append(tuple(str(cell) for cell in row))
        say("  " + "; ".join(f"{head} {cell}" for head, cell in zip(self.HEAD, self.rows[-1]) if cell))

    def print(self):
        rows = [self.HEAD, *self.rows]
        widths = [max(len(row[column]) for row in rows) for column in range(len(self.HEAD))]
        print()
        for row in rows:
            cells = [cell.rjust(width) if 0 < column < 6 else cell.ljust(width) for column, (cell, width) in enumerate(zip(row, widths))]
            print("  ".join(cells).rstrip(), flush=True)
        print()
