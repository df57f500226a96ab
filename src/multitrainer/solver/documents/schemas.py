"""The JSON schemas of problem and solution, for programs that write or read them."""

from typing import Any

from pydantic import BaseModel

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(document: type[BaseModel]) -> dict[str, Any]:
    """The JSON schema of a document."""
    return {"$schema": DIALECT, **document.model_json_schema(by_alias=True)}
