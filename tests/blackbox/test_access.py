"""auth.mode = required: tokens, roles, revoking, signed media addresses."""

import re

import pytest

from kit.api import Api, assert_problem
from kit.process import run
from kit.raw_http import exchange


def make_token(state, *more):
    return run("token", "create", "--state", state, *more, check=0).stdout.strip()


@pytest.fixture(scope="module")
def server(start_module_server):
    return start_module_server(auth_mode="required", auth_media_url_seconds=3600)


@pytest.fixture(scope="module")
def api(server):
    """The API with a teacher's token."""
    return Api(server.api.base, make_token(server.state, "--role", "teacher", "--name", "Ms Lan"))


@pytest.fixture(scope="module")
def viewer(server):
    return Api(server.api.base, make_token(server.state, "--role", "viewer"))


@pytest.fixture(scope="module")
def stranger(server):
    return Api(server.api.base)


def test_without_a_token(server, stranger):
    for method, path in (("GET", "/api/v1/sessions"), ("POST", "/api/v1/upload-session"), ("GET", "/api/v1/snippets/1"),
                         ("POST", "/api/v1/uploads"), ("GET", "/api/v1/jobs/1/status"), ("GET", "/output/1/snippets/a.mp4"),
                         ("GET", "/api/v1/snippets/1/download"), ("DELETE", "/api/v1/sessions/1")):
        answer = stranger.call(method, path, data=b"not even read")
        assert_problem(answer, 401)
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert stranger.ok("GET", "/healthz") and stranger.ok("GET", "/readyz")


@pytest.mark.parametrize("field", ["Bearer wrong", "Bearer ", "Bearer", "Basic dGVzdDp0ZXN0", "Bearer lectern_" + "0" * 64,
                                   "Bearer " + "x" * 5000, "Bearer a b"])
def test_bad_tokens(stranger, field):
    answer = stranger.get("/api/v1/sessions", headers={"Authorization": field})
    assert_problem(answer, 401)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_more_than_one_space_before_the_token(server, stranger):
    token = make_token(server.state, "--role", "viewer")
    for field in (f"Bearer {token}", f"Bearer  {token}", f"bearer    {token} "):
        assert stranger.get("/api/v1/sessions", headers={"Authorization": field}).status_code == 200, field


def test_two_tokens_are_refused(server):
    good = make_token(server.state, "--role", "teacher")
    for one, two in ((good, "wrong"), ("wrong", good), (good, good)):
        status, _ = exchange(server, (f"GET /api/v1/sessions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {one}\r\n"
                                      f"authorization: Bearer {two}\r\n\r\n").encode())
        assert status == 400


def test_teachers_change_and_viewers_only_read(api, viewer, lecture):
    assert viewer.ok("GET", f"/api/v1/sessions/{lecture}")["job_status"] == "Finished"
    assert viewer.results(lecture)["snippets"]
    for method, path, body in (("DELETE", f"/api/v1/sessions/{lecture}", None), ("POST", "/api/v1/upload-session", {}),
                               ("PATCH", f"/api/v1/sessions/{lecture}/plan", {"snippets": []}),
                               ("POST", f"/api/v1/jobs/{lecture}/retry", None), ("POST", "/api/v1/uploads", None)):
        assert_problem(viewer.call(method, path, json=body), 403)
    assert api.plan(lecture, (1, 2))


def test_revoked_tokens(server, stranger):
    secret = make_token(server.state, "--role", "admin", "--name", "Mr Minh")
    client = Api(server.api.base, secret)
    assert client.ok("GET", "/api/v1/sessions") is not None
    listed = run("token", "list", "--state", server.state, check=0).stdout
    assert secret not in listed and "Mr Minh" in listed
    row = next(line for line in listed.splitlines() if "Mr Minh" in line)
    assert "never" not in row, "its last use is recorded"
    run("token", "revoke", row.split()[0], "--state", server.state, check=0)
    assert_problem(client.get("/api/v1/sessions"), 401)
    assert "revoked" in run("token", "list", "--state", server.state).stdout
    assert run("token", "revoke", "nosuch", "--state", server.state).returncode != 0


def test_tokens_are_stored_as_hashes(server):
    secret = make_token(server.state, "--role", "viewer").removeprefix("lectern_").encode()
    stored = b"".join(path.read_bytes() for path in server.state.rglob("*") if path.is_file())
    assert secret not in stored


@pytest.mark.parametrize("arguments", [("--role", "king"), (), ("--role", "viewer", "--client", "../x")])
def test_invalid_tokens_are_not_created(server, arguments):
    assert run("token", "create", "--state", server.state, *arguments).returncode != 0


def test_signed_addresses(server, api, stranger, lecture):
    first, second = api.plan(lecture, (1, 3), (4, 6))
    clip, other = api.cut(first["id"], mode="fast"), api.cut(second["id"], mode="fast")
    address = clip["media_url"].replace(api.base, "")
    content = api.get(f"/api/v1/snippets/{clip['id']}/download").content
    assert stranger.get(address).content == content
    part = stranger.get(address, headers={"Range": "bytes=10-19"})
    assert part.status_code == 206 and part.content == content[10:20]
    assert stranger.call("HEAD", address).status_code == 200
    # The same signature is valid for the clip's other address.
    query = address.partition("?")[2]
    assert stranger.get(f"/output/{lecture}/snippets/{clip['storage_link']}?{query}").content == content

    refused = [address.replace(f"/snippets/{clip['id']}/", f"/snippets/{other['id']}/"),
               f"/output/{lecture}/snippets/{other['storage_link']}?{query}",
               address.replace(f"clip={clip['id']}", f"clip={other['id']}"),
               re.sub(r"expires=(\d+)", lambda found: f"expires={int(found[1]) + 1}", address),
               re.sub(r"signature=(.)", lambda found: "signature=" + ("1" if found[1] == "0" else "0"), address),
               re.sub(r"expires=\d+", "expires=1", address), re.sub(r"&signature=\w+", "&signature=", address),
               re.sub(r"&signature=\w+", "", address)]
    for wrong in refused:
        answer = stranger.get(wrong)
        assert answer.status_code in (401, 403), wrong
        assert_problem(answer, answer.status_code)
    # The signature gives access to this clip and to nothing else.
    for path in (f"/api/v1/snippets/{clip['id']}", "/api/v1/sessions"):
        assert_problem(stranger.get(f"{path}?{query}"), 401)


def test_signed_addresses_expire(start_server, tiny):
    server = start_server(auth_mode="required", auth_media_url_seconds=1)
    api = Api(server.api.base, make_token(server.state, "--role", "admin"))
    lecture = api.finish(api.upload(tiny))
    clip = api.cut(api.plan(lecture, (1, 2))[0]["id"], mode="fast")
    address = api.snippet(clip["id"])["media_url"].replace(api.base, "")

    from kit.waiting import wait_until
    wait_until(lambda: Api(api.base).get(address).status_code in (401, 403), "the address to expire", timeout=30)


def test_required_mode_may_listen_on_all_addresses(start_server):
    server = start_server(auth_mode="required", host="0.0.0.0")
    assert_problem(server.api.get("/api/v1/sessions"), 401)
    assert server.api.ok("GET", "/healthz")


def test_the_token_is_checked_before_the_body_is_read(server):
    status, fields = exchange(server, b"POST /api/v1/uploads HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\n\r\n")
    assert status == 401 and "www-authenticate" in fields
