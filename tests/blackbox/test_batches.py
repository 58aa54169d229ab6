"""Clients and their batches (sessions) of download tasks: create, start, read, merge, delete."""

import concurrent.futures
import hashlib
import uuid

import pytest

from kit.api import assert_problem
from kit.batches import Client
from kit.waiting import wait_until

ON_BOTH_DATABASES = True


@pytest.fixture(scope="module")
def imports(tmp_path_factory):
    folder = tmp_path_factory.mktemp("imports")
    for name, size in (("one.mp4", 1000), ("two.mp4", 2000), ("three.mkv", 3000)):
        (folder / name).write_bytes(hashlib.sha256(name.encode()).digest() * (size // 32))
    return folder


@pytest.fixture(scope="module")
def server(start_module_server, imports):
    return start_module_server(sources_import_folder=imports, sources_id_template=f"file://{imports}/{{id}}.mp4")


@pytest.fixture
def client(server):
    return Client(server, f"client-{uuid.uuid4().hex[:8]}")


@pytest.fixture(scope="module")
def url(imports):
    return lambda name: f"file://{imports}/{name}"


def body_of(count, **members):
    return {"ids": ["x"] * count, "names": ["n"] * count, "batch_names": ["b"] * count, **members}


# -- create_session

def test_tasks_keep_their_order_and_later_ones_are_appended(client):
    first = client.create("s", "b", "a", client_name="Acme")
    second = client.create("s", "c", topic_names=["Topic"], urls=[None])
    body = client.api.ok("GET", client.path)
    assert body["client_id"] == client.name and body["client_name"] == "Acme"
    session, = body["sessions"]
    assert session["session_id"] == "s"
    assert [one["task_id"] for one in session["tasks"]] == first + second
    assert [one["name"] for one in session["tasks"]] == ["b", "a", "c"]
    assert all(one["status"] == "created" and one["progress"] == 0 and one["error"] is None and one["file"] is None
               for one in session["tasks"])
    assert session["tasks"][2]["topic_name"] == "Topic" and session["tasks"][2]["lecture_url"] is None
    client.create("s", "d", client_name="Acme & Sons")
    assert client.api.ok("GET", client.path)["client_name"] == "Acme & Sons"


def test_a_thousand_tasks(client):
    names = [f"Lecture {n}" for n in range(1000)]
    tasks = client.create("s", *names)
    assert len(set(tasks)) == 1000
    listed = client.session("s")["tasks"]
    assert [one["task_id"] for one in listed] == tasks and [one["name"] for one in listed] == names


def test_paths_with_and_without_api_and_final_slash(client):
    """Every path works with and without /api, and with and without a slash at the end."""
    for path in (f"/client/{client.name}/s/create_session", f"/api/client/{client.name}/s/create_session/"):
        assert client.api.ok("POST", path, json=body_of(1))["task_ids"]
    task = client.session("s")["tasks"][0]["task_id"]
    for prefix in ("", "/api"):
        assert client.api.ok("GET", f"{prefix}/client/{client.name}/")["client_id"] == client.name
        assert client.api.ok("GET", f"{prefix}/tasks/{task}/")["task_id"] == task
        assert client.name in [one["client_id"] for one in client.api.ok("GET", f"{prefix}/client?limit=1000")]


@pytest.mark.parametrize("body, fields", [
    ({}, ["ids", "names", "batch_names"]),
    (body_of(0), ["ids", "names", "batch_names"]),
    (body_of(1001), ["ids", "names", "batch_names"]),
    (body_of(2, names=["n"]), ["names"]),
    (body_of(1, batch_names=["b", "b"]), ["batch_names"]),
    (body_of(2, topic_names=["t"], lecture_urls=[]), ["topic_names", "lecture_urls"]),
    (body_of(2, ids=["x", "  "]), ["ids.1"]),
    (body_of(1, names=["n" * 501]), ["names.0"]),
    (body_of(2, ids=[1, None], names="n"), ["ids.0", "ids.1", "names"]),
    (body_of(2, topic_names=[None, ""]), ["topic_names.1"]),
    (body_of(1, client_name=""), ["client_name"]),
    (body_of(1, lecture_urls={"a": 1}), ["lecture_urls"]),
])
def test_all_mistakes_in_lists_are_reported_at_once(client, body, fields):
    assert_problem(client.api.post(f"{client.path}/s/create_session", json=body), 400, *fields)
    assert_problem(client.api.get(client.path), 404)  # nothing was created


def test_texts_are_trimmed(client):
    client.create("s", "  Lecture  ")
    assert client.session("s")["tasks"][0]["name"] == "Lecture"


@pytest.mark.parametrize("name", ["a%20b", "a%3Ab", "x" * 65, "%C3%A4"])
def test_malformed_ids_are_refused(client, name):
    assert_problem(client.api.post(f"/api/client/{name}/s/create_session", json=body_of(1)), 400, "client_id")
    assert_problem(client.api.post(f"{client.path}/{name}/create_session", json=body_of(1)), 400, "session_id")
    assert_problem(client.api.get(f"/api/client/{name}"), 400, "client_id")
    for path in (f"/api/client/{name}/delete_client", f"{client.path}/{name}/delete_session"):
        assert_problem(client.api.post(path), 400)
    answer = client.api.post(f"/api/client/{name}/{name}/create_session", json={})
    assert_problem(answer, 400, "client_id", "session_id", "ids", "names", "batch_names")


@pytest.mark.parametrize("name", ["delete_client", "merge_sessions"])
def test_session_ids_that_are_names_of_operations_are_refused(client, name):
    client.create("s", "Lecture")
    assert_problem(client.api.post(f"{client.path}/{name}/create_session", json=body_of(1)), 400, "session_id")
    assert client.session("s")["tasks"]


def test_only_json_is_accepted(client):
    path = f"{client.path}/s/create_session"
    assert_problem(client.api.call("POST", path, data="{}", headers={"Content-Type": "text/plain"}), 415)
    assert_problem(client.api.call("POST", path, data="{", headers={"Content-Type": "application/json"}), 400)
    answer = client.api.get(path)
    assert_problem(answer, 405)
    assert answer.headers["Allow"] == "POST, OPTIONS"


def test_clients_are_listed_by_pages(client, server):
    names = [f"{client.name}-{n}" for n in range(3)]
    for name in names:
        Client(server, name).create("s", "a")
    answer = client.api.get("/api/client?limit=2")
    assert len(answer.json()) == 2 and int(answer.headers["X-Total-Count"]) >= 3
    assert 'rel="next"' in answer.headers["Link"]
    assert_problem(client.api.get("/api/client?limit=0&skip=-1"), 400, "limit", "skip")


# -- start

@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("prefix", ["", "/api"])
def test_start_downloads_into_the_sessions_folder(client, url, imports, method, prefix):
    task, = client.create("s", "Bài giảng: 1/2", urls=url("one.mp4"))
    body = client.api.ok(method, f"{prefix}/start/{task}")
    assert body["task_id"] == task and body["message"]
    done = client.wait(task, "done")
    content = (imports / "one.mp4").read_bytes()
    assert done["progress"] == 1 and done["error"] is None and done["attempt"] == 1
    assert done["file"] == "Bài_giảng_12.mp4" and done["bytes"] == len(content)
    assert done["sha256"] == hashlib.sha256(content).hexdigest()
    assert wait_until(lambda: client.on_disk() == {"s/Bài_giảng_12.mp4": len(content)}, "the file to be in its place")
    for again in ("GET", "POST"):
        assert_problem(client.api.call(again, f"/api/start/{task}"), 409)


def test_a_task_without_an_url_uses_the_template(client):
    tasks = client.api.ok("POST", f"{client.path}/s/create_session",
                          json={"ids": ["two", "../imports/two"], "names": ["a", "b"], "batch_names": ["b", "b"]})["task_ids"]
    for task in tasks:
        client.start(task)
    assert client.wait(tasks[0], "done")["bytes"] == 1984
    assert client.wait(tasks[1], "failed")["error"]


def test_unknown_and_malformed_tasks(client):
    unknown = uuid.uuid4()
    for method, path in (("GET", "/api/start/{}"), ("POST", "/start/{}"), ("GET", "/api/tasks/{}"),
                         ("POST", "/api/tasks/{}/cancel"), ("POST", "/api/tasks/{}/retry"), ("GET", "/api/tasks/{}/file")):
        assert_problem(client.api.call(method, path.format(unknown)), 404)
        assert_problem(client.api.call(method, path.format("x-1")), 400, "task_id")
    assert_problem(client.api.get(f"{client.path}/s"), 404)
    assert_problem(client.api.post(f"{client.path}/s/start"), 404)


def test_many_starts_at_once_are_one_download(client, url):
    task, = client.create("s", "a", urls=url("one.mp4"))
    with concurrent.futures.ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda n: client.api.call("GET" if n % 2 else "POST", f"/api/start/{task}").status_code,
                                range(20)))
    assert sorted(answers) == [200] + [409] * 19
    assert client.wait(task, "done")["attempt"] == 1


def test_a_whole_session_is_started(client, url):
    tasks = client.create("s", "a", "b", "c", urls=[url("one.mp4"), url("missing.mp4"), url("absent.mp4")])
    assert client.api.ok("POST", f"{client.path}/s/start")["task_ids"] == tasks
    client.wait(tasks[0], "done")
    for task in tasks[1:]:
        failed = client.wait(task, "failed")
        assert failed["error"] and failed["file"] is None
        assert_problem(client.api.get(f"/api/tasks/{task}/file"), 404)
    more, = client.create("s", "d", urls=url("two.mp4"))
    assert client.api.ok("POST", f"{client.path}/s/start")["task_ids"] == tasks[1:] + [more]  # failed tasks, too


def test_links_are_checked_when_they_are_posted(client, url):
    body = {"ids": list("abc"), "names": list("abc"), "batch_names": ["Batch"] * 3,
            "lecture_urls": [url("one.mp4"), "https://example.org/a.mp4", "https://docs.google.com/document/d/" + "x" * 30]}
    assert_problem(client.api.post(f"{client.path}/s/create_session", json=body), 400, "lecture_urls.1", "lecture_urls.2")
    assert_problem(client.api.get(f"{client.path}/s"), 404)


def test_the_same_tasks_again_are_named(client, url):
    body = {"ids": list("ab"), "names": list("ab"), "batch_names": ["Batch"] * 2, "lecture_urls": [url("one.mp4"), url("two.mp4")]}
    path = f"{client.path}/s/create_session"
    first = client.api.ok("POST", path, json=body)
    assert first["already_there"] == []
    client.start(first["task_ids"][1])
    client.wait(first["task_ids"][1], "done")
    again = client.api.ok("POST", path, json=body)
    assert again["already_there"] == [{"index": 0, "task_id": first["task_ids"][0], "status": "created"},
                                      {"index": 1, "task_id": first["task_ids"][1], "status": "done"}]
    assert len(client.session("s")["tasks"]) == 4


def test_a_failed_task_can_be_retried(client, imports, url):
    task, = client.create("s", "a", urls=url(f"{client.name}.mp4"))
    assert_problem(client.api.post(f"/api/tasks/{task}/retry"), 409)
    assert_problem(client.api.post(f"/api/tasks/{task}/cancel"), 409)
    client.start(task)
    client.wait(task, "failed")
    (imports / f"{client.name}.mp4").write_bytes(b"here now")
    assert client.api.ok("POST", f"/api/tasks/{task}/retry")["status"] in ("queued", "running", "done")
    assert client.wait(task, "done")["bytes"] == 8
    assert_problem(client.api.post(f"/api/tasks/{task}/retry"), 409)
    assert_problem(client.api.post(f"/api/tasks/{task}/cancel"), 409)


# -- files

def test_files_with_equal_names_are_all_kept(client, url):
    done = client.download("s", "Lecture 1", "Lecture 1", "Lecture 1",
                           urls=[url("one.mp4"), url("two.mp4"), url("three.mkv")])
    assert sorted(one["file"] for one in done) == ["Lecture_1 (2).mp4", "Lecture_1.mkv", "Lecture_1.mp4"]
    assert wait_until(lambda: sorted(client.on_disk().values()) == [992, 1984, 2976], "all files")


def test_the_file_is_served_with_ranges(client, imports, url):
    done, = client.download("s", "Lecture 1", urls=url("two.mp4"))
    content = (imports / "two.mp4").read_bytes()
    whole = client.api.get(done["file_url"])
    assert whole.status_code == 200 and whole.content == content
    assert whole.headers["Content-Type"] == "video/mp4" and whole.headers["ETag"] == f'"{done["sha256"]}"'
    assert whole.headers["Content-Disposition"].startswith('inline; filename="Lecture_1.mp4"')
    saved = client.api.get(done["file_url"], params={"download": "1"})
    assert saved.headers["Content-Disposition"].startswith("attachment")
    part = client.api.get(done["file_url"], headers={"Range": "bytes=10-19"})
    assert part.status_code == 206 and part.content == content[10:20]
    assert client.api.get(done["file_url"], headers={"If-None-Match": whole.headers["ETag"]}).status_code == 304
    assert client.api.call("HEAD", done["file_url"]).headers["Content-Length"] == str(len(content))


# -- merge

def test_merge_moves_files_and_tasks_into_the_first_session(client, imports, url):
    kept, = client.download("s", "a", urls=url("one.mp4"))
    moved, alone = client.download("t", "a", "b", urls=[url("two.mp4"), url("three.mkv")])
    waiting, = client.create("t", "c", urls=url("one.mp4"))
    answer = client.merge("s", "t")
    assert answer.status_code == 200 and answer.json()["message"]
    tasks = client.session("s")["tasks"]
    assert [one["task_id"] for one in tasks] == [kept["task_id"], moved["task_id"], alone["task_id"], waiting]
    assert [one["file"] for one in tasks] == ["a.mp4", "a (2).mp4", "b.mkv", None]
    assert all(one["session_id"] == "s" for one in tasks)
    wait_until(lambda: client.on_disk() == {"s/a.mp4": 992, "s/a (2).mp4": 1984, "s/b.mkv": 2976}, "all files in session s")
    assert client.content(moved["task_id"]) == (imports / "two.mp4").read_bytes()
    assert client.content(kept["task_id"]) == (imports / "one.mp4").read_bytes()
    assert_problem(client.api.get(f"{client.path}/t"), 404)
    wait_until(lambda: not (client.server.state / "clients" / client.name / "t").exists(), "the empty folder to be deleted")
    client.start(waiting)
    client.wait(waiting, "done")
    # The name of the merged session can be used again.
    client.download("t", "a", urls=url("three.mkv"))
    assert client.merge("t", "s").status_code == 200
    assert len(client.session("t")["tasks"]) == 5


def test_a_merge_of_many_files_does_not_wait_for_them(client, imports, url):
    """The files can be read while they are moved, and all of them arrive."""
    client.download("s", "a 7", urls=url("one.mp4"))
    names = [f"a {n}" for n in range(250)]
    tasks = client.create("t", *names, urls=url("two.mp4"))
    client.api.ok("POST", f"{client.path}/t/start")
    for task in tasks:
        client.wait(task, "done")
    assert client.merge("s", "t").status_code == 200
    for task in (tasks[0], tasks[7], tasks[-1]):
        assert client.content(task) == (imports / "two.mp4").read_bytes()
    files = {f"s/a_{n}.mp4": 1984 for n in range(250)} | {"s/a_7.mp4": 992, "s/a_7 (2).mp4": 1984}
    wait_until(lambda: client.on_disk() == files, "all files in the first session")
    folder = client.server.state / "clients" / client.name / "t"
    wait_until(lambda: not folder.exists(), "the second session's folder to be deleted")
    assert client.server.scrub(check=0)["clean"]


@pytest.mark.parametrize("ids, fields", [
    (["s"], ["session_ids"]), (["s", "t", "u"], ["session_ids"]), (["s", "s"], ["session_ids"]), ([], ["session_ids"]),
    ("s", ["session_ids"]), (None, ["session_ids"]), (["s", ".."], ["session_ids.1"]), ([1, "t"], ["session_ids.0"]),
])
def test_merge_takes_two_different_sessions(client, ids, fields):
    client.create("s", "a")
    client.create("t", "a")
    assert_problem(client.api.post(f"{client.path}/merge_sessions", json={"session_ids": ids}), 400, *fields)
    assert len(client.session("s")["tasks"]) == len(client.session("t")["tasks"]) == 1


def test_merge_finds_only_sessions_of_the_same_client(client, server):
    client.create("s", "a")
    Client(server, client.name + "-2").create("t", "a")
    for ids in (["s", "t"], ["t", "s"]):
        assert_problem(client.merge(*ids), 404)
    assert_problem(Client(server, client.name + "-3").merge("s", "t"), 404)


def test_one_of_two_opposite_merges_wins(client, imports, url):
    for n in range(5):
        client.download(f"s{n}", "a", urls=url("one.mp4"))
        client.download(f"t{n}", "a", urls=url("two.mp4"))
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            there = pool.submit(client.merge, f"s{n}", f"t{n}")
            back = pool.submit(client.merge, f"t{n}", f"s{n}")
        codes = there.result().status_code, back.result().status_code
        assert sorted(codes) == [200, 404]
        winner, loser = ("s", "t") if codes[0] == 200 else ("t", "s")
        tasks = client.session(f"{winner}{n}")["tasks"]
        assert [one["file"] for one in tasks] == ["a.mp4", "a (2).mp4"]
        whose = ["one.mp4", "two.mp4"] if winner == "s" else ["two.mp4", "one.mp4"]
        for task, name in zip(tasks, whose):
            assert client.content(task["task_id"]) == (imports / name).read_bytes()
        wait_until(lambda: sorted(path for path in client.on_disk() if path[:2] in (f"s{n}", f"t{n}"))
                   == [f"{winner}{n}/a (2).mp4", f"{winner}{n}/a.mp4"], "both files in the winner's folder")
        assert_problem(client.api.get(f"{client.path}/{loser}{n}"), 404)
    assert client.server.scrub(check=0)["clean"]


# -- delete

@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_delete_session_deletes_tasks_and_files(client, url, method):
    gone, = client.download("s", "a", urls=url("one.mp4"))
    kept, = client.download("t", "a", urls=url("two.mp4"))
    assert client.api.ok(method, f"{client.path}/s/delete_session")["message"]
    wait_until(lambda: client.on_disk() == {"t/a.mp4": 1984}, "the files of session s to be deleted, those of t to stay")
    assert_problem(client.api.get(f"/api/tasks/{gone['task_id']}"), 404)
    assert_problem(client.api.get(gone["file_url"]), 404)
    assert_problem(client.api.call(method, f"{client.path}/s/delete_session"), 404)
    assert client.task(kept["task_id"])["status"] == "done"
    again, = client.download("s", "a", urls=url("three.mkv"))  # the name can be used again
    assert len(client.content(again["task_id"])) == 2976


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_delete_client_deletes_everything(client, server, url, method):
    client.download("s", "a", urls=url("one.mp4"))
    client.download("t", "a", urls=url("one.mp4"))
    other = Client(server, client.name + "-2")
    other.download("s", "a", urls=url("one.mp4"))
    assert client.api.ok(method, f"{client.path}/delete_client")["message"]
    wait_until(lambda: not (server.state / "clients" / client.name).exists(), "the files to be deleted")
    assert_problem(client.api.get(client.path), 404)
    assert_problem(client.api.call(method, f"{client.path}/delete_client"), 404)
    wait_until(lambda: other.on_disk() == {"s/a.mp4": 992}, "the other client's file to be in its place")


@pytest.mark.parametrize("path", ["{client}/delete_client", "{client}/s/delete_session", "/api/start/{task}"])
def test_a_get_that_changes_something_is_refused_to_other_sites(client, path):
    task, = client.create("s", "a")
    path = path.format(client=client.path, task=task)
    for guard in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Purpose": "prefetch"}, {"Purpose": "prefetch"},
                  {"Sec-Purpose": "prefetch;prerender"}):
        assert_problem(client.api.get(path, headers=guard), 403)
        assert_problem(client.api.get(path.removeprefix("/api"), headers=guard), 403)
    answer = client.api.call("HEAD", path)
    assert answer.status_code == 405 and "HEAD" not in answer.headers["Allow"]
    assert client.task(task)["status"] == "created"
    assert client.api.get(path, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200
