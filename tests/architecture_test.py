"""The rules of the house: who may include whom, how many rooms a folder has, how long a file is, what domain/ may use.

A room is a .cpp file with its .hpp file, written without an ending: `storage/jobs/job_store`.
Run with Debian's pytest: /usr/bin/python3 -m pytest tests/architecture_test.py
"""

import graphlib
import pathlib
import re
from collections import Counter

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent
LAYERS = ("domain", "storage", "media", "server")
SOURCE_ENDINGS = {".cpp", ".hpp", ".c", ".h"}
LONGEST_FILE = 350  # lines
MOST_ROOMS = 20  # in one folder

INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.MULTILINE)
# Comments, literals, and numbers, whose ' begins no literal. Each is found where none of the others has begun.
WORD = re.compile(
    r"""
    (?P<comment> //[^\n]* | /\*.*?\*/ )
  | (?P<literal> \bR"(?P<mark>[^\s()\\]*)\(.*?\)(?P=mark)" | "(\\.|[^"\\\n])*" | '(\\.|[^'\\\n])+' )
  | \b\d('?\w)*
    """,
    re.VERBOSE | re.DOTALL,
)

NETWORK = r"boost/(asio|beast)([./].*)?"
DATABASES = r"(sqlite3|SQLiteCpp|pqxx|libpq|postgresql)([./-].*)?"
CODECS = r"lib(av|sw)[a-z]+/.*|whisper\.h|ggml.*"
CURL = r"curl/.*"

# (prefix of a file's path, what such a file must not include)
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
    # Rows are read and written below the stores.
    (r"storage/.*_rows\.", r"storage/.*_store\.hpp"),
    # The root of server/api serves all its folders and knows none of them.
    (r"server/api/[^/]*$", r"server/api/.*/.*"),
    # Jobs are run without a word of Lectern's subject.
    ("server/jobs/", r"domain/(?!base/|job/).*"),
    ("server/jobs/", r"storage/(?!jobs/).*"),
    ("server/jobs/", r"media/.*"),
    ("server/jobs/", r"server/(?!jobs/|log\.hpp$|wall_clock\.hpp$).*"),
]
# (what is included, prefixes of the files that may include it)
RESERVED = [
    (r"boost/beast([./].*)?", ("server/http/",)),
    (DATABASES, ("storage/",)),
    (r"(spdlog|fmt)/.*", ("server/log.cpp",)),  # slow to compile: all others use server/log.hpp
    (r"CLI/.*", ("server/command_line.cpp",)),
    (r"toml\+\+/.*", ("server/options/load.cpp",)),
]
# The files that may start a coroutine without waiting for it. All others await, so what their coroutines refer to lives
# as long as they do.
SPAWNS = ("server/http/connection/io_thread.cpp",)
# A folder of server/api may include the root of server/api and these; no other folder.
SHARED_BY_API = ("access", "cache")

# domain/ gets time and bytes from its callers. (pattern in the text, files that may have it, why)
IMPURE = [
    (r"\b\w*_clock::now\b|\bstd::time\(|\bgettimeofday\b|\bclock_gettime\b", (), "reads a clock"),
    # The rules of time zones are in the system's tzdata.
    (r"<(fstream|filesystem|fcntl\.h|sys/stat\.h)>|\bfopen\b", ("domain/timetable/time_zone.cpp",), "opens files"),
    (r"\bgetrandom\b|<random>|\brandom_device\b|\bstd::rand\b", ("domain/base/random.cpp",), "makes random numbers"),
    (r"<(thread|sys/socket\.h|netdb\.h)>|\bgetenv\b", (), "uses the system"),
]


def source_files(*folders):
    """{path relative to the root: text}"""
    return {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in SOURCE_ENDINGS and path.is_file()
    }


def folder_of(name):
    return name.rpartition("/")[0]


def room_of(name):
    return name.rpartition(".")[0]


def api_folder(name):
    """ "lectures" for server/api/lectures/...; None for other files."""
    found = re.match(r"server/api/([^/]+)/", name)
    return found and found[1]


def forbidden_includes(name, text):
    """The includes of one file (`name` relative to the root) that break a rule: "A includes B"."""
    faults = []
    for include in INCLUDE.findall(text):
        here, there = api_folder(name), api_folder(include)
        broken = any(re.match(files, name) and re.fullmatch(pattern, include) for files, pattern in FORBIDDEN)
        broken |= any(re.fullmatch(pattern, include) and not name.startswith(owners) for pattern, owners in RESERVED)
        broken |= bool(here and there and here != there and there not in SHARED_BY_API)
        if broken:
            faults.append(f"{name} includes {include}")
    return faults


def room_arrows(files):
    """{room: the other rooms that it includes}"""
    arrows = {room_of(name): set() for name in files}
    for name, text in files.items():
        arrows[room_of(name)] |= {room_of(include) for include in INCLUDE.findall(text) if include in files}
    return {room: others - {room} for room, others in arrows.items()}


def folder_arrows(files):
    """{folder: the other folders that it includes}"""
    arrows = {folder_of(name): set() for name in files}
    for room, others in room_arrows(files).items():
        arrows[folder_of(room)] |= {folder_of(other) for other in others}
    return {folder: others - {folder} for folder, others in arrows.items()}


def without_inner_arrows(arrows):
    """The arrows but for those between a folder and a folder inside it."""
    inside = lambda inner, outer: inner.startswith(outer + "/")
    return {
        start: {end for end in ends if not inside(start, end) and not inside(end, start)} for start, ends in arrows.items()
    }


def rings(arrows):
    """Ring after ring, each as a list in the direction of its arrows. Of each one an arrow is taken away before the next."""
    arrows = {start: set(ends) for start, ends in arrows.items()}
    found = []
    while True:
        try:
            graphlib.TopologicalSorter(arrows).prepare()
            return found
        except graphlib.CycleError as error:
            ring = error.args[1][::-1]
            found.append(ring)
            arrows[ring[0]].remove(ring[1])


def crowded_folders(files):
    rooms = Counter(folder_of(room) for room in {room_of(name) for name in files})
    return [f"{folder} has {count} rooms" for folder, count in sorted(rooms.items()) if count > MOST_ROOMS]


def long_files(files):
    lines = {name: text.count("\n") for name, text in files.items()}
    return [f"{name} has {count} lines" for name, count in lines.items() if count > LONGEST_FILE]


def impure_parts(name, text):
    """What a file of domain/ does that a pure function cannot do."""
    code = WORD.sub(lambda word: "" if word["comment"] else word[0], text)
    return [f"{name} {what}" for pattern, allowed, what in IMPURE if name not in allowed and re.search(pattern, code)]


def code_of(text):
    """The text without comments and literals, with as many lines."""

    def shortened(word):
        stand_in = "" if word["comment"] else '""' if word["literal"] else word[0]
        return stand_in + "\n" * (word[0].count("\n") - stand_in.count("\n"))

    return WORD.sub(shortened, text)


def condition_of_loop(code, start):
    """The condition of the `while (` or `for (` whose bracket opens before `start`."""
    depth, end = 1, start
    while depth and end < len(code):
        depth += (code[end] == "(") - (code[end] == ")")
        end += 1
    head = code[start : end - 1].split(";")
    return head[0] if len(head) == 1 else head[1]


def waits_of_wrong_frames(name, text):
    """Coroutines that g++ 12 compiles wrongly, so that they end the program: `co_await` in the condition of a loop,
    or in one statement with `? :`."""
    code = code_of(text)
    faults = []
    for loop in re.finditer(r"\b(?:while|for)\s*\(", code):
        condition = condition_of_loop(code, loop.end())
        if "co_await" in condition:
            faults.append((loop.start(), "in the condition of a loop"))
    for statement in re.finditer(r"[^;{}]*\bco_await\b[^;{}]*", code):
        if "?" in statement[0]:
            faults.append((statement.start(), "beside ? :"))
    return [f"{name}:{code.count(chr(10), 0, at) + 1} has co_await {what}" for at, what in faults]


def spawns(name, text):
    """Whether the file starts coroutines that nobody awaits."""
    return name not in SPAWNS and bool(re.search(r"\bco_spawn\b", code_of(text)))


# The house keeps the rules.


def test_layers_are_where_the_rules_look():
    for layer in LAYERS:
        assert source_files(layer), f"no sources in {layer}/"


def test_no_file_includes_what_it_must_not():
    faults = {fault for name, text in source_files(*LAYERS).items() for fault in forbidden_includes(name, text)}
    assert not faults, "\n".join(sorted(faults))


def test_rooms_include_each_other_in_no_ring():
    faults = [" -> ".join(ring) for ring in rings(room_arrows(source_files(*LAYERS)))]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("layer", ["domain", "storage", "media"])
def test_folders_include_each_other_in_no_ring(layer):
    faults = [" -> ".join(ring) for ring in rings(folder_arrows(source_files(layer)))]
    assert not faults, "\n".join(faults)


def test_folders_of_the_server_include_each_other_in_no_ring():
    """There, a folder and a folder inside it are one thing: server/http is the front of its parts."""
    faults = [" -> ".join(ring) for ring in rings(without_inner_arrows(folder_arrows(source_files("server"))))]
    assert not faults, "\n".join(faults)


def test_folders_are_not_crowded():
    assert not crowded_folders(source_files(*LAYERS)), "\n".join(crowded_folders(source_files(*LAYERS)))


def test_files_stay_readable():
    faults = long_files(source_files(*LAYERS, "tests"))
    assert not faults, "\n".join(faults)


def test_domain_is_pure():
    faults = [fault for name, text in source_files("domain").items() for fault in impure_parts(name, text)]
    assert not faults, "\n".join(faults)


def test_no_wait_gets_a_wrong_frame():
    files = source_files("server", "tests")
    faults = [fault for name, text in files.items() for fault in waits_of_wrong_frames(name, text)]
    assert not faults, "\n".join(faults)


def test_coroutines_are_spawned_in_one_place():
    assert not [name for name, text in source_files("server").items() if spawns(name, text)]


# Each rule sees a violation, and only that.


@pytest.mark.parametrize(
    "name, include",
    [
        ("domain/job/job.cpp", '"storage/jobs/job_store.hpp"'),
        ("domain/job/job.hpp", '"media/net/http_client.hpp"'),
        ("domain/lecture/lecture.cpp", '"server/http/message.hpp"'),
        ("domain/base/time.cpp", "<boost/asio.hpp>"),
        ("domain/base/time.cpp", "<boost/asio/awaitable.hpp>"),
        ("domain/base/time.cpp", "<sqlite3.h>"),
        ("domain/base/time.cpp", "<SQLiteCpp/Database.h>"),
        ("domain/base/time.cpp", "<pqxx/pqxx>"),
        ("domain/base/time.cpp", "<libavformat/avformat.h>"),
        ("domain/base/time.cpp", "<curl/curl.h>"),
        ("storage/jobs/job_store.cpp", '"server/jobs/runner.hpp"'),
        ("storage/jobs/job_store.cpp", '"media/net/http_client.hpp"'),
        ("storage/jobs/job_rows.hpp", '"storage/jobs/job_store.hpp"'),
        ("storage/batches/batch_rows.cpp", '"storage/lectures/lecture_store.hpp"'),
        ("media/cut/cut.cpp", '"storage/jobs/job_store.hpp"'),
        ("media/cut/cut.cpp", '"server/jobs/runner.hpp"'),
        ("media/net/client.cpp", "<boost/beast/core.hpp>"),
        ("media/net/client.cpp", "<spdlog/spdlog.h>"),
        ("server/api/lectures/lectures.cpp", "<boost/beast.hpp>"),
        ("server/api/lectures/lectures.cpp", '"server/api/batches/batch_bodies.hpp"'),
        ("server/api/access/tenancy.cpp", '"server/api/lectures/bodies.hpp"'),
        ("server/api/paging.hpp", '"server/api/lectures/bodies.hpp"'),
        ("server/jobs/runner.cpp", "<libavcodec/avcodec.h>"),
        ("server/jobs/runner.cpp", '"domain/lecture/lecture.hpp"'),
        ("server/jobs/runner.cpp", '"storage/lectures/lecture_store.hpp"'),
        ("server/jobs/runner.cpp", '"server/pipeline/steps.hpp"'),
        ("server/jobs/runner.cpp", '"server/app.hpp"'),
        ("server/jobs/runner.cpp", '"media/cut/cut.hpp"'),
        ("server/main.cpp", "<sqlite3.h>"),
    ],
)
def test_a_forbidden_include_is_seen(name, include):
    assert len(forbidden_includes(name, f"#pragma once\n  #  include {include}\n")) == 1


@pytest.mark.parametrize(
    "name, include",
    [
        ("domain/job/job.cpp", '"domain/job/job.hpp"'),
        ("domain/job/failure.hpp", "<boost/system/result.hpp>"),
        ("storage/sqlite/connection.cpp", "<sqlite3.h>"),
        ("storage/postgres/connection.cpp", "<pqxx/pqxx>"),
        ("storage/jobs/job_store.cpp", '"storage/jobs/job_rows.hpp"'),
        ("media/av/probe.cpp", "<libavformat/avformat.h>"),
        ("media/net/client.cpp", "<curl/curl.h>"),
        ("server/http/connection.cpp", "<boost/beast/core.hpp>"),
        ("server/api/lectures/lectures.cpp", "<boost/asio/awaitable.hpp>"),
        ("server/api/lectures/lectures.cpp", '"server/api/access/tenancy.hpp"'),
        ("server/api/lectures/lectures.cpp", '"server/api/paging.hpp"'),
        ("server/api/lectures/lectures.cpp", '"server/api/lectures/bodies.hpp"'),
        ("server/jobs/runner.cpp", '"storage/jobs/job_store.hpp"'),
        ("server/jobs/runner.cpp", '"domain/job/job.hpp"'),
        ("server/jobs/runner.cpp", '"server/log.hpp"'),
        ("server/log.cpp", "<spdlog/spdlog.h>"),
    ],
)
def test_an_allowed_include_is_not(name, include):
    assert forbidden_includes(name, f"#include {include}\n") == []


def including(*names):
    return "".join(f'#include "{name}"\n' for name in names)


def test_a_ring_of_rooms_is_seen():
    files = {
        "media/cut/a.hpp": "",
        "media/cut/a.cpp": including("media/cut/a.hpp", "media/av/b.hpp"),
        "media/av/b.hpp": including("media/av/c.hpp"),
        "media/av/c.hpp": "",
        "media/av/c.cpp": including("media/av/c.hpp", "media/cut/a.hpp"),
        "media/av/d.hpp": including("media/av/c.hpp"),
    }
    (ring,) = rings(room_arrows(files))
    assert ring[0] == ring[-1] and set(ring) == {"media/cut/a", "media/av/b", "media/av/c"}
    for start, end in zip(ring, ring[1:]):
        assert end in room_arrows(files)[start], "it is told in the direction of the includes"
    (folders,) = rings(folder_arrows(files))
    assert set(folders) == {"media/cut", "media/av"}


def test_a_folder_and_its_inner_folder_may_include_each_other_in_the_server():
    files = {
        "server/http/a.hpp": including("server/http/send/b.hpp"),
        "server/http/send/b.hpp": including("server/http/c.hpp"),
        "server/http/c.hpp": "",
        "server/http/parse/d.hpp": including("server/http/send/e.hpp"),
        "server/http/send/e.hpp": "",
        "server/http/send/f.hpp": including("server/http/parse/d.hpp"),
    }
    (ring,) = rings(without_inner_arrows(folder_arrows(files)))
    assert set(ring) == {"server/http/parse", "server/http/send"}


def test_every_ring_is_seen():
    assert len(rings({"a": {"b"}, "b": {"a"}, "c": {"d"}, "d": {"c"}, "e": {"a"}})) == 2


def test_a_room_that_includes_its_own_header_is_no_ring():
    files = {"media/cut/a.hpp": "", "media/cut/a.cpp": including("media/cut/a.hpp"), "media/cut/b.cpp": including("media/cut/a.hpp")}
    assert rings(room_arrows(files)) == [] and rings(folder_arrows(files)) == []


def test_a_crowded_folder_is_seen():
    files = {f"media/cut/room{n}.{ending}": "" for n in range(MOST_ROOMS) for ending in ("cpp", "hpp")}
    files |= {f"media/cut/inner/room{n}.cpp": "" for n in range(MOST_ROOMS)}
    assert crowded_folders(files) == []
    assert crowded_folders(files | {"media/cut/one_more.hpp": ""}) == [f"media/cut has {MOST_ROOMS + 1} rooms"]


def test_a_long_file_is_seen():
    assert long_files({"a.cpp": "\n" * LONGEST_FILE}) == []
    assert long_files({"a.cpp": "\n" * (LONGEST_FILE + 1)}) == [f"a.cpp has {LONGEST_FILE + 1} lines"]


@pytest.mark.parametrize(
    "text",
    [
        "const auto now = std::chrono::system_clock::now();",
        "auto begin = steady_clock::now();",
        "#include <fstream>",
        "#include <filesystem>",
        'auto* file = fopen("x", "r");',
        "#include <random>",
        "getrandom(bytes.data(), bytes.size(), 0);",
        "#include <thread>",
        'getenv("TZ");',
    ],
)
def test_an_impure_part_of_domain_is_seen(text):
    assert len(impure_parts("domain/lecture/plan.cpp", text)) == 1


@pytest.mark.parametrize(
    "name, text",
    [
        ("domain/base/time.hpp", "// The domain never calls system_clock::now().\nTimestamp now;"),
        ("domain/base/random.cpp", "getrandom(bytes.data(), bytes.size(), 0);"),
        ("domain/timetable/time_zone.cpp", "#include <fstream>"),
        ("domain/lecture/plan.cpp", "const auto random_looking = knowledge(file_name);"),
    ],
)
def test_a_pure_part_is_not(name, text):
    assert impure_parts(name, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "while (!co_await next(events)) {}",
        "while (!done && (co_await next(events)).has_value()) {}",
        "for (int i = 0; co_await more(i); ++i) {}",
        "co_await write(keep ? first : second);",
        "const int size = small ? co_await read() : 0;",
        'co_await get("http://host", keep ? first : second);',
        'co_await write("\\\\"); co_await get("http://host", keep ? first : second);',
        "co_await sleep(keep ? 1'000 : 2'000);",
        "wait(1'000); co_await write(keep ? first : second); wait(2'000);",
        'write(R"(" // )"); co_await write(keep ? first : second);',
        "/* like this: */ co_await write(keep ? first : second);",
    ],
)
def test_a_wait_that_gets_a_wrong_frame_is_seen(text):
    assert len(waits_of_wrong_frames("server/http/a.cpp", text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "while (true) { if (!co_await next(events)) break; }",
        "for (int i = 0; i < 3; ++i) { co_await next(events); }",
        "for (const auto& part : parts) co_await write(part);",
        'co_await write("really?");',
        'co_await get("http://host/?a=b");',
        """co_await get('?', 1'000);""",
        'co_await write(R"({"really": "?"})");',
        "/* really? */ co_await write(first);",
        "co_await write(first);  // first ? yes : no",
        "const int size = small ? 1 : 2; co_await write(size);",
    ],
)
def test_a_wait_that_gets_a_right_frame_is_not(text):
    assert waits_of_wrong_frames("server/http/a.cpp", text) == []


def test_a_spawn_is_seen():
    text = "asio::co_spawn(loop, serve(), asio::detached);"
    assert spawns("server/api/lectures/clips.cpp", text)
    assert not spawns(SPAWNS[0], text)
    assert spawns("server/api/lectures/clips.cpp", 'const auto url = "http://host"; ' + text)
    assert spawns("server/api/lectures/clips.cpp", "wait(1'000); " + text + " wait(1'000);")
    assert not spawns("server/api/lectures/clips.cpp", "// co_spawn\nco_await serve();")
