"""The pages and the files that they load: out of the program, or out of a folder. They need no token."""

import gzip
import re
import socket

import pytest

from kit.api import assert_problem
from kit.process import run

PAGES = {"/": "lectures-page", "/add": "add-page", "/login": "login-page", "/lectures/1": "lecture-page",
         "/lectures/987654": "lecture-page", "/lectures/1/review": "review-page"}
POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; "
          "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
          "require-trusted-types-for 'script'; trusted-types lit-html")


def addresses_in(page):
    """Of the files that a page names, relative to the server."""
    return re.findall(r'(?:href|src)="(/web/[^"#]+)', page)


@pytest.fixture(scope="module")
def version(api):
    return re.search(r"/web/([0-9a-f]{12})/", api.get("/").text)[1]


@pytest.mark.parametrize("path", PAGES)
def test_pages(api, path):
    answer = api.get(path)
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert answer.headers["Referrer-Policy"] == "same-origin" and answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert f"/{PAGES[path]}-" in answer.text and not re.search(r"{(base|version)}", answer.text)
    same = api.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert same.status_code == 304 and not same.content
    head = api.call("HEAD", path, headers={"Accept-Encoding": "identity"})
    assert head.status_code == 200 and int(head.headers["Content-Length"]) == len(answer.content) and not head.content


def test_pages_are_not_described_as_api(api):
    paths = api.ok("GET", "/openapi.json")["paths"]
    assert not [path for path in paths if path == "/" or path.startswith(("/web", "/lectures", "/add", "/login"))]


@pytest.mark.parametrize("path", PAGES)
def test_files_of_a_page(api, path):
    addresses = addresses_in(api.get(path).text)
    assert any(address.endswith("/main.js") for address in addresses)
    assert any("/chunk-" in address for address in addresses), "shared modules are loaded early"
    for address in addresses:
        answer = api.get(address, headers={"Accept-Encoding": "identity"})
        assert answer.status_code == 200 and answer.content, address
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["X-Content-Type-Options"] == "nosniff" and "Content-Encoding" not in answer.headers
        if address.endswith(".js"):
            assert answer.headers["Content-Type"].startswith("text/javascript")
        same = api.get(address, headers={"If-None-Match": answer.headers["ETag"], "Accept-Encoding": "identity"})
        assert same.status_code == 304 and not same.content and "immutable" in same.headers["Cache-Control"]


def test_the_packed_twin(api, version):
    path = f"/web/{version}/main.js"
    plain = api.get(path, headers={"Accept-Encoding": "identity"})
    packed = api.get(path, headers={"Accept-Encoding": "gzip"}, stream=True)
    raw = packed.raw.read(decode_content=False)
    assert packed.headers["Content-Encoding"] == "gzip" and gzip.decompress(raw) == plain.content
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"
    assert plain.headers["ETag"] != packed.headers["ETag"] and not packed.headers["ETag"].startswith("W/")
    same = api.get(path, headers={"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]})
    assert same.status_code == 304


@pytest.mark.parametrize("name", ["other.js", "base/other.js", "index.html", "README.md", "jsconfig.json", "a/b/c.js"])
def test_unknown_files_are_404(api, version, name):
    assert_problem(api.get(f"/web/{version}/{name}"), 404)


def test_an_old_version_is_404(api):
    assert_problem(api.get("/web/0123456789ab/main.js"), 404)
    assert_problem(api.get("/web/dev/main.js"), 404)


def test_pages_are_read_alone(api):
    assert_problem(api.post("/", json={}), 405)
    assert_problem(api.delete("/lectures/1"), 405)


def test_pages_need_no_token(start_server):
    server = start_server(auth_mode="required")
    for path in PAGES:
        page = server.api.get(path)
        assert page.status_code == 200
        assert all(server.api.get(address).status_code == 200 for address in addresses_in(page.text))
    assert_problem(server.api.get("/api/v1/sessions"), 401)


def get_raw(server, target):
    """The status of the answer to a target that clients would tidy up."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        connection.sendall(f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    return int(answer.split()[1]), answer


@pytest.fixture
def folder(tmp_path):
    pages = tmp_path / "pages"
    (pages / "base").mkdir(parents=True)
    (pages / "index.html").write_text("<p>{base}|{version}</p>")
    (pages / "main.js").write_text("first")
    (pages / "base" / "api.js").write_text("api")
    (tmp_path / "secret.js").write_text("secret")
    (pages / "link.js").symlink_to(tmp_path / "secret.js")
    return pages


def test_a_folder_is_read_at_each_request(start_server, folder):
    server = start_server(web_folder=folder)
    page = server.api.get("/lectures/5/review")
    assert page.text.startswith("<p>|dev</p>") and page.headers["Cache-Control"] == "no-store"
    assert page.headers["Content-Security-Policy"] == POLICY
    assert server.api.get("/web/dev/main.js").text == "first" and server.api.get("/web/dev/base/api.js").text == "api"
    (folder / "main.js").write_text("second")
    answer = server.api.get("/web/dev/main.js")
    assert answer.text == "second" and answer.headers["Cache-Control"] == "no-store"
    for target in ("/web/dev/../secret.js", "/web/dev/base/../../secret.js", "/web/dev/%2e%2e/secret.js",
                   "/web/dev/..%2fsecret.js", "/web/dev/link.js", "/web/dev/.secret.js", "/web/../../etc/passwd"):
        status, answer = get_raw(server, target)
        assert status in (400, 404) and b"secret" not in answer.partition(b"\r\n\r\n")[2].replace(target.encode(), b""), target


def test_a_folder_that_cannot_be(tmp_path):
    done = run("serve", "--port", 0, "--state", tmp_path / "state", "--web-folder", tmp_path)
    assert done.returncode != 0 and "--web-folder" in done.stdout + done.stderr
