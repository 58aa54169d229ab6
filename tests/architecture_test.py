"""The house's rules about who may include whom, and how long a file may be.

Run with Debian's pytest: /usr/bin/python3 -m pytest tests/architecture_test.py
"""

import pathlib
import re

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent
ROOMS = ("domain", "storage", "media", "server")
SOURCE_ENDINGS = {".cpp", ".hpp", ".c", ".h"}
LONGEST_FILE = 400

INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.MULTILINE)

NETWORK = r"boost/(asio|beast)([./].*)?"
DATABASES = r"(sqlite3|SQLiteCpp|pqxx|libpq|postgresql)([./-].*)?"
CODECS = r"lib(av|sw)[a-z]+/.*|whisper\.h|ggml.*"
CURL = r"curl/.*"

# Folder -> what nothing in it may include; the first column is a prefix of the file's path.
FORBIDDEN = [
    ("domain/", r"(server|storage|media)/.*"),
    ("domain/", NETWORK),
    ("domain/", DATABASES),
    ("domain/", CODECS),
    ("domain/", CURL),
    ("storage/", r"(server|media)/.*"),
    ("storage/", NETWORK),
    ("storage/", CODECS),
    ("storage/", CURL),
    ("media/", r"(server|storage)/.*"),
    ("media/", DATABASES),
    ("server/", DATABASES),
    ("server/", CODECS),
    ("server/", CURL),
]
# What only the named folders may include, wherever else it stands.
RESERVED = [
    (r"boost/beast([./].*)?", ("server/http/",)),
    (DATABASES, ("storage/",)),
]


def sources(*folders):
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in SOURCE_ENDINGS and path.is_file():
                yield path


def includes_of(text):
    return INCLUDE.findall(text)


def faults_of(name, text):
    """The includes of one file (`name` relative to the root) that break a rule."""
    faults = []
    for include in includes_of(text):
        for folder, pattern in FORBIDDEN:
            if name.startswith(folder) and re.fullmatch(pattern, include):
                faults.append(f"{name} includes {include}")
        for pattern, owners in RESERVED:
            if re.fullmatch(pattern, include) and not name.startswith(owners):
                faults.append(f"{name} includes {include}, which belongs to {', '.join(owners)}")
    return faults


def test_rooms_are_where_the_rules_look():
    for room in ROOMS:
        assert any(sources(room)), f"no sources in {room}/"


def test_arrows_point_one_way():
    faults = []
    for path in sources(*ROOMS):
        faults += faults_of(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
    assert not faults, "\n".join(faults)


def test_files_stay_readable():
    too_long = []
    for path in sources(*ROOMS, "tests"):
        lines = path.read_text(encoding="utf-8").count("\n")
        if lines > LONGEST_FILE:
            too_long.append(f"{path.relative_to(ROOT)}: {lines} lines")
    assert not too_long, "\n".join(too_long)


@pytest.mark.parametrize(
    "name, include",
    [
        ("domain/job/job.cpp", '"storage/jobs.hpp"'),
        ("domain/job/job.hpp", '"media/control.hpp"'),
        ("domain/lecture/lecture.cpp", '"server/http/message.hpp"'),
        ("domain/base/time.cpp", "<boost/asio.hpp>"),
        ("domain/base/time.cpp", "<boost/asio/awaitable.hpp>"),
        ("domain/base/time.cpp", "<sqlite3.h>"),
        ("domain/base/time.cpp", "<SQLiteCpp/Database.h>"),
        ("domain/base/time.cpp", "<pqxx/pqxx>"),
        ("domain/base/time.cpp", "<libavformat/avformat.h>"),
        ("domain/base/time.cpp", "<curl/curl.h>"),
        ("storage/jobs.cpp", '"server/work/runner.hpp"'),
        ("storage/jobs.cpp", '"media/control.hpp"'),
        ("media/cut/cut.cpp", '"storage/jobs.hpp"'),
        ("media/cut/cut.cpp", '"server/work/runner.hpp"'),
        ("media/net/client.cpp", "<boost/beast/core.hpp>"),
        ("server/api/lectures.cpp", "<boost/beast.hpp>"),
        ("server/work/runner.cpp", "<libavcodec/avcodec.h>"),
        ("server/main.cpp", "<sqlite3.h>"),
    ],
)
def test_a_forbidden_include_is_seen(name, include):
    assert faults_of(name, f"#pragma once\n  #  include {include}\n")


@pytest.mark.parametrize(
    "name, include",
    [
        ("domain/job/job.cpp", '"domain/job/job.hpp"'),
        ("domain/job/failure.hpp", "<boost/system/result.hpp>"),
        ("storage/sqlite/connection.cpp", "<sqlite3.h>"),
        ("storage/postgres/connection.cpp", "<pqxx/pqxx>"),
        ("media/av/probe.cpp", "<libavformat/avformat.h>"),
        ("media/net/client.cpp", "<curl/curl.h>"),
        ("server/http/connection.cpp", "<boost/beast/core.hpp>"),
        ("server/api/lectures.cpp", "<boost/asio/awaitable.hpp>"),
        ("server/work/runner.cpp", '"storage/jobs.hpp"'),
    ],
)
def test_an_allowed_include_is_not(name, include):
    assert faults_of(name, f"#include {include}\n") == []
