"""Lectern's two busiest reads, written in the usual way: FastAPI on uvicorn, on Lectern's own tables.

    fastapi_app.py DATABASE PROCESSES    DATABASE: postgresql://... or an SQLite file

Prints its port on one line. Each read exists twice. Below /api it has a response model, as the documentation of FastAPI
teaches it. Below /lean it has none, because the model costs most; the handler makes the response. The status exists a
third time below /kept, where its bytes come from memory. POST /work starts the programs that the body lists.
"""

import asyncio
import contextlib
import datetime
import json
import os
import socket
import sys
from typing import Optional

import aiosqlite
import asyncpg
import fastapi
import pydantic
import uvicorn
from fastapi.responses import JSONResponse
from uvicorn.supervisors import Multiprocess

CONNECTIONS = 4  # to the database, for each process
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)

STATUS = ("SELECT l.status, l.error, l.recording_notice, l.transcript_notice, j.kind, j.progress, j.attempt FROM lectures l "
          "LEFT JOIN jobs j ON j.id = l.job_id WHERE l.id = $1")
COUNT = "SELECT count(*) FROM lectures"
PAGE = ("SELECT id, name, module, link, status, error, duration, class_session_id, created_at, updated_at, "
        "recording_notice, transcript_notice FROM lectures ORDER BY created_at DESC, id DESC LIMIT $1 OFFSET $2")
SHARES = {"download": (0, 0.2), "transcribe": (0.2, 0.7), "analyze": (0.9, 0.1)}


class Status(pydantic.BaseModel):
    job_status: str
    progress: float
    error: Optional[str]
    notice: Optional[str]
    attempt: int


class Session(pydantic.BaseModel):
    id: int
    name: str
    module: Optional[str]
    drive_link: str
    job_status: str
    error: Optional[str]
    notice: Optional[str]
    duration: Optional[float]
    class_session_id: Optional[str]
    created_at: str
    updated_at: str


class Sqlite:
    """The methods of asyncpg's pool that are used here, on one SQLite connection in a thread of aiosqlite."""

    @classmethod
    async def open(cls, file):
        self = cls()
        self.connection = await aiosqlite.connect(f"file:{file}?mode=ro", uri=True)
        return self

    async def fetch(self, sql, *parameters):
        return await self.connection.execute_fetchall(sql, parameters)

    async def fetchrow(self, sql, *parameters):
        rows = await self.fetch(sql, *parameters)
        return next(iter(rows), None)

    @contextlib.asynccontextmanager
    async def acquire(self):
        yield self

    async def close(self):
        await self.connection.close()


app = fastapi.FastAPI()
database = None


@app.on_event("startup")
async def open_database():
    global database
    address = os.environ["BENCH_DATABASE"]
    if address.startswith("postgresql:"):
        database = await asyncpg.create_pool(address, min_size=CONNECTIONS, max_size=CONNECTIONS)
    else:
        database = await Sqlite.open(address)


@app.on_event("shutdown")
async def close_database():
    await database.close()


def time_text(milliseconds):
    moment = EPOCH + datetime.timedelta(milliseconds=milliseconds)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{milliseconds % 1000:03d}Z"


def notice_of(*notices):
    return " ".join(filter(None, notices)) or None


async def read_status(session_id):
    row = await database.fetchrow(STATUS, session_id)
    if row is None:
        raise fastapi.HTTPException(404, "There is no such session.")
    status, error, recording_notice, transcript_notice, kind, progress, attempt = row
    if status == "Finished":
        done = 1
    else:
        begin, length = SHARES.get(kind, (0, 0))
        done = round(begin + length * (progress or 0), 3)
    return {"job_status": status, "progress": done, "error": error or None,
            "notice": notice_of(recording_notice, transcript_notice), "attempt": attempt or 0}


async def read_sessions(skip, limit):
    """The sessions of a page, and the header fields about the other pages."""
    async with database.acquire() as connection:
        total = (await connection.fetchrow(COUNT))[0]
        rows = await connection.fetch(PAGE, limit, skip)
    sessions = [{"id": row[0], "name": row[1], "module": row[2], "drive_link": row[3], "job_status": row[4],
                 "error": row[5] or None, "notice": notice_of(row[10], row[11]), "duration": row[6], "class_session_id": row[7],
                 "created_at": time_text(row[8]), "updated_at": time_text(row[9])} for row in rows]
    pages = {"first": 0, "last": (total - 1) // limit * limit if total else 0}
    if skip > 0:
        pages["prev"] = max(0, skip - limit)
    if total - skip > limit:
        pages["next"] = skip + limit
    links = ", ".join(f'</api/v1/sessions?skip={at}&limit={limit}>; rel="{name}"' for name, at in pages.items())
    return sessions, {"X-Total-Count": str(total), "Link": links}


@app.get("/api/v1/jobs/{session_id}/status", response_model=Status)
async def status(session_id: int):
    return await read_status(session_id)


@app.get("/api/v1/sessions", response_model=list[Session])
async def sessions(response: fastapi.Response, skip: int = fastapi.Query(0, ge=0),
                   limit: int = fastapi.Query(100, ge=1, le=1000)):
    found, fields = await read_sessions(skip, limit)
    response.headers.update(fields)
    return found


@app.get("/lean/api/v1/jobs/{session_id}/status")
async def lean_status(session_id: int):
    return JSONResponse(await read_status(session_id))


@app.get("/lean/api/v1/sessions")
async def lean_sessions(skip: int = fastapi.Query(0, ge=0), limit: int = fastapi.Query(100, ge=1, le=1000)):
    found, fields = await read_sessions(skip, limit)
    return JSONResponse(found, headers=fields)


kept = {}


@app.get("/kept/api/v1/jobs/{session_id}/status")
async def kept_status(session_id: int):
    if session_id not in kept:
        kept[session_id] = json.dumps(await read_status(session_id)).encode()
    return fastapi.Response(kept[session_id], media_type="application/json")


started = []


@app.post("/work")
async def work(commands: list[list[str]]):
    for command in commands:
        started.append(await asyncio.create_subprocess_exec(*command))


@app.on_event("shutdown")
async def end_work():
    for process in started:
        if process.returncode is None:
            process.kill()
        await process.wait()


def main():
    address, processes = sys.argv[1], int(sys.argv[2])
    os.environ["BENCH_DATABASE"] = address  # for the worker processes, which import this file
    listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
    listener.set_inheritable(True)
    # Event loop and parser in C: uvicorn chooses them if they are installed. No log line for each request.
    config = uvicorn.Config("fastapi_app:app", loop="uvloop", http="httptools", access_log=False,
                            log_level="warning", workers=processes)
    server = uvicorn.Server(config)
    print(listener.getsockname()[1], flush=True)
    if processes > 1:
        Multiprocess(config, target=server.run, sockets=[listener]).run()
    else:
        server.run(sockets=[listener])


if __name__ == "__main__":
    main()
