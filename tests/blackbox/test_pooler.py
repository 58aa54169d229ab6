"""PostgreSQL behind pgbouncer: session pooling works like PostgreSQL itself, other pooling is refused at the start."""

import subprocess

import pytest

from kit.pgbouncer import PgBouncer
from kit.process import run
from kit.waiting import wait_until


def psql(url, command):
    return subprocess.run(["psql", "-Atc", command, url], check=True, capture_output=True, text=True).stdout


@pytest.fixture
def database(postgres_cluster):
    """A database whose defaults would lose acknowledged commits."""
    url = postgres_cluster.new_database()
    name = psql(url, "SELECT current_database()").strip()
    psql(url, f"ALTER DATABASE {name} SET synchronous_commit = off")
    return url


def serve(tmp_path, url):
    return run("serve", "--port", "0", "--state", tmp_path / "state", "--database", url)


@pytest.fixture
def pgbouncer(postgres_cluster):
    """With session pooling. A test names it before `start_server`, so that it ends after the servers."""
    with PgBouncer(postgres_cluster) as own:
        yield own


def test_session_pooling(pgbouncer, start_server, database, tiny, tmp_path):
    server = start_server(database=pgbouncer.url(database))
    lecture = server.api.finish(server.api.upload(tiny))
    clip = server.api.plan(lecture, (1, 3))[0]
    server.api.cut(clip["id"], mode="fast")
    assert psql(database, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'") == "1\n"

    done = run("serve", "--port", "0", "--state", tmp_path / "other", "--database", pgbouncer.url(database))
    assert done.returncode > 0 and "another server uses this database" in done.stderr
    server.kill()  # pgbouncer notices it, so that the next server gets the lock
    server.start()
    assert server.api.results(lecture)["job_status"] == "Finished"


def test_commits_are_durable_whatever_the_pooler_does(pgbouncer, start_server, database):
    """A change of the pooler's configuration lets it share its sessions while the server runs; a new one has the
    database's defaults. A trigger notes how each session commits."""
    server = start_server(database=pgbouncer.url(database))
    psql(database, """
        CREATE TABLE commits (how TEXT);
        CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN INSERT INTO commits VALUES (current_setting('synchronous_commit')); RETURN NEW; END $$;
        CREATE TRIGGER note AFTER INSERT ON uploads FOR EACH ROW EXECUTE FUNCTION note()""")
    server.api.ok("POST", "/api/v1/uploads", status=201, data=b"bytes")
    pgbouncer.change(pool_mode="transaction")
    pgbouncer.admin("RECONNECT")
    wait_until(lambda: server.api.call("POST", "/api/v1/uploads", data=b"bytes").status_code == 201,
               "an upload to be stored")
    assert set(psql(database, "SELECT how FROM commits").split()) == {"on"}
    pgbouncer.change(pool_mode="session")
    server.stop()


@pytest.mark.parametrize("pool_mode", ["transaction", "statement"])
@pytest.mark.parametrize("pool_size", [1, 5])
def test_other_pooling_is_refused(postgres_cluster, database, tmp_path, pool_mode, pool_size):
    with PgBouncer(postgres_cluster, pool_mode=pool_mode, pool_size=pool_size) as pgbouncer:
        done = serve(tmp_path, pgbouncer.url(database))
    assert done.returncode == 1
    assert "pool_mode = session" in done.stderr and done.stderr.count("\n") == 1, done.stderr
    assert psql(database, "SELECT count(*) FROM pg_class WHERE relname = 'lectures'") == "0\n", "nothing was changed"


def test_other_pooling_is_found_beside_other_programs(postgres_cluster, database, tmp_path):
    """Whichever session the pooler lends next."""
    with PgBouncer(postgres_cluster, pool_mode="transaction", pool_size=5) as pgbouncer:
        others = [subprocess.Popen(["psql", "-q", pgbouncer.url(database)], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                   text=True) for _ in range(3)]
        for other in others:
            other.stdin.write("SELECT 1;\n")
            other.stdin.flush()
        done = serve(tmp_path, pgbouncer.url(database))
        for other in others:
            other.stdin.close()
            assert other.wait(20) == 0
    assert done.returncode == 1 and "pool_mode = session" in done.stderr, done.stderr


def test_a_pool_that_is_too_small_is_said(postgres_cluster, database, tmp_path):
    with PgBouncer(postgres_cluster, pool_size=1) as pgbouncer:
        done = serve(tmp_path, pgbouncer.url(database))
    assert done.returncode == 1 and "default_pool_size" in done.stderr, done.stderr
