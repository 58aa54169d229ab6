"""`lectern open`: the address of the pages, for a browser."""

import pytest

from kit.pages import Page
from kit.process import run
from kit.tokens import where


def opened(*flags, check=0):
    return run("open", *flags, check=check).stdout.splitlines()


@pytest.fixture(scope="module")
def server(start_module_server):
    return start_module_server(auth_mode="required")


def test_the_address_logs_in(server):
    flags = ["--auth-mode", "required", "--port", server.port, *where(server)]
    address, about = opened(*flags)
    pages, _, token = address.partition("/login#token=")
    assert pages == server.api.base and '"lectern open"' in about and "teacher" in about and token not in about
    me = Page(pages, token).me
    assert (me["role"], me["name"]) == ("teacher", "lectern open")
    row = next(line for line in run("token", "list", *where(server)).stdout.splitlines() if line.endswith("lectern open"))
    assert f"lectern token revoke {row.split()[0]}" in about
    address, _ = opened(*flags, "--role", "viewer", "--name", "Cô Lan")
    me = Page(pages, address.partition("#token=")[2]).me
    assert (me["role"], me["name"]) == ("viewer", "Cô Lan")


def test_in_local_mode_the_address_alone_is_enough(tmp_path):
    assert opened("--state", tmp_path / "state") == ["http://127.0.0.1:8080/"]
    assert not (tmp_path / "state").exists(), "no token was made"


@pytest.mark.parametrize("flags, pages", [
    (("--host", "0.0.0.0"), "http://localhost:8080"), (("--host", "::", "--port", "9000"), "http://localhost:9000"),
    (("--host", "::1"), "http://[::1]:8080"), (("--tls-cert", "a.pem", "--tls-key", "b.pem"), "https://127.0.0.1:8080"),
    (("--public-url", "https://school.example/lectern/"), "https://school.example/lectern")], ids=str)
def test_the_address_is_the_server_s(tmp_path, flags, pages):
    address = opened("--auth-mode", "required", "--state", tmp_path, *flags)[0]
    assert address.startswith(pages + "/login#token=lectern_")


def test_what_it_cannot_do(tmp_path):
    done = run("open", "--port", "0", "--state", tmp_path)
    assert done.returncode == 1 and "port" in done.stderr and done.stdout == ""
    assert run("open", "--role", "king").returncode == 2
    flags = ["--auth-mode", "required", "--state", tmp_path / "state"]
    assert run("open", *flags, "--name", "x" * 201).returncode == 1
