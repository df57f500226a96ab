"""/docs and /openapi.json, complete enough to work from, and without a request to another host."""

from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.openapi.utils import get_openapi

from multitrainer import __version__
from multitrainer.api.observing import ID_HEADER
from multitrainer.schemas.problems import Problem

TITLE = "multitrainer"
SUMMARY = """\
Courses and batches with several trainers.

**Ids** are 24 hexadecimal digits. **Errors** are problem documents (RFC 9457) with a stable `code`. Fields and
parameters that are not described here are refused, never ignored, and so is a parameter that comes twice. Spaces around
a name are no part of it.

Every resource has an **ETag**; send it as `If-Match` with a write, which is refused with 412 if the resource has
changed since. A **POST** with an `Idempotency-Key` may be repeated for 24 hours and is carried out once; one that is
refused with 400, 404, 412 or 422 has not used its key up. **Lists** come in pages: pass `next` as `cursor` until it is
null.

**Sign in** with `POST /api/auth/token` and send the access token as `Authorization: Bearer …`; machines send a key as
`X-API-Key`. Where tokens and keys are given out, no `Idempotency-Key` is taken: such answers are kept nowhere.

Answers carry the old format (`instructor`) beside the new one (`trainers`); a body that knows only `instructor` means
the lead or the primary. Where an institute is **moved over** from the one to the other, its values are shown as
MongoDB's extended JSON (relaxed), because an id is not its text there.
"""
REQUEST_ID = {
    "description": "The id under which the log tells of this request: the one that was sent, or a new one.",
    "required": True,
    "schema": {"type": "string"},
}
TOKEN_URL, REFRESH_URL = "/api/auth/token", "/api/auth/refresh"
OPEN = {TOKEN_URL, REFRESH_URL}
WAYS_IN = {
    "signIn": {
        "type": "oauth2",
        "description": "People: e-mail address and password. Leave the client's id and secret empty.",
        "flows": {"password": {"tokenUrl": TOKEN_URL, "refreshUrl": REFRESH_URL, "scopes": {}}},
    },
    "apiKey": {"type": "apiKey", "in": "header", "name": "X-API-Key", "description": "Machines."},
}


def install(app: FastAPI) -> None:
    """Serve the description of an app's routes, and the page that shows it."""
    app.openapi = lambda: _described(app)  # type: ignore[method-assign]  # FastAPI's own way of replacing it
    app.add_api_route("/docs", _page, include_in_schema=False)


async def _page(request: Request) -> Response:
    """Show Swagger UI from our own assets."""
    return get_swagger_ui_html(
        openapi_url="/openapi.json",
        title=f"{TITLE} API",
        swagger_js_url="/assets/swagger-ui/swagger-ui-bundle.js",
        swagger_css_url="/assets/swagger-ui/swagger-ui.css",
        swagger_favicon_url="/assets/swagger-ui/favicon-32x32.png",
        swagger_ui_parameters={"docExpansion": "none"},  # to draw all operations takes a browser many seconds
    )


def _described(app: FastAPI) -> dict[str, Any]:
    if app.openapi_schema is None:
        schema = get_openapi(title=TITLE, version=__version__, description=SUMMARY, routes=app.routes)
        template = "#/components/schemas/{model}"
        problem = Problem.model_json_schema(ref_template=template)
        schema["components"]["schemas"] |= {**problem.pop("$defs", {}), Problem.__name__: problem}
        schema["components"]["securitySchemes"] = WAYS_IN
        for path, operation in ((path, o) for path, item in schema["paths"].items() for o in item.values()):
            _complete(operation, schema["components"]["schemas"])
            if path.startswith("/api/") and path not in OPEN:
                operation["security"] = [{name: []} for name in WAYS_IN]
        app.openapi_schema = schema
    return app.openapi_schema


def _complete(operation: dict[str, Any], schemas: dict[str, Any]) -> None:
    """Every answer has a request id; and every example of a body is shown, named after the fields that it has."""
    for answer in operation["responses"].values():
        answer.setdefault("headers", {})[ID_HEADER] = REQUEST_ID
    (content,) = operation.get("requestBody", {}).get("content", {"": {}}).values()
    if "$ref" in content.get("schema", {}):  # a file has no fields
        schema = schemas[content["schema"]["$ref"].rpartition("/")[2]]
        examples = ({name: e[name] for name in schema["properties"] if name in e} for e in schema["examples"])
        content["examples"] = {", ".join(example): {"value": example} for example in examples}
