"""Access tokens, made as an administrator makes them: by `lectern token create`."""

from .api import Api
from .process import run


def where(server):
    """The flags with which a command uses the database of this server."""
    flags = ["--state", server.state]
    if server.options.get("database"):
        flags += ["--database", server.options["database"]]
    return flags


def make_token(server, role, *more):
    return run("token", "create", "--role", role, *more, *where(server), check=0).stdout.strip()


def api_as(server, role, *more):
    """The API with a new token of this role."""
    return Api(server.api.base, make_token(server, role, *more))
