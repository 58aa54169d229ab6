"""Lectern's create_session, written in the usual way with Flask: psycopg2 or sqlite3, one transaction.

    flask_app.py DATABASE    DATABASE: postgresql://... or an SQLite file; must be empty

Makes the tables, prints its port, and serves with one synchronous worker of gunicorn. The tables have the columns and
indexes of Lectern's tables. Committed data is on the disk.
"""

import os
import re
import socket
import sqlite3
import sys
import time
import uuid

import flask
import psycopg2
from psycopg2.extras import execute_values

CHOSEN_ID = re.compile(r"(?!\.\.?$)[A-Za-z0-9._-]{1,64}")
LISTS = {"ids": True, "names": True, "batch_names": True, "topic_names": False, "lecture_urls": False}
MOST, LONGEST = 1000, 500
TABLES = """
CREATE TABLE clients (id TEXT PRIMARY KEY, name TEXT, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL);
CREATE INDEX clients_by_created_at ON clients (created_at, id);
CREATE TABLE batches (id {number}, client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    session_id TEXT NOT NULL, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, UNIQUE (client_id, session_id));
CREATE TABLE download_tasks (id TEXT PRIMARY KEY, batch_id BIGINT NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
    client_id TEXT NOT NULL, position BIGINT NOT NULL, source_id TEXT NOT NULL, name TEXT NOT NULL,
    batch_name TEXT NOT NULL, topic_name TEXT, lecture_url TEXT, file_name TEXT, file_plain TEXT, file_number BIGINT,
    created_at BIGINT NOT NULL, UNIQUE (batch_id, position), UNIQUE (batch_id, file_name));
CREATE INDEX download_tasks_by_plain ON download_tasks (batch_id, file_plain, file_number);
"""
UPSERT_CLIENT = ("INSERT INTO clients (id, name, created_at, updated_at) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE "
                 "SET name = coalesce(excluded.name, clients.name), updated_at = excluded.updated_at")
UPSERT_BATCH = ("INSERT INTO batches (client_id, session_id, created_at, updated_at) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (client_id, session_id) DO UPDATE SET updated_at = excluded.updated_at RETURNING id")
LAST_POSITION = "SELECT coalesce(max(position), 0) FROM download_tasks WHERE batch_id = ?"
INSERT_TASKS = ("INSERT INTO download_tasks (id, batch_id, client_id, position, source_id, name, batch_name, topic_name, "
                "lecture_url, created_at) VALUES ")
TASKS = ("SELECT t.id, t.source_id, t.name, t.batch_name, t.topic_name, t.lecture_url FROM download_tasks t JOIN batches b "
         "ON b.id = t.batch_id WHERE b.client_id = ? AND b.session_id = ? ORDER BY t.position")


class Postgres:
    def __init__(self, address):
        self.connection = psycopg2.connect(address)

    def make_tables(self):
        with self.connection, self.connection.cursor() as cursor:
            cursor.execute(TABLES.format(number="BIGSERIAL PRIMARY KEY"))

    def transaction(self):
        return self.connection

    def query(self, sql, values):
        with self.connection.cursor() as cursor:
            cursor.execute(sql.replace("?", "%s"), values)
            return cursor.fetchall() if cursor.description else []

    def insert_tasks(self, rows):
        with self.connection.cursor() as cursor:
            execute_values(cursor, INSERT_TASKS + "%s", rows, page_size=MOST)


class Sqlite:
    def __init__(self, file):
        self.connection = sqlite3.connect(file)
        self.connection.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;")

    def make_tables(self):
        self.connection.executescript(TABLES.format(number="INTEGER PRIMARY KEY AUTOINCREMENT"))

    def transaction(self):
        return self.connection

    def query(self, sql, values):
        return self.connection.execute(sql, values).fetchall()

    def insert_tasks(self, rows):
        self.connection.executemany(INSERT_TASKS + "(" + ", ".join("?" * 10) + ")", rows)


def open_database(address):
    return Postgres(address) if address.startswith("postgresql:") else Sqlite(address)


def trimmed(value):
    return value.strip() if isinstance(value, str) else value


def read_lists(body):
    """Returns the trimmed lists, and their mistakes by field."""
    errors, lists = {}, {}
    for field, required in LISTS.items():
        values = body.get(field)
        if values is None:
            if required:
                errors[field] = ["is missing"]
            continue
        if not isinstance(values, list) or not 1 <= len(values) <= MOST:
            errors[field] = [f"must be a list of 1 to {MOST}"]
            continue
        lists[field] = [trimmed(value) for value in values]
        for n, value in enumerate(lists[field]):
            if not (isinstance(value, str) and 1 <= len(value) <= LONGEST or value is None and not required):
                errors[f"{field}.{n}"] = [f"must be a text of 1 to {LONGEST} characters"]
    for field, values in lists.items():
        if "ids" in lists and len(values) != len(lists["ids"]):
            errors[field] = ["must be as long as ids"]
    return lists, errors


app = flask.Flask(__name__)


def database():
    """The connection of this worker; its first request opens it."""
    if "database" not in app.extensions:
        app.extensions["database"] = open_database(os.environ["BENCH_DATABASE"])
    return app.extensions["database"]


@app.post("/api/client/<client_id>/<session_id>/create_session")
def create_session(client_id, session_id):
    body = flask.request.get_json()
    lists, errors = read_lists(body)
    for field, value in (("client_id", client_id), ("session_id", session_id)):
        if not CHOSEN_ID.fullmatch(value):
            errors[field] = ["must be 1 to 64 of A-Z a-z 0-9 . _ -"]
    if errors:
        return {"title": "Bad Request", "status": 400, "errors": errors}, 400
    count = len(lists["ids"])
    nothing = [None] * count
    ids = [str(uuid.uuid4()) for _ in range(count)]
    now = int(time.time() * 1000)
    store = database()
    with store.transaction():
        store.query(UPSERT_CLIENT, (client_id, body.get("client_name"), now, now))
        (batch,), = store.query(UPSERT_BATCH, (client_id, session_id, now, now))
        (last,), = store.query(LAST_POSITION, (batch,))
        store.insert_tasks([
            (ids[n], batch, client_id, last + 1 + n, source, name, batch_name, topic, url, now)
            for n, (source, name, batch_name, topic, url) in enumerate(zip(
                lists["ids"], lists["names"], lists["batch_names"], lists.get("topic_names", nothing),
                lists.get("lecture_urls", nothing)))])
    return {"task_ids": ids}


@app.get("/api/client/<client_id>/<session_id>")
def get_session(client_id, session_id):
    store = database()
    with store.transaction():
        rows = store.query(TASKS, (client_id, session_id))
    names = ("task_id", "id", "name", "batch_name", "topic_name", "lecture_url")
    return {"session_id": session_id, "tasks": [dict(zip(names, row)) for row in rows]}


def main():
    os.environ["BENCH_DATABASE"] = sys.argv[1]  # for the worker process, which imports this file
    open_database(sys.argv[1]).make_tables()
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    os.set_inheritable(listener.fileno(), True)
    os.chdir(os.path.dirname(os.path.abspath(__file__)))
    os.execvp("gunicorn", ["gunicorn", "--bind", f"fd://{listener.fileno()}", "--workers", "1", "--timeout", "300",
                           "--keep-alive", "75", "--log-level", "error", "flask_app:app"])


if __name__ == "__main__":
    main()
