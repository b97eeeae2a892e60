"""How a row is named in a path."""

from typing import Annotated

from pydantic import Field

Id = Annotated[int, Field(ge=1, lt=2**63)]
