"""What of our own rules the OpenAPI document cannot say, told to the fuzzer; and our own rule for answers of 500 and more."""

import schemathesis
from schemathesis.specs.openapi.checks import negative_data_rejection

UNKNOWN_HEADER = "x-schemathesis-unknown-property"


@schemathesis.hook
def before_call(context, case, kwargs):
    """Good data, as far as it goes: a cursor is signed, so none that is made up is good; a revision is not waited for."""
    if not case.meta or case.meta.generation.mode.is_negative or not case.query:
        return
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
    """Headers that nobody knows are no bad data; and who does not wait for the outcome hears of a bad field from the operation."""
    headers = case.headers or {}
    taken_unseen = response.status_code == 202 and "respond-async" in str(headers.get("Prefer", ""))
    if UNKNOWN_HEADER not in headers and not taken_unseen:
        negative_data_rejection(ctx, response, case)
