"""The OpenAPI 3.1 description of the API; a test holds every answer against it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from reports.scorecard.parts import Level

Json = dict[str, Any]

TEXT: Json = {"type": "string"}
MAYBE_TEXT: Json = {"type": ["string", "null"]}
WHOLE: Json = {"type": "integer"}
SCORE: Json = {"type": "string", "pattern": r"^\d+(\.\d+)?$"}
MAYBE_SCORE: Json = {**SCORE, "type": ["string", "null"]}
MAYBE_GAP: Json = {"type": ["string", "null"], "pattern": r"^-?\d+(\.\d+)?$"}
UUID: Json = {"type": "string", "format": "uuid"}


def document() -> Json:
    """Return the whole description in the language of whoever asks."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": _("Hive: results of a bank"),
            "version": "1",
            "description": _(
                "A bank’s own results, to be read only. Scores are decimal strings; a figure that"
                " is not told is null and says why beside it."
            ),
        },
        "servers": [{"url": "/api/v1"}],
        "security": [{"key": []}],
        "paths": {
            "/openapi.json": {"get": _description()},
            "/cycles": {"get": _operation("cycles", _("The cycles with results"), "Cycles")},
            "/results/{id}": {
                "get": {
                    **_operation("result", _("One result down to the questions"), "Result"),
                    "parameters": [
                        {"name": "id", "in": "path", "required": True, "schema": UUID},
                        {
                            "name": "group",
                            "in": "query",
                            "required": False,
                            "schema": TEXT,
                            "description": _("The code of a group above the bank’s own."),
                        },
                    ],
                }
            },
        },
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "schemas": schemas(),
        },
    }


def schemas() -> Json:
    """Return what the answers are made of; every object names all it holds."""
    bank = _object(code=TEXT, name=TEXT)
    return {
        "Cycles": _object(bank=bank, cycles=_list(_ref("Cycle"))),
        "Cycle": _object(
            id=UUID, year=WHOLE, status=TEXT, edition=TEXT, score=MAYBE_SCORE,
            band=_or_null("Band"), results=TEXT,
        ),
        "Band": _object(number=WHOLE, name=TEXT),
        "Result": _object(
            id=UUID, language={"enum": ["zh-Hans", "en"]}, bank=bank, year=WHOLE, cycle=TEXT,
            status=TEXT, edition=TEXT, edition_note=TEXT, snapshot=TEXT, revision=MAYBE_TEXT,
            groups=_list(_object(code=TEXT, name=TEXT, is_chosen={"type": "boolean"})),
            score=_ref("Node"), ratios=_list(_ref("Ratio")), regulation=_list(_ref("Regulation")),
            notes=_list(_object(title=TEXT, sentences=_list(TEXT))),
        ),
        "Node": _object(
            code=MAYBE_TEXT, name=TEXT, level={"enum": [level.value for level in Level]},
            score=MAYBE_SCORE, band=_or_null("Band"), weight=MAYBE_SCORE, how=MAYBE_TEXT,
            left_out=MAYBE_TEXT, peers=_or_null("Peers"), no_peers=MAYBE_TEXT, gap=MAYBE_GAP,
            peers_by_band={"oneOf": [_list(_ref("BandShare")), {"type": "null"}]},
            parts=_list(_ref("Node")),
        ),
        "BandShare": _object(first_band=WHOLE, last_band=WHOLE, banks=WHOLE),
        "Peers": _object(
            banks={"type": "integer", "minimum": 10}, mean=SCORE, lower_quartile=SCORE,
            median=SCORE, upper_quartile=SCORE,
        ),
        "Ratio": _object(
            code=TEXT, question=TEXT, own=TEXT, own_band=TEXT,
            peers={"oneOf": [_object(lower_quartile=TEXT, median=TEXT, upper_quartile=TEXT),
                             {"type": "null"}]},
            no_peers=MAYBE_TEXT,
        ),
        "Regulation": _object(
            name=TEXT, note=MAYBE_TEXT,
            articles=_list(
                _object(number=WHOLE, title=TEXT, score=MAYBE_SCORE, band=TEXT, questions=TEXT)
            ),
        ),
        "Problem": _object(type=TEXT, title=TEXT, status=WHOLE, detail=TEXT),
    }  # fmt: skip


def _operation(name: str, summary: str, schema: str) -> Json:
    refusals = {
        "401": _("No valid key"),
        "403": _("The person of the key has no role any more that sees results"),
        "404": _("Nothing there for this bank"),
        "405": _("Only reading is possible"),
        "429": _("Too many calls"),
    }
    problem = {"application/problem+json": {"schema": _ref("Problem")}}
    told = {status: {"description": text, "content": problem} for status, text in refusals.items()}
    found = {"description": summary, "content": {"application/json": {"schema": _ref(schema)}}}
    return {"operationId": name, "summary": summary, "responses": {"200": found, **told}}


def _description() -> Json:
    found = {"description": _("This document"), "content": {"application/json": {"schema": {}}}}
    return {
        "operationId": "openapi",
        "summary": _("This document"),
        "security": [],
        "responses": {"200": found},
    }


def _object(**properties: Json) -> Json:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: Json) -> Json:
    return {"type": "array", "items": items}


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _or_null(name: str) -> Json:
    return {"oneOf": [_ref(name), {"type": "null"}]}
