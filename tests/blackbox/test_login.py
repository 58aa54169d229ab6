"""Logins of browsers: a token for a cookie; what the cookie may do, and what it may not."""

import hashlib
import json
import sqlite3

import pytest

from kit.api import Api, assert_problem
from kit.pages import Page
from kit.process import run
from kit.raw_http import connect, exchange, read_head
from kit.sse import stream
from kit.tokens import make_token, where

LOGIN, LOGOUT, ME = "/api/v1/login", "/api/v1/logout", "/api/v1/me"


@pytest.fixture(scope="module")
def server(start_module_server):
    return start_module_server(auth_mode="required", topics_shortest_seconds=2)


@pytest.fixture(scope="module")
def token(server):
    return make_token(server, "teacher", "--name", "Cô Lan")


@pytest.fixture(scope="module")
def api(server, token):
    """The API with the token itself."""
    return Api(server.api.base, token)


@pytest.fixture
def page(server, token):
    """A page of somebody who has logged in."""
    return Page(server.api.base, token)


def with_cookie(server, secret, **fields):
    """A client that sends this cookie and these fields, and no others that a browser would add."""
    client = Api(server.api.base)
    client.session.headers["Cookie"] = f"lectern={secret}"
    client.session.headers.update({name.replace("_", "-"): value for name, value in fields.items()})
    return client


def revoke(server, name):
    listed = run("token", "list", *where(server), check=0).stdout.splitlines()
    run("token", "revoke", next(line.split()[0] for line in listed if line.endswith(name)), *where(server), check=0)


def change_rows(server, statement, *values):
    with sqlite3.connect(server.state / "lectern.db", timeout=30) as rows:
        rows.execute(statement, values)
    rows.close()


def hash_of(secret):
    return hashlib.sha256(secret.encode()).hexdigest()


# -- logging in and out

def test_a_token_for_a_cookie(server, token):
    answer = server.api.post(LOGIN, json={"token": token})
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    assert answer.json() == {"mode": "required", "role": "teacher", "name": "Cô Lan", "client_id": None, "demo": False}
    name, _, rest = answer.headers["Set-Cookie"].partition("=")
    secret, *attributes = rest.split("; ")
    assert name == "lectern" and len(secret) == 64
    assert sorted(attributes) == ["HttpOnly", "Max-Age=43200", "Path=/", "SameSite=Lax"]
    server.api.session.cookies.clear()
    page = Page(server.api.base, token)
    assert page.ok("GET", ME) == page.me == answer.json()
    assert page.ok("GET", "/api/v1/sessions") is not None and page.secret() != secret


def test_secrets_are_stored_as_hashes_and_logged_nowhere(server, page, token):
    page.ok("GET", ME)
    stored = b"".join(path.read_bytes() for path in server.state.rglob("*") if path.is_file())
    for secret in (page.secret(), token):
        assert secret.encode() not in stored and secret not in server.log(last=100000)


def test_without_a_login(server):
    stranger = Page(server.api.base)
    for path in (ME, "/api/v1/sessions", "/api/v1/events"):
        assert_problem(stranger.get(path), 401)
    assert stranger.post(LOGOUT).status_code == 204


def test_a_logout_ends_the_login_for_good(server, page):
    secret = page.secret()
    answer = page.post(LOGOUT)
    assert answer.status_code == 204 and "Max-Age=0" in answer.headers["Set-Cookie"]
    assert page.secret() is None
    assert_problem(page.get(ME), 401)
    assert_problem(with_cookie(server, secret, Sec_Fetch_Site="same-origin").get(ME), 401)
    assert with_cookie(server, secret, Sec_Fetch_Site="same-origin").post(LOGOUT).status_code == 204


def test_a_login_takes_over_no_secret(server, token):
    planted = "a" * 64
    client = with_cookie(server, planted, Sec_Fetch_Site="same-origin")
    answer = client.post(LOGIN, json={"token": token})
    assert answer.status_code == 200 and planted not in answer.headers["Set-Cookie"]
    assert_problem(with_cookie(server, planted).get(ME), 401)


def test_a_new_login_ends_the_one_before_it(server, page, token):
    before = page.secret()
    page.ok("POST", LOGIN, json={"token": token})
    assert page.secret() != before and page.ok("GET", ME)
    assert_problem(with_cookie(server, before).get(ME), 401)


def test_a_read_changes_nothing(server, page):
    for path in (LOGIN, LOGOUT):
        for method in ("GET", "HEAD", "PUT", "DELETE"):
            answer = page.call(method, path)
            assert answer.status_code == 405 and "Set-Cookie" not in answer.headers
    assert page.call("HEAD", ME).status_code == 200 and page.ok("GET", ME)


@pytest.mark.parametrize("body, status", [({"token": ""}, 400), ({}, 400), ({"token": 7}, 400), ({"token": "x" * 5000}, 400),
                                          ({"token": "lectern_" + "0" * 64}, 401), ({"token": "a\u0000b"}, 400)])
def test_what_is_no_token(server, body, status):
    answer = server.api.post(LOGIN, json=body)
    problem = assert_problem(answer, status)
    assert "Set-Cookie" not in answer.headers and "x" * 100 not in json.dumps(problem)


def test_a_login_needs_a_json_body(server, token):
    """A form of another site can send no JSON."""
    body = json.dumps({"token": token})
    for kind in ("text/plain", "application/x-www-form-urlencoded"):
        assert_problem(server.api.post(LOGIN, data=body, headers={"Content-Type": kind}), 415)
    assert_problem(server.api.post(LOGIN, json={"token": token}, headers={"Sec-Fetch-Site": "cross-site"}), 403)


def test_wrong_tokens_are_counted(start_server):
    server = start_server(auth_mode="required", trusted_proxies="127.0.0.1")
    good = make_token(server, "viewer")
    attempt = lambda token, address: server.api.post(LOGIN, json={"token": token}, headers={"X-Forwarded-For": address})
    for n in range(10):
        assert_problem(attempt(f"lectern_{n}", "192.0.2.1"), 401)
    for token in ("lectern_10", good):
        answer = attempt(token, "192.0.2.1")
        assert_problem(answer, 429)
        assert 1 <= int(answer.headers["Retry-After"]) <= 60 and "Set-Cookie" not in answer.headers
    for _ in range(12):
        assert attempt(good, "192.0.2.2").status_code == 200
    assert Api(server.api.base, good).ok("GET", ME), "the token itself still works"


# -- the cookie

@pytest.mark.parametrize("cookies", [
    "lectern", "lectern=", "lectern=;", "lectern=" + "0" * 64, "lectern=" + "0" * 63, "lectern=" + "A" * 64, ";;;=;==",
    "lectern=" + "0" * 10240, "a=" + "b" * 10240, "lectern=\"" + "0" * 64 + "\"", "__Host-lectern=" + "0" * 64,
    "lectern=%00; lectern=../../etc/passwd; lectern=' OR 1=1 --"])
def test_garbage_is_no_login(server, cookies):
    client = Api(server.api.base)
    client.session.headers["Cookie"] = cookies
    assert_problem(client.get(ME), 401)
    assert client.post(LOGOUT).status_code in (204, 403)
    assert client.get("/healthz").status_code == 200


def test_garbage_beside_the_cookie(server, page):
    for cookies in (f"lectern=garbage; lectern={page.secret()}", f"a=b; lectern={page.secret()}; c={'d' * 10000}",
                    f"lectern={page.secret()}; lectern={page.secret()}"):
        client = Api(server.api.base)
        client.session.headers["Cookie"] = cookies
        assert client.ok("GET", ME) == page.me
    client.session.headers["Cookie"] = f"lectern={'0' * 64}; lectern={page.secret()}"
    assert_problem(client.get(ME), 401)


def test_bytes_that_are_no_text(server, page):
    request = b"GET /api/v1/me HTTP/1.1\r\nHost: localhost\r\nCookie: x=\xff\xfe; lectern=%s\r\n\r\n"
    status, _ = exchange(server, request % page.secret().encode())
    assert status in (200, 400)
    status, _ = exchange(server, b"GET /api/v1/me HTTP/1.1\r\nHost: localhost\r\nCookie: lectern=\xc3\x28\r\n\r\n")
    assert status in (400, 401)
    assert page.ok("GET", ME)


def test_a_token_counts_more_than_a_cookie(server, page):
    viewer = make_token(server, "viewer", "--name", "Mr Minh")
    assert page.ok("GET", ME, headers={"Authorization": f"Bearer {viewer}"})["name"] == "Mr Minh"
    for field in ("Bearer wrong", "Bearer", "Basic dGVzdDp0ZXN0"):
        assert_problem(page.get(ME, headers={"Authorization": field}), 401)


def test_over_tls_the_cookie_belongs_to_the_host(start_server, certificate):
    server = start_server(auth_mode="required", tls_cert=certificate[0], tls_key=certificate[1])
    token = make_token(server, "viewer")
    page = Page(server.api.base, token)
    assert page.ok("GET", ME)["role"] == "viewer"
    (cookie,) = page.session.cookies
    assert cookie.name == "__Host-lectern" and cookie.secure and cookie.path == "/" and not cookie.domain_specified
    # A plain cookie may have been set by another host or over plain HTTP.
    assert_problem(with_cookie(server, page.secret()).get(ME), 401)


def test_behind_a_proxy_that_speaks_tls(start_server):
    server = start_server(auth_mode="required", trusted_proxies="127.0.0.1", public_url="https://school.example/lectern")
    token = make_token(server, "teacher")
    fields = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}
    answer = Api(server.api.base).post(LOGIN, json={"token": token}, headers=fields)
    assert answer.headers["Set-Cookie"].startswith("__Host-lectern=") and "; Secure" in answer.headers["Set-Cookie"]
    cookie = answer.headers["Set-Cookie"].partition(";")[0]
    client = Api(server.api.base)
    assert client.ok("GET", ME, headers={**fields, "Cookie": cookie})["role"] == "teacher"
    plain = cookie.removeprefix("__Host-")
    assert_problem(client.get(ME, headers={**fields, "Cookie": plain}), 401)
    for origin, status in (("https://school.example", 400), ("https://evil.example", 403), ("https://school.example:444", 403)):
        changed = client.post("/api/v1/upload-session", json={}, headers={**fields, "Cookie": cookie, "Origin": origin})
        assert_problem(changed, status)


def test_behind_a_proxy_that_is_not_trusted(start_server):
    """Nobody can tell that the client spoke TLS, but the public address says so."""
    server = start_server(auth_mode="required", public_url="https://school.example")
    token = make_token(server, "teacher")
    for fields in ({}, {"Host": "school.example"}, {"Origin": "https://school.example", "Sec-Fetch-Site": "same-origin"}):
        answer = Api(server.api.base).post(LOGIN, json={"token": token}, headers=fields)
        assert answer.headers["Set-Cookie"].startswith("__Host-lectern=") and "; Secure" in answer.headers["Set-Cookie"]
        cookie = answer.headers["Set-Cookie"].partition(";")[0]
        client = Api(server.api.base)
        assert client.ok("GET", ME, headers={**fields, "Cookie": cookie})["role"] == "teacher"
    plain = {"Cookie": cookie.removeprefix("__Host-")}
    assert_problem(client.get(ME, headers={"Host": "school.example", **plain}), 401)
    # The proxy names this server by a loopback address.
    assert_problem(client.get(ME, headers={"Referer": "https://school.example/lectures/1", **plain}), 401)


def test_a_page_that_could_not_keep_the_login_says_so(start_server):
    server = start_server(auth_mode="required", public_url="https://school.example")
    fields = {"Host": "192.0.2.5:8080", "Origin": "http://192.0.2.5:8080"}
    refused = Api(server.api.base).post(LOGIN, json={"token": make_token(server, "teacher")}, headers=fields)
    assert "https://school.example/login" in assert_problem(refused, 403)["detail"] and "Set-Cookie" not in refused.headers


def test_plain_pages_of_the_same_machine_beside_a_public_address(start_server):
    """A browser keeps no secure cookie of a plain page, and there is no proxy here."""
    server = start_server(auth_mode="required", public_url="https://school.example")
    page = Page(server.api.base)
    page.session.headers["Origin"] = server.api.base
    answer = page.post(LOGIN, json={"token": make_token(server, "teacher")})
    assert answer.headers["Set-Cookie"].startswith("lectern=") and "Secure" not in answer.headers["Set-Cookie"]
    del page.session.headers["Origin"]  # a browser sends none with what it reads
    assert page.ok("GET", ME)["role"] == "teacher" and page.ok("GET", "/api/v1/sessions") == []
    assert page.post(LOGOUT).status_code == 204 and page.secret() is None
    assert_problem(page.get(ME), 401)


# -- what it may do

def test_rights_are_those_of_the_token(server, api, lecture):
    viewer = Page(server.api.base, make_token(server, "viewer"))
    assert viewer.results(lecture)["snippets"]
    assert_problem(viewer.patch(f"/api/v1/sessions/{lecture}", {"name": "Mine"}), 403)
    teacher = Page(server.api.base, make_token(server, "teacher"))
    assert teacher.ok("PATCH", f"/api/v1/sessions/{lecture}", json={"name": "Ours"})["name"] == "Ours"
    room = teacher.ok("POST", "/api/v1/classrooms/", status=201, json={"name": "10A"})["id"]
    assert_problem(viewer.get("/api/v1/classrooms/"), 403)
    assert_problem(teacher.delete(f"/api/v1/classrooms/{room}/"), 403)
    assert Page(server.api.base, make_token(server, "admin")).delete(f"/api/v1/classrooms/{room}/").status_code == 204


def test_a_client_sees_its_own(server, api, lecture, tiny):
    acme = Page(server.api.base, make_token(server, "teacher", "--client", "acme"))
    assert acme.me["client_id"] == "acme" == acme.ok("GET", ME)["client_id"]
    own = acme.finish(acme.upload(tiny))
    assert acme.results(own)["snippets"]
    for path in ("", "/results", "/recording", "/transcript", "/draft"):
        assert_problem(acme.get(f"/api/v1/sessions/{lecture}{path}"), 404)
    assert_problem(acme.get(f"/api/v1/events?session={lecture}"), 404)
    assert_problem(acme.patch(f"/api/v1/sessions/{lecture}", {"name": "Mine"}), 404)
    assert_problem(acme.get("/api/v1/classrooms/"), 403)
    other = Page(server.api.base, make_token(server, "teacher", "--client", "other"))
    assert_problem(other.get(f"/api/v1/sessions/{own}"), 404)


def test_players_need_no_signature(server, page, lecture):
    recording = page.get(f"/api/v1/sessions/{lecture}/recording", headers={"Range": "bytes=4-7"})
    assert recording.status_code == 206 and recording.content == b"ftyp"
    assert page.get(f"/api/v1/sessions/{lecture}/transcript?format=vtt").text.startswith("WEBVTT")
    address = page.results(lecture)["recording_url"].replace(page.base, "")
    wrong = address[:-1] + ("0" if address[-1] != "0" else "1")
    assert page.get(wrong).status_code == 200
    assert_problem(Api(server.api.base).get(wrong), 403)
    assert_problem(with_cookie(server, "0" * 64).get(wrong), 403)


# -- requests of other pages

CHANGES = [("POST", "/api/v1/jobs/{0}/cancel"), ("PATCH", "/api/v1/sessions/{0}"), ("DELETE", "/api/v1/sessions/987654"),
           ("PUT", "/api/v1/sessions/{0}/draft"), ("POST", "/api/v1/uploads"), ("GET", "/api/client/acme/delete_client"),
           ("POST", "/api/v1/classrooms/"), ("POST", LOGOUT)]
FOREIGN = [{}, {"Sec_Fetch_Site": "same-site"}, {"Sec_Fetch_Site": "cross-site"}, {"Origin": "https://evil.example"},
           {"Origin": "null"}, {"Origin": "http://127.0.0.1:1"}, {"Sec_Fetch_Site": "cross-site", "Origin": "{base}"},
           {"Sec_Fetch_Site": "same-origin", "Sec_Purpose": "prefetch"}]


@pytest.mark.parametrize("fields", FOREIGN, ids=str)
def test_other_pages_change_nothing(server, page, lecture, fields):
    client = with_cookie(server, page.secret(), **{name: text.format(base=page.base) for name, text in fields.items()})
    for method, path in CHANGES:
        answer = client.call(method, path.format(lecture), json={"name": "Mine"} if method in ("PATCH", "PUT") else None)
        assert_problem(answer, 403)
        assert "Set-Cookie" not in answer.headers or "Max-Age=0" not in answer.headers["Set-Cookie"]
    assert page.ok("GET", ME) and page.ok("GET", f"/api/v1/sessions/{lecture}")["name"] != "Mine"


@pytest.mark.parametrize("fields", [{"Sec_Fetch_Site": "same-origin"}, {"Sec_Fetch_Site": "none"}, {"Origin": "{base}"}], ids=str)
def test_our_pages_change_something(server, page, lecture, fields):
    client = with_cookie(server, page.secret(), **{name: text.format(base=page.base) for name, text in fields.items()})
    assert client.ok("PATCH", f"/api/v1/sessions/{lecture}", json={"name": "Ours"})["name"] == "Ours"


@pytest.mark.parametrize("site", ["none", "same-origin"])
def test_no_link_changes_something(server, page, site):
    """A link in a mail is followed with the cookie, as typed addresses are; document A has GETs that delete."""
    client = with_cookie(server, page.secret(), Sec_Fetch_Site=site)
    assert_problem(client.get("/api/client/acme/delete_client"), 403)


def test_listed_origins_get_no_cookie(start_server):
    """They may call the API with a token, but not with a person's cookie."""
    server = start_server(auth_mode="required", cors_origins="*")
    token = make_token(server, "teacher")
    page = Page(server.api.base, token)
    for fields in ({"Origin": "https://app.example"}, {"Origin": "https://app.example", "Sec_Fetch_Site": "same-site"}):
        assert_problem(with_cookie(server, page.secret(), **fields).post("/api/v1/upload-session", {}), 403)
        answer = Api(server.api.base, token).post("/api/v1/upload-session", {}, headers={
            name.replace("_", "-"): value for name, value in fields.items()})
        assert_problem(answer, 400)
        assert "Access-Control-Allow-Credentials" not in answer.headers


# -- its end

def test_it_ends_with_its_token(server):
    page = Page(server.api.base, make_token(server, "teacher", "--name", "Mr An"))
    other = Page(server.api.base, make_token(server, "teacher", "--name", "Ms Ha"))
    revoke(server, "Mr An")
    assert_problem(page.get(ME), 401)
    assert_problem(page.post("/api/v1/upload-session", {}), 401)
    assert other.ok("GET", ME)


def test_event_streams_end_with_it(server):
    token = make_token(server, "viewer", "--name", "Ms Mai")
    by_logout, by_revocation = Page(server.api.base, token), Page(server.api.base, token)
    events, others = stream(by_logout, "/api/v1/events"), stream(by_revocation, "/api/v1/events")
    assert next(events)[1] == next(others)[1] == "ready"
    assert by_logout.post(LOGOUT).status_code == 204
    for _ in events:  # it ends within its heartbeat, whatever happens meanwhile
        pass
    revoke(server, "Ms Mai")
    for _ in others:
        pass


def test_it_slides(server, page):
    secret = page.secret()
    answer = page.get(ME)
    assert "Set-Cookie" not in answer.headers, "it was used just now"
    change_rows(server, "UPDATE logins SET last_used_at = last_used_at - 120000, expires_at = expires_at - 120000 "
                "WHERE hash = ?", hash_of(secret))
    answer = page.get("/api/v1/sessions")
    assert answer.headers["Set-Cookie"].startswith(f"lectern={secret}; Path=/; Max-Age=43200")
    assert "Set-Cookie" not in page.get("/api/v1/sessions").headers
    change_rows(server, "UPDATE logins SET expires_at = 1 WHERE hash = ?", hash_of(secret))
    assert_problem(page.get(ME), 401)


# -- local mode

def test_without_tokens_one_may_do_everything(start_server):
    server = start_server()
    page = Page(server.api.base)
    assert page.ok("GET", ME) == {"mode": "local", "role": "admin", "name": "", "client_id": None, "demo": False}
    # A cookie of another server on this machine, or one that has expired, is as good as none.
    for secret in ("0" * 64, "garbage"):
        stranger = with_cookie(server, secret)
        assert stranger.ok("GET", ME)["role"] == "admin"
        assert_problem(stranger.post("/api/v1/upload-session", {}), 400)
        assert_problem(stranger.get("/api/v1/classrooms/"), 401)


def test_classes_take_the_cookie_in_local_mode_too(start_server):
    server = start_server()
    page = Page(server.api.base, make_token(server, "teacher", "--name", "Cô Lan"))
    assert page.ok("GET", ME) == {"mode": "local", "role": "teacher", "name": "Cô Lan", "client_id": None,
                                   "demo": False}
    assert page.ok("POST", "/api/v1/classrooms/", status=201, json={"name": "10A"})["name"] == "10A"
    assert_problem(with_cookie(server, page.secret()).post("/api/v1/classrooms/", {"name": "10B"}), 403)
    assert page.post(LOGOUT).status_code == 204
    assert_problem(page.get("/api/v1/classrooms/"), 401)
    assert page.ok("GET", ME)["role"] == "admin"


def test_the_cookie_stays_with_its_connection(server, page, token):
    """Two people share a connection of a proxy: each request has the rights of its own cookie."""
    viewer = Page(server.api.base, make_token(server, "viewer", "--name", "Mr Minh"))
    with connect(server) as connection:
        for secret, name in ((page.secret(), "Cô Lan"), (viewer.secret(), "Mr Minh"), ("0" * 64, None)):
            connection.sendall(f"GET {ME} HTTP/1.1\r\nHost: localhost\r\nCookie: lectern={secret}\r\n\r\n".encode())
            status, fields, body = read_head(connection)
            while len(body) < int(fields["content-length"]):
                body += connection.recv(65536)
            assert (status == 401) if name is None else (json.loads(body)["name"] == name)
