"""FastAPI: `install(app)`, and the visitor as a dependency: `visitor: CurrentVisitor`.

Path operations, their dependencies and background tasks may all ask for it.
"""

from typing import Annotated

from fastapi import Depends
from fastapi.requests import HTTPConnection

from sarto import Visitor, visitor
from sarto_adapters.frameworks.starlette import install

__all__ = ["CurrentVisitor", "install"]


# A coroutine, for FastAPI runs plain functions in a thread. `visitor` itself will not
# do: FastAPI would take its `request: object` for a field of the query.
async def current(connection: HTTPConnection) -> Visitor:
    """Find the visitor of this request; on a websocket it is nobody."""
    return visitor(connection)


CurrentVisitor = Annotated[Visitor, Depends(current)]
