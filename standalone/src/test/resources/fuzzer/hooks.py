"""What of our own rules the OpenAPI document cannot say, told to the fuzzer; and our own rule for answers of 500 and more."""

import schemathesis
from schemathesis.specs.openapi.checks import negative_data_rejection

UNKNOWN_HEADER = "x-schemathesis-unknown-property"
MAX_ENV_VALUE_BYTES = 4096


def cut_env(spec):
    """The bound of a value is in bytes; the document can count characters only."""
    env = spec.get("env")
    if isinstance(env, dict):
        for name, value in env.items():
            if isinstance(value, str):
                env[name] = value.encode()[:MAX_ENV_VALUE_BYTES].decode(errors="ignore")


@schemathesis.hook
def before_call(context, case, kwargs):
    """Good data, as far as it goes: a cursor is signed and a filter has a grammar, so none that is made up is good; a revision is
    not waited for; only a generation that there is can be observed; ids in a batch must not meet its places; its mode is said
    once; and values of env are bounded in bytes."""
    if not case.meta or case.meta.generation.mode.is_negative:
        return
    if isinstance(case.body, dict):
        for body in (case.body, case.body.get("data")):
            if isinstance(body, dict):
                body.pop("observed_generation", None)
                cut_env(body)
                if "mode" in body:
                    body.pop("atomic", None)
                for item in body.get("batch", []):
                    item.pop("id", None)
                    cut_env(item.get("body", {}))
    if not case.query:
        return
    case.query.pop("filter", None)
    case.query.pop("cursor", None)
    if "wait" in case.query:
        case.query.pop("at_revision", None)
    else:
        case.query.pop("for", None)
        case.query.pop("generation", None)


@schemathesis.check
def only_expected_server_errors(ctx, response, case):
    """No 5xx, but for a read that asks for a position which the tenant has not reached."""
    if response.status_code < 500:
        return
    error = response.json()["error"] if "error" in response.json() else response.json()
    asked = int((case.headers or {}).get("X-RiOS-Min-Position", 0))
    assert (response.status_code, error["code"]) == (503, "projection_behind"), f"{response.status_code}: {error}"
    assert asked > error["details"]["position"], f"the view is at {error['details']}, and {asked} was asked for"


@schemathesis.check
def bad_data_is_refused(ctx, response, case):
    """Headers that nobody knows are no bad data; what is too long may already be refused as an address; who does not wait for the outcome hears of a bad field from the operation, and a
    bad item of a partial batch has a result of its own."""
    headers = case.headers or {}
    taken_unseen = response.status_code == 202 and "respond-async" in str(headers.get("Prefer", ""))
    taken_unseen = taken_unseen or response.status_code == 207
    if UNKNOWN_HEADER not in headers and not taken_unseen and response.status_code != 414:
        negative_data_rejection(ctx, response, case)
