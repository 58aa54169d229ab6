"""What reads have in common: entity tags and 304, gzip, HEAD, OPTIONS."""

import gzip

import pytest

from kit.api import assert_problem
from kit.raw_http import connect, read_head

ON_BOTH_DATABASES = True


@pytest.fixture(scope="module")
def many(api, lecture):
    """A lecture whose plan is long enough to be compressed."""
    api.plan(lecture, *[(n / 10, n / 10 + 0.1) for n in range(40)], name="Một phần của bài giảng")
    return lecture


@pytest.fixture(scope="module")
def reads(api, many):
    """A path of each kind of read that answers with JSON."""
    api.plan(many, *[(n / 10, n / 10 + 0.1) for n in range(40)], name="Một phần của bài giảng")
    snippet = api.results(many)["snippets"][0]["id"]
    task = api.process(snippet, mode="exact")
    api.wait_task(task, "SUCCESS")
    return [f"/api/v1/jobs/{many}/status", f"/api/v1/sessions/{many}", f"/api/v1/sessions/{many}/results",
            f"/api/v1/sessions/{many}/transcript", f"/api/v1/snippets/{snippet}", f"/api/v1/snippets/tasks/{task}",
            "/api/v1/sessions?limit=5", "/openapi.json"]


def test_polls_get_304_until_something_changes(api, reads):
    for path in reads:
        first = api.get(path)
        tag = first.headers["ETag"]
        assert first.headers["Cache-Control"] == "no-cache"
        for method in ("GET", "HEAD"):
            same = api.call(method, path, headers={"If-None-Match": tag})
            assert (same.status_code, same.content, same.headers["ETag"]) == (304, b"", tag), path
        other = api.get(path, headers={"If-None-Match": '"other"'})
        assert (other.status_code, other.json()) == (200, first.json())


def test_a_change_gives_another_tag(api, many):
    results, snippet = api.get(f"/api/v1/sessions/{many}/results"), api.results(many)["snippets"][3]["id"]
    one = api.get(f"/api/v1/snippets/{snippet}")
    items = [{**item, "name": item["name"] + " (neu)"} for item in results.json()["snippets"]]
    api.ok("PATCH", f"/api/v1/sessions/{many}/plan", json={"snippets": items})
    for before, path in ((results, f"/api/v1/sessions/{many}/results"), (one, f"/api/v1/snippets/{snippet}")):
        after = api.get(path, headers={"If-None-Match": before.headers["ETag"]})
        assert after.status_code == 200 and after.headers["ETag"] != before.headers["ETag"]
        assert "(neu)" in after.text


def test_long_answers_are_compressed_on_request(server, api, many):
    path = f"/api/v1/sessions/{many}/results"
    plain = api.get(path, headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in plain.headers and "Accept-Encoding" in plain.headers["Vary"]
    with connect(server) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n".encode())
        status, fields, body = read_head(connection)
        while len(body) < int(fields["content-length"]):
            body += connection.recv(65536)
    assert status == 200 and fields["content-encoding"] == "gzip" and "accept-encoding" in fields["vary"].lower()
    assert fields["etag"] == plain.headers["ETag"][:-1] + '-gzip"', "a strong tag names one coding"
    assert len(body) < len(plain.content) / 3
    assert gzip.decompress(body) == plain.content
    for refused in ("gzip;q=0", "br", "*;q=0, identity"):
        assert "Content-Encoding" not in api.get(path, headers={"Accept-Encoding": refused}).headers


def test_transcripts_as_text_are_compressed_too(api, many):
    for kind in ("json", "vtt", "srt"):
        path = f"/api/v1/sessions/{many}/transcript?format={kind}"
        packed = api.get(path, headers={"Accept-Encoding": "gzip, identity;q=0"})
        assert packed.headers["Content-Encoding"] == "gzip"
        assert packed.text == api.get(path, headers={"Accept-Encoding": "identity"}).text


def test_head_and_options_everywhere(api, reads):
    for path in [*reads, "/healthz", "/readyz"]:
        get, head = api.get(path), api.call("HEAD", path)
        assert (head.status_code, head.content) == (get.status_code, b""), path
        for name in ("Content-Type", "Content-Length", "ETag", "Cache-Control", "Vary", "X-Total-Count", "Link"):
            assert head.headers.get(name) == get.headers.get(name), f"{path}: {name}"
        options = api.call("OPTIONS", path)
        assert options.status_code == 204 and {"GET", "HEAD", "OPTIONS"} <= set(options.headers["Allow"].split(", "))
        assert_problem(api.call("PUT", path, data=b""), 405)


def test_clips_are_never_compressed(api, many):
    snippet = api.plan(many, (1, 4))[0]["id"]
    api.cut(snippet, mode="fast")
    answer = api.get(f"/api/v1/snippets/{snippet}/download", headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200 and "Content-Encoding" not in answer.headers
