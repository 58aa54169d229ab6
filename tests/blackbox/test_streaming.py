"""GET and HEAD of clips: ranges, validators, both addresses, plain and over TLS."""

import concurrent.futures
import email.utils
import hashlib
from urllib.parse import quote

import pytest

from kit.api import assert_problem
from kit.raw_http import connect, read_head


@pytest.fixture(scope="module", params=["http", "https"])
def server(request, start_module_server):
    options = {}
    if request.param == "https":
        certificate, key = request.getfixturevalue("certificate")
        options = {"tls_cert": certificate, "tls_key": key}
    return start_module_server(topics_shortest_seconds=2, **options)


@pytest.fixture(scope="module")
def paths(lecture, clip):
    return [f"/api/v1/snippets/{clip['id']}/download", f"/output/{lecture}/snippets/{quote(clip['storage_link'])}"]


@pytest.fixture(scope="module")
def whole(api, paths):
    return api.get(paths[0]).content


def test_both_addresses_are_the_same(api, paths, whole):
    answers = [api.get(path) for path in paths]
    for answer in answers:
        assert answer.status_code == 200 and answer.content == whole
        assert answer.headers["Content-Type"] == "video/mp4" and answer.headers["Accept-Ranges"] == "bytes"
        assert int(answer.headers["Content-Length"]) == len(whole) > 1000
        assert answer.headers["ETag"].startswith('"') and answer.headers["Cache-Control"]
        assert email.utils.parsedate_to_datetime(answer.headers["Last-Modified"])
        assert answer.headers["Content-Disposition"].startswith("inline") and "filename*=UTF-8''" in answer.headers["Content-Disposition"]
    assert answers[0].headers["ETag"] == answers[1].headers["ETag"]
    saved = api.get(paths[0], params={"download": 1})
    assert saved.headers["Content-Disposition"].startswith("attachment") and saved.content == whole


def test_head(api, paths, whole):
    for path in paths:
        head = api.call("HEAD", path)
        assert head.status_code == 200 and not head.content
        assert int(head.headers["Content-Length"]) == len(whole)
        part = api.call("HEAD", path, headers={"Range": "bytes=0-9"})
        assert part.status_code in (200, 206) and not part.content  # ranges are defined for GET only


@pytest.mark.parametrize("path", [0, 1])
@pytest.mark.parametrize("wanted,first,last", [
    ("bytes=0-0", 0, 0), ("bytes=0-", 0, None), ("bytes=100-199", 100, 199), ("bytes=-1", -1, None), ("bytes=-500", -500, None),
    ("bytes=1000-999999999999", 1000, None), ("bytes=-999999999999", 0, None), ("bytes= 5-9", 5, 9), ("BYTES=5-9", 5, 9),
    ("bytes=5-9,", 5, 9),
])
def test_one_range(api, paths, whole, path, wanted, first, last):
    answer = api.get(paths[path], headers={"Range": wanted})
    expected = whole[first:] if last is None else whole[first:last + 1]
    if answer.status_code == 200:  # unusual spellings may be ignored, but not misread
        assert wanted in ("bytes= 5-9", "BYTES=5-9", "bytes=5-9,") and answer.content == whole
        return
    assert answer.status_code == 206 and answer.content == expected
    begin = len(whole) - len(expected) if last is None else first
    assert answer.headers["Content-Range"] == f"bytes {begin}-{begin + len(expected) - 1}/{len(whole)}"
    assert int(answer.headers["Content-Length"]) == len(expected)


@pytest.mark.parametrize("wanted", ["bytes=9-5", "bytes=a-b", "bytes=", "items=0-5", "bytes=--5", "bytes=5", "bytes 0-5", "bytes=0x1-5"])
def test_malformed_ranges_are_ignored(api, paths, whole, wanted):
    answer = api.get(paths[0], headers={"Range": wanted})
    assert answer.status_code == 200 and answer.content == whole


@pytest.mark.parametrize("beyond", ["bytes={}-", "bytes={}-{}", "bytes=-0"])
def test_unsatisfiable_ranges(api, paths, whole, beyond):
    answer = api.get(paths[0], headers={"Range": beyond.format(len(whole), len(whole) + 5)})
    assert answer.status_code == 416 and answer.headers["Content-Range"] == f"bytes */{len(whole)}"
    far = api.get(paths[0], headers={"Range": "bytes=99999999999999999999999-"})
    assert far.status_code in (416, 200)


def multipart(answer):
    """[(first, last, total, bytes), ...] of a multipart/byteranges answer."""
    kind, _, boundary = answer.headers["Content-Type"].partition("boundary=")
    assert kind.strip().startswith("multipart/byteranges")
    mark = b"--" + boundary.strip('"').encode()
    content = answer.content
    assert int(answer.headers["Content-Length"]) == len(content)
    pieces = content.split(b"\r\n" + mark)
    if content.startswith(mark):
        pieces[0] = pieces[0][len(mark):]
    else:
        pieces = pieces[1:]
    assert pieces[-1].startswith(b"--")
    found = []
    for piece in pieces[:-1]:
        head, _, body = piece.partition(b"\r\n\r\n")
        fields = dict(line.split(": ", 1) for line in head.decode().strip().split("\r\n"))
        fields = {name.lower(): value for name, value in fields.items()}
        assert fields["content-type"] == "video/mp4"
        span, _, total = fields["content-range"].removeprefix("bytes ").partition("/")
        first, last = map(int, span.split("-"))
        found.append((first, last, int(total), body))
    return found


def test_several_ranges(api, paths, whole):
    answer = api.get(paths[0], headers={"Range": "bytes=0-9,500-599,-20"})
    assert answer.status_code == 206 and "Content-Range" not in answer.headers
    parts = multipart(answer)
    assert [(first, last) for first, last, _, _ in parts] == [(0, 9), (500, 599), (len(whole) - 20, len(whole) - 1)]
    for first, last, total, body in parts:
        assert total == len(whole) and body == whole[first:last + 1]
    # Unsatisfiable ones among them are left out.
    answer = api.get(paths[0], headers={"Range": f"bytes=0-9,{len(whole)}-"})
    assert answer.status_code == 206 and (answer.content == whole[:10] or multipart(answer)[0][3] == whole[:10])


def test_many_ranges_never_cost_more_than_the_file(api, paths, whole):
    overlapping = "bytes=" + ",".join("0-" for _ in range(500))
    answer = api.get(paths[0], headers={"Range": overlapping})
    assert answer.status_code in (200, 206, 416)
    assert len(answer.content) <= len(whole) + 1000
    scattered = "bytes=" + ",".join(f"{n * 3}-{n * 3}" for n in range(400))
    answer = api.get(paths[0], headers={"Range": scattered})
    assert answer.status_code in (200, 206, 416) and len(answer.content) <= len(whole) + 5000


def test_validators(api, paths, whole):
    first = api.get(paths[0])
    tag, modified = first.headers["ETag"], first.headers["Last-Modified"]

    def code(**fields):
        answer = api.get(paths[0], headers={name.replace("_", "-"): value for name, value in fields.items()})
        if answer.status_code == 304:
            assert not answer.content and answer.headers["ETag"] == tag
        return answer.status_code, len(answer.content)
    assert code(If_None_Match=tag) == (304, 0)
    assert code(If_None_Match=f'"other", W/{tag}') == (304, 0)
    assert code(If_None_Match="*") == (304, 0)
    assert code(If_None_Match='"other"') == (200, len(whole))
    assert code(If_Modified_Since=modified) == (304, 0)
    assert code(If_Modified_Since="Thu, 01 Jan 1970 00:00:00 GMT") == (200, len(whole))
    assert code(If_Modified_Since="soon") == (200, len(whole))
    assert code(If_None_Match='"other"', If_Modified_Since=modified) == (200, len(whole))  # If-None-Match takes precedence
    assert code(If_None_Match=tag, Range="bytes=0-9") == (304, 0)
    assert code(If_Range=tag, Range="bytes=0-9") == (206, 10)
    assert code(If_Range='"other"', Range="bytes=0-9") == (200, len(whole))
    assert code(If_Range="W/" + tag, Range="bytes=0-9") == (200, len(whole))  # a weak tag never matches If-Range
    assert code(If_Range="Thu, 01 Jan 1970 00:00:00 GMT", Range="bytes=0-9") == (200, len(whole))
    assert code(If_Match=tag) == (200, len(whole))
    assert code(If_Match='"other"')[0] == 412
    head = api.call("HEAD", paths[0], headers={"If-None-Match": tag})
    assert head.status_code == 304


def test_a_client_that_seeks(server, api, paths, whole):
    """Requests a range, reads a little and closes the connection, 40 times. The clip is still served whole then."""
    for n in range(40):
        with connect(server) as connection:
            connection.sendall(b"GET %s HTTP/1.1\r\nHost: localhost\r\nRange: bytes=%d-\r\n\r\n" % (paths[0].encode(), n * 100))
            status, _, rest = read_head(connection)
            assert status == 206 and whole[n * 100:].startswith(rest)
    assert api.get(paths[0]).content == whole


def test_pipelined_ranges_on_one_connection(server, paths, whole):
    requests = b"".join(b"GET %s HTTP/1.1\r\nHost: localhost\r\nRange: bytes=%d-%d\r\n%s\r\n" %
                        (paths[0].encode(), n, n + 9, b"Connection: close\r\n" if n == 9 else b"") for n in range(10))
    with connect(server) as connection:
        connection.sendall(requests)
        got = b""
        while piece := connection.recv(65536):
            got += piece
    for n in range(10):
        status, _, got = got.partition(b"\r\n")
        assert status == b"HTTP/1.1 206 Partial Content"
        _, _, got = got.partition(b"\r\n\r\n")
        assert got[:10] == whole[n:n + 10]
        got = got[10:]
    assert got == b""


def test_a_clip_is_cut_again_while_it_is_read(api, lecture, server):
    """Each answer contains one version of the clip only, and its ETag names that version."""
    snippet = api.plan(lecture, (0, 6), name="Again")[0]["id"]
    path = f"/api/v1/snippets/{snippet}/download"
    versions = {}

    def learn():
        answer = api.get(path)
        versions[answer.headers["ETag"]] = hashlib.sha256(answer.content).hexdigest()

    api.cut(snippet, mode="exact")
    learn()
    stop = []

    def read_slowly():
        seen = []
        while not stop:
            with connect(server) as connection:
                connection.sendall(b"GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n" % path.encode())
                status, fields, got = read_head(connection)
                assert status == 200
                while len(got) < int(fields["content-length"]):
                    piece = connection.recv(4096)
                    assert piece, "the answer ended early"
                    got += piece
                seen.append((fields["etag"], hashlib.sha256(got).hexdigest()))
        return seen

    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        readers = [pool.submit(read_slowly) for _ in range(3)]
        try:
            for mode in ("fast", "exact", "fast"):
                api.cut(snippet, mode=mode)
                learn()
        finally:
            stop.append(True)
        seen = [one for reader in readers for one in reader.result()]
    assert len(versions) == 4 and seen
    for tag, digest in seen:
        assert versions[tag] == digest
    old = next(iter(versions))
    stale = api.get(path, headers={"Range": "bytes=0-9", "If-Range": old})
    assert stale.status_code == 200 and stale.headers["ETag"] != old


def test_unknown_clips(api, lecture, clip):
    assert_problem(api.get(f"/output/{lecture}/snippets/9)_No.mp4"), 404)
    assert_problem(api.get(f"/output/{lecture + 1000}/snippets/{quote(clip['storage_link'])}"), 404)
