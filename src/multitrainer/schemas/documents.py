"""Parts of a body that are written as in a problem document of the solver."""

from functools import cache
from typing import Any

from pydantic import GetCoreSchemaHandler, TypeAdapter
from pydantic_core import CoreSchema, PydanticSerializationError, core_schema, to_json


class AsDocument:
    """The value is read as JSON by the rules of solver documents, which don't take a number in quotes for one.

    What is wrong in it is named by its place in the body.
    """

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        @cache
        def adapter() -> TypeAdapter[Any]:
            return TypeAdapter(source)

        def read(value: Any) -> Any:
            try:
                text = to_json(value, by_alias=True, inf_nan_mode="constants")
            except PydanticSerializationError:
                raise ValueError("has a text with half a character in it") from None
            return adapter().validate_json(text)

        return core_schema.no_info_before_validator_function(read, handler(source))
