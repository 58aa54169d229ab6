"""Errors: problem+json, the right status, all mistakes at once."""

import json

import pytest

from kit.api import assert_problem
from kit.raw_http import exchange

UUID = "00000000-0000-4000-8000-000000000000"

BY_ID = [("GET", "/api/v1/sessions/{}"), ("DELETE", "/api/v1/sessions/{}"), ("GET", "/api/v1/sessions/{}/results"),
         ("GET", "/api/v1/sessions/{}/transcript"), ("GET", "/api/v1/jobs/{}/status"),
         ("GET", "/api/v1/jobs/{}/events"), ("POST", "/api/v1/jobs/{}/retry"), ("POST", "/api/v1/jobs/{}/cancel"),
         ("GET", "/api/v1/snippets/{}"), ("POST", "/api/v1/snippets/{}/process"),
         ("GET", "/api/v1/snippets/{}/download"), ("GET", "/output/{}/snippets/1)_A.mp4")]
BY_UUID = [("GET", "/api/v1/snippets/tasks/{}"), ("POST", "/api/v1/snippets/tasks/{}/cancel"),
           ("GET", "/api/v1/uploads/{}")]


@pytest.mark.parametrize("method,path", BY_ID)
def test_unknown_ids_are_404(api, method, path):
    for unknown in ("987654", "9223372036854775807"):
        assert_problem(api.call(method, path.format(unknown)), 404)


@pytest.mark.parametrize("method,path", BY_ID)
@pytest.mark.parametrize("malformed", ["abc", "-1", "0", "1x", "9223372036854775808", "%31%20", "1.0"])
def test_malformed_ids_are_400(api, method, path, malformed):
    assert_problem(api.call(method, path.format(malformed)), 400)


@pytest.mark.parametrize("method,path", BY_UUID)
def test_unknown_and_malformed_task_and_upload_ids(api, method, path):
    assert_problem(api.call(method, path.format(UUID)), 404)
    for malformed in ("1", UUID + "0", UUID.replace("-", "x")):
        assert_problem(api.call(method, path.format(malformed)), 400)


def test_plan_of_unknown_session(api):
    assert_problem(api.patch("/api/v1/sessions/987654/plan", json={"snippets": []}), 404)
    assert_problem(api.patch("/api/v1/sessions/x/plan", json={"snippets": []}), 400)


@pytest.mark.parametrize("path", ["/web", "/api", "/api/v1", "/api/v2/sessions", "/api/v1/sessions/1/results/more",
                                  "/api/v1/Sessions", "/output", "/output/1/snippets/a/b", "/output/1/snippets/..%2f..%2fx",
                                  "/output/../../etc/passwd"])
def test_unknown_paths_are_404(api, path):
    answer = api.get(path)
    assert answer.status_code in (400, 404)
    assert_problem(answer, answer.status_code)


def allowed(answer):
    assert_problem(answer, 405)
    return {one.strip() for one in answer.headers["Allow"].split(",")}


def test_wrong_methods_are_405_with_allow(api):
    assert {"GET", "HEAD"} <= allowed(api.post("/api/v1/sessions", json={}))
    assert "POST" in allowed(api.get("/api/v1/upload-session"))
    assert {"GET", "DELETE"} <= allowed(api.put("/api/v1/sessions/1", data=b""))
    assert "PATCH" in allowed(api.get("/api/v1/sessions/1/plan"))
    assert "POST" in allowed(api.get("/api/v1/snippets/1/process"))
    assert {"GET", "HEAD"} <= allowed(api.delete("/api/v1/snippets/1/download"))


def test_trailing_slash_is_the_same(api):
    assert api.ok("GET", "/api/v1/sessions/") == api.ok("GET", "/api/v1/sessions")
    assert_problem(api.get("/api/v1/sessions/987654/"), 404)


def test_only_json_is_accepted(api):
    body = json.dumps({"name": "A", "drive_link": "upload://" + UUID}).encode()
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonx"):
        assert_problem(api.post("/api/v1/upload-session", data=body, headers={"Content-Type": kind}), 415)
    answer = api.call("POST", "/api/v1/upload-session", data=body, headers={"Content-Type": None})
    assert_problem(answer, 415)
    for kind in ("application/json; charset=utf-8", "Application/JSON"):
        assert_problem(api.post("/api/v1/upload-session", data=body, headers={"Content-Type": kind}), 400, "drive_link")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"x"', b"{\"name\": \"a\",}", b"{'name': 'a'}",
                                  b"\xff\xfe", b'{"name": "\xff"}', b"[" * 100000, b'{"a":' * 2000, b"{} {}",
                                  b'{"name": NaN}'])
def test_malformed_json_is_400(api, body):
    headers = {"Content-Type": "application/json"}
    assert_problem(api.post("/api/v1/upload-session", data=body, headers=headers), 400)


def test_all_mistakes_are_reported_at_once(api):
    assert_problem(api.post("/api/v1/upload-session", json={}), 400, "drive_link", "name")
    body = {"name": 5, "module": "m" * 201, "drive_link": ["x"]}
    assert_problem(api.post("/api/v1/upload-session", json=body), 400, "drive_link", "module", "name")
    assert_problem(api.post("/api/v1/upload-session", json={"name": "   ", "drive_link": ""}), 400, "drive_link", "name")
    assert_problem(api.post("/api/v1/upload-session", json={"name": "n" * 201, "drive_link": "x" * 3000}), 400,
                   "drive_link", "name")


def test_unknown_members_are_ignored(api):
    body = {"name": "A", "drive_link": f"upload://{UUID}", "colour": {"deep": [1, 2, {"x": None}]}}
    assert_problem(api.post("/api/v1/upload-session", json=body), 400, "drive_link")


def test_bodies_are_limited(api, server):
    assert_problem(api.post("/api/v1/upload-session", json={"name": "n" * (1 << 20)}), 413)
    announced = (b"POST /api/v1/upload-session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                 b"Content-Length: 99999999999\r\n\r\n")
    assert exchange(server, announced)[0] == 413  # answered before any byte of the body is sent


def test_chunked_bodies_are_limited(api):
    def pieces():
        for _ in range(40):
            yield b" " * 65536
    answer = api.call("POST", "/api/v1/upload-session", data=pieces(), headers={"Content-Type": "application/json"})
    assert_problem(answer, 413)


def test_targets_and_headers_are_limited(server):
    request = b"GET /api/v1/sessions?x=%s HTTP/1.1\r\nHost: localhost\r\n\r\n"
    assert exchange(server, request % (b"a" * 9000))[0] == 414
    assert exchange(server, request % (b"a" * 7000))[0] == 200
    request = b"GET /api/v1/sessions HTTP/1.1\r\nHost: localhost\r\nX-Long: %s\r\n\r\n"
    assert exchange(server, request % (b"a" * 20000))[0] == 431
    assert exchange(server, request % (b"a" * 12000))[0] == 200


@pytest.mark.parametrize("request_bytes", [
    b"nonsense\r\n\r\n",
    b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
    b"GET /healthz HTTP/1.1\r\n\r\n",
    b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    b"POST /api/v1/upload-session HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nBad Name: x\r\n\r\n",
    b"GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /a%00b HTTP/1.1\r\nHost: localhost\r\n\r\n",
])
def test_broken_requests_are_400(server, request_bytes):
    assert exchange(server, request_bytes)[0] == 400
    assert server.alive()


def test_answers_carry_a_request_id_and_nosniff(api):
    one, other = api.get("/healthz"), api.get("/nothing")
    ids = {answer.headers["X-Request-Id"] for answer in (one, other)}
    assert len(ids) == 2
    assert one.headers["X-Content-Type-Options"] == "nosniff"


def test_foreign_hosts_are_refused(server):
    """DNS rebinding: a page whose host name now leads to 127.0.0.1 must not reach an open API."""
    request = b"GET /api/v1/sessions HTTP/1.1\r\nHost: %s\r\n\r\n"
    for host in (b"evil.example", b"127.0.0.1.evil.example", b"lectern.evil.example:%d" % server.port):
        assert exchange(server, request % host)[0] in (400, 403, 421)
    for host in (b"localhost", b"127.0.0.1", b"localhost:%d" % server.port, b"[::1]:%d" % server.port):
        assert exchange(server, request % host)[0] == 200
