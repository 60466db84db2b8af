"""The description of the open data as OpenAPI 3.1, made from the declarations."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from conglang.portal.api.declared import OPERATIONS, ROOT, SCHEMAS, Operation, Parameter

VERSION = "1.0.0"
_PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
_NUMBER = {"schema": {"type": "integer"}}


def document(base: str, owner: str) -> dict[str, Any]:
    """The whole description for the site at `base`."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": _("Open data of %(name)s") % {"name": owner},
            "version": VERSION,
            "description": _(
                "Read only. Answers without parameters are stored and not counted; others are counted by "
                "the minute. Items that are not free are given with title, summary and link only."
            ),
        },
        "servers": [{"url": f"{base}{ROOT.rstrip('/')}"}],
        "security": [{}, {"key": []}],
        "paths": {f"/{operation.path}": {"get": _operation(operation)} for operation in OPERATIONS},
        "components": {
            "schemas": dict(SCHEMAS),
            "responses": _refusals(),
            "headers": _headers(),
            "securitySchemes": {
                "key": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": _("A key that the unit gave, for those who ask more often"),
                }
            },
        },
    }


def _operation(operation: Operation) -> dict[str, Any]:
    answer = {"schema": {"$ref": f"#/components/schemas/{operation.answer}"}}
    refused = {"400": "Misunderstood", "401": "WrongKey", "429": "TooMany"}
    if "{" in operation.path:
        refused["404"] = "NotThere"
    return {
        "operationId": operation.name,
        "summary": str(operation.summary),
        "parameters": [*_in_path(operation), *map(_in_query, operation.parameters)],
        "responses": {
            "200": {
                "description": str(operation.summary),
                "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in _headers()},
                "content": {"application/json": answer},
            },
            **{status: {"$ref": f"#/components/responses/{name}"} for status, name in refused.items()},
        },
    }


def _in_path(operation: Operation) -> list[dict[str, Any]]:
    if "{uid}" not in operation.path:
        return []
    schema = {"type": "string", "format": "uuid"}
    return [{"name": "uid", "in": "path", "required": True, "schema": schema}]


def _in_query(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.is_required,
        "description": str(parameter.about),
        "schema": dict(parameter.schema),
    }


def _refusals() -> dict[str, Any]:
    later = {"Retry-After": {"description": _("Seconds to wait"), **_NUMBER}}
    return {
        "Misunderstood": {"description": _("A parameter makes no sense"), "content": _PROBLEM},
        "WrongKey": {"description": _("The key is unknown, over or taken back"), "content": _PROBLEM},
        "NotThere": {"description": _("There is nothing public here."), "content": _PROBLEM},
        "TooMany": {
            "description": _("Too many requests in this minute"),
            "headers": later,
            "content": _PROBLEM,
        },
    }


def _headers() -> dict[str, Any]:
    usual = _("Requests allowed in a minute; without a key %(number)s") % {"number": settings.API_PER_MINUTE}
    return {
        "RateLimit-Limit": {"description": usual, **_NUMBER},
        "RateLimit-Remaining": {"description": _("Requests left in this minute"), **_NUMBER},
        "RateLimit-Reset": {"description": _("Seconds until the next minute"), **_NUMBER},
    }
