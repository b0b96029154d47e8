"""Ids in paths: below 2**53, so that a browser's numbers hold them."""

from typing import Annotated

from fastapi import Path

Id = Annotated[int, Path(gt=0, lt=2**53)]
