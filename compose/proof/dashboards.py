"""Asks Prometheus the query of every dashboard panel."""

import json
import pathlib
import time
import urllib.parse

from proof.clients import request

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "grafana" / "dashboards"


def queries():
    """Board, panel and expression of every query."""
    boards = [json.loads(path.read_text()) for path in sorted(FOLDER.glob("*.json"))]
    found = [
        (board["title"], panel["title"], target["expr"])
        for board in boards
        for panel in board["panels"]
        for target in panel["targets"]
    ]
    assert found, f"no dashboards in {FOLDER}"
    return found


def has_data(prometheus, expression):
    """Whether the expression has a number now; a query that is refused fails."""
    status, _, body = request("GET", prometheus + "/api/v1/query?query=" + urllib.parse.quote(expression))
    if status in (0, 503):
        return False
    if status != 200:
        raise AssertionError(f"Prometheus refuses {expression}: {status} {body!r}")
    return any(sample["value"][1] != "NaN" for sample in json.loads(body)["data"]["result"])


def without_data(prometheus, traffic, limit_seconds):
    """The queries that stay without data while the traffic, a function, goes on."""
    deadline = time.monotonic() + limit_seconds
    empty = queries()
    while empty and time.monotonic() < deadline:
        traffic()
        empty = [query for query in empty if not has_data(prometheus, query[2])]
        time.sleep(1)
    return empty
