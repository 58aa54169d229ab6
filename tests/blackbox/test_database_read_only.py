"""PostgreSQL refuses writes for a while: by its database, by its role, or as a standby. Reading goes on, writes get 503,
and they come back without a restart."""

import subprocess

import pytest

from kit.api import assert_problem
from kit.waiting import wait_until


@pytest.fixture(scope="module")
def database_kind():
    return "postgresql"


def psql(url, *commands):
    words = [word for command in commands for word in ("-c", command)]
    subprocess.run(["psql", "-q", "-v", "ON_ERROR_STOP=1", "-c", "SET ROLE NONE", "-c", "SET default_transaction_read_only = off", *words, url],
                   check=True, capture_output=True, text=True)


def end_sessions(url):
    """Ends all other sessions, so that the next ones begin with the new defaults."""
    psql(url, "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE datname = current_database() "
              "AND pid <> pg_backend_pid()")


@pytest.mark.parametrize("subject, setting", [("DATABASE", "default_transaction_read_only = on"),
                                              ("ROLE", "default_transaction_read_only = on"),
                                              ("ROLE", "role = nobody_much")])
def test_an_episode(start_server, postgres_cluster, subject, setting):
    server = start_server()
    url = server.options["database"]
    name = subprocess.run(["psql", "-Atc", "SELECT current_database()", url], check=True, capture_output=True,
                          text=True).stdout.strip()
    changed = f"DATABASE {name}" if subject == "DATABASE" else f"ROLE postgres IN DATABASE {name}"
    psql(url, "DROP ROLE IF EXISTS nobody_much", "CREATE ROLE nobody_much")
    upload = server.api.ok("POST", "/api/v1/uploads", status=201, data=b"bytes")["id"]
    psql(url, f"ALTER {changed} SET {setting}")
    end_sessions(url)
    try:
        for _ in range(4):
            assert_problem(server.api.call("POST", "/api/v1/uploads", data=b"bytes"), 503)
        if "read_only" in setting:
            assert server.api.ok("GET", f"/api/v1/uploads/{upload}")["complete"]
    finally:
        psql(url, f"ALTER {changed} RESET ALL")
    for _ in range(8):  # whichever sessions of the pool answer
        server.api.ok("POST", "/api/v1/uploads", status=201, data=b"bytes")
    wait_until(lambda: server.api.get("/readyz").status_code == 200, "the server to be ready")
