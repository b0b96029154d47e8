"""What a reader may ask for in an address: read into one model, whose fields are the parameters in the document."""

from typing import Any, Generic, TypeVar

from fastapi import Request
from pydantic import BaseModel, ValidationError

from engine.domain.rejections import Invalid

Model = TypeVar("Model", bound=BaseModel)


class Asked(Generic[Model]):
    """Reads addresses into one model. `lists`: its fields that may be named several times."""

    def __init__(self, model: type[Model], lists: tuple[str, ...] = ()):
        self._model, self._lists = model, lists

    def read(self, request: Request) -> Model:
        """Raises Invalid with what was expected of which parameter."""
        given = request.query_params
        values: dict[str, Any] = dict(given)
        values |= {name: given.getlist(name) for name in self._lists if name in given}
        try:
            return self._model.model_validate(values)
        except ValidationError as error:
            pairs = tuple((".".join(map(str, each["loc"])), each["msg"]) for each in error.errors())
            words = "; ".join(f"{where}: {what}" for where, what in pairs)
            raise Invalid(f"Expected another address: {words}", pairs) from error

    def parameters(self) -> list[dict[str, Any]]:
        """As OpenAPI writes them."""
        fields = self._model.model_json_schema()["properties"].items()
        return [{"name": name, "in": "query", "required": False, "schema": schema} for name, schema in fields]
