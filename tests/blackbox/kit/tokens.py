"""Access tokens, made as an administrator makes them."""

from .api import Api
from .process import run


def where(server):
    """The flags that lead the command to a server's rows."""
    flags = ["--state", server.state]
    if server.options.get("database"):
        flags += ["--database", server.options["database"]]
    return flags


def make_token(server, role, *more):
    return run("token", "create", "--role", role, *more, *where(server), check=0).stdout.strip()


def api_as(server, role, *more):
    """The API as the holder of a new token sees it."""
    return Api(server.api.base, make_token(server, role, *more))
