#!/usr/bin/python3
"""A server in place of Google Drive (and of a plain https host), over TLS, on loopback.

    drive_server.py --folder DIR [--file RECORDING]

Makes a certificate authority and a certificate for localhost in DIR, listens on a port of the system's choice, and
prints one line of JSON when it is ready:

    {"port": 40123, "ca": "DIR/ca.pem", "download_url": "https://localhost:40123/download",
     "api_url": "https://localhost:40123/drive/v3/files", "web_url": ..., "streams_url": ..., "bytes": ..., "sha256": ...}

It ends when its standard input is closed, so that it never outlives the tests that started it.

The letters of a file id before the first "-" name its scene (see SCENES). The rest is free and keeps downloads apart:
"quota-0000000000000000000000". /control/log?id=ID lists the requests for an id, as JSON objects. /control/release?id=ID
lets a scene go on that waits. Paths for the https source are /web/SCENE/NAME; for /streams/ see stream_files.py.
"""

import argparse
import hashlib
import html
import json
import os
import ssl
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from stream_files import StreamFiles

CUT_AT = 0.27  # a fraction of the file: real connections have been seen to break there


def default_content():
    """300 kB without repetition, so that a wrong offset changes the hash."""
    return b"".join(hashlib.sha256(b"block %d" % i).digest() for i in range(9600))


def make_certificates(folder):
    """An authority that signs one certificate for localhost; returns (authority, certificate, key)."""
    ca, ca_key = os.path.join(folder, "ca.pem"), os.path.join(folder, "ca.key")
    cert, key = os.path.join(folder, "server.pem"), os.path.join(folder, "server.key")
    request, extra = os.path.join(folder, "server.csr"), os.path.join(folder, "server.ext")

    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    new_key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    openssl("req", "-x509", *new_key, "-keyout", ca_key, "-out", ca, "-days", "2", "-subj", "/CN=Stand-in authority",
            "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign")
    openssl("req", *new_key, "-keyout", key, "-out", request, "-subj", "/CN=localhost")
    with open(extra, "w", encoding="ascii") as out:
        out.write("subjectAltName=DNS:localhost,DNS:*.googleusercontent.com\n")
    openssl("x509", "-req", "-in", request, "-CA", ca, "-CAkey", ca_key, "-CAcreateserial", "-days", "2",
            "-extfile", extra, "-out", cert)
    return ca, cert, key


def page(title, body):
    return f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{body}</body></html>".encode()


QUOTA_PAGE = page("Google Drive - Quota exceeded", '<p class="uc-error-caption">Xin lỗi, hiện không xem được.</p>')
INFECTED_PAGE = page("Google Drive - Infected file", '<p class="uc-error-caption">Sorry.</p>')
SIGN_IN_PAGE = page("Đăng nhập", '<form action="https://accounts.google.com/v3/signin" method="post"></form>')

SORRY_PAGE = page("Xin lỗi...", "<h1>We're sorry...</h1><p>... but your computer or network may be sending automated "
                  "queries. To protect our users, we can't process your request right now.</p>See <a href="
                  "'https://support.google.com/websearch/answer/86640'>Google Help</a> for more information.")
CAPTCHA_PAGE = page("https://drive.google.com/uc?id=x", '<form id="captcha-form" action="/sorry/index" method="post">'
                    "Our systems have detected unusual traffic.</form>")

# reason: status
API_REASONS = {
    "notFound": 404, "downloadQuotaExceeded": 403, "dailyLimitExceeded": 403, "rateLimitExceeded": 403, "userRateLimitExceeded": 403,
    "cannotDownloadFile": 403, "insufficientFilePermissions": 403, "keyInvalid": 400, "accessNotConfigured": 403,
    "cannotDownloadAbusiveFile": 403, "fileNotDownloadable": 403, "authError": 401, "backendError": 503,
}


class World:
    """What the server remembers; shared by the threads of all connections."""

    def __init__(self, content):
        self.content = content
        self.lock = threading.Lock()
        self.log = {}
        self.counts = {}
        self.gates = {}
        self.order = []      # of all requests: the file id, and whether `refusal` was the answer
        self.refusal = None  # the scene that every request gets

    def note(self, file_id, entry, refused=False):
        with self.lock:
            self.log.setdefault(file_id, []).append(entry)
            self.order.append((file_id, refused))

    def count(self, file_id, what):
        """1 for the first call with these arguments, 2 for the second, ..."""
        with self.lock:
            self.counts[file_id, what] = self.counts.get((file_id, what), 0) + 1
            return self.counts[file_id, what]

    def gate(self, file_id):
        with self.lock:
            return self.gates.setdefault(file_id, threading.Event())


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    world = None
    streams = None
    port = None

    def log_message(self, *arguments):
        pass

    def do_GET(self):
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        if parts.path.startswith("/control/"):
            return self.control(parts.path, query)
        if parts.path.startswith("/drive/v3/files/"):
            file_id = parts.path.rsplit("/", 1)[1]
        elif parts.path.startswith("/web/"):
            file_id = parts.path.split("/")[2]
        elif parts.path.startswith("/streams/"):
            file_id = unquote(parts.path.removeprefix("/streams/"))
        else:
            file_id = query.get("id", "")
        self.file_id, self.query = file_id, query
        refusal = self.world.refusal
        self.world.note(file_id, {
            "path": parts.path, "query": query, "peer": self.client_address[1], "range": self.headers.get("Range"),
            "if_range": self.headers.get("If-Range"), "cookie": self.headers.get("Cookie"),
            "agent": self.headers.get("User-Agent"), "encoding": self.headers.get("Accept-Encoding"),
            "resource_keys": self.headers.get("X-Goog-Drive-Resource-Keys"),
        }, refusal is not None)
        if parts.path.startswith("/streams/"):
            return self.streams.answer(self, file_id)
        name = file_id.split("-")[0]
        if refusal:
            return SCENES[refusal](self)
        if parts.path.startswith("/drive/v3/files/"):
            return self.api(name)
        scene = SCENES.get(name)
        if scene is None:
            return self.reply(404, page("Error 404", "not found"))
        return scene(self)

    # Kinds of answers.

    def reply(self, status, body, headers=None, content_type="text/html; charset=utf-8"):
        self.send_response(status)
        for header, value in (headers or {}).items():
            self.send_header(header, value)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def redirect(self, location):
        self.reply(302, b"", {"Location": location})

    def asked_from(self):
        """The first byte that the Range header asks for; None without one."""
        value = self.headers.get("Range")
        return int(value.removeprefix("bytes=").split("-")[0]) if value else None

    def send_file(self, *, content=None, upto=None, ranges=True, length=True, total=None, start=None,
                  disposition='attachment; filename="lesson.mp4"', content_type="application/octet-stream",
                  etag=None, extra=None):
        """Sends the file, or the part that the request asks for. `upto`: the connection is cut after so many bytes of
        the body. `total` and `start`: false values for Content-Range."""
        content = self.world.content if content is None else content
        asked = self.asked_from() if ranges else None
        if asked is not None and asked >= len(content):
            return self.reply(416, b"", {"Content-Range": f"bytes */{len(content)}"})
        first = asked or 0
        body = content[first:]
        if self.headers.get("Range") == "bytes=0-0" and ranges:
            body = content[:1]
        self.send_response(200 if asked is None else 206)
        if disposition:
            self.send_header("Content-Disposition", disposition)
        self.send_header("Content-Type", content_type)
        if etag:
            self.send_header("ETag", etag)
        for header, value in (extra or {}).items():
            self.send_header(header, value)
        if asked is not None:
            claimed = first if start is None else start
            last = claimed + len(body) - 1
            self.send_header("Content-Range", f"bytes {claimed}-{last}/{len(content) if total is None else total}")
        chunked = not length and asked is None
        if chunked:
            self.send_header("Transfer-Encoding", "chunked")
        else:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if upto is not None:
            body = body[:upto]
        if chunked:
            for at in range(0, len(body), 50000):
                piece = body[at:at + 50000]
                self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
            if upto is None:
                self.wfile.write(b"0\r\n\r\n")
        else:
            self.wfile.write(body)
        if upto is not None:
            self.close_connection = True

    def confirm_page(self, **more):
        fields = {"id": self.file_id, "export": "download", "confirm": "t", "uuid": "a&b=c d", "at": "x\"y"} | more
        inputs = "".join(f'<input type="hidden" name="{html.escape(name)}" value="{html.escape(value)}">'
                         for name, value in fields.items())
        body = page("Google Drive - Virus scan warning",
                    '<script>document.write("<form id=download-form action=https://evil.example/>")</script>'
                    '<p class="uc-warning-caption">Google Drive không quét được tệp này.</p>'
                    f'<form id="download-form" action="https://localhost:{self.port}/download" method="get">'
                    f'<input type="submit" id="uc-download-link" value="Vẫn tải xuống"/>{inputs}</form>')
        number = self.world.count(self.file_id, "cookie")
        self.reply(200, body, {"Set-Cookie": f"download_warning=c{number}; Path=/; Secure; HttpOnly"})

    # Scenes.

    def cut_at(self):
        return int(len(self.world.content) * CUT_AT)

    def confirmed(self, times):
        """Serves confirm pages until the form has come back `times` times, each time with its cookie; then True."""
        step = int(self.query.get("step", "0"))
        cookie = self.headers.get("Cookie") or ""
        if step and (self.query.get("uuid") != "a&b=c d" or self.query.get("at") != 'x"y'):
            self.reply(400, page("Error 400", "the form came back damaged"))
            return False
        if step and "download_warning=" not in cookie:
            self.reply(400, page("Error 400", "the cookie is missing"))
            return False
        if step < times:
            self.confirm_page(step=str(step + 1))
            return False
        return True

    def scene_confirm(self):
        if self.confirmed(1):
            self.send_file()

    def scene_twice(self):
        if self.confirmed(2):
            self.send_file()

    def scene_confirmcut(self):
        """A confirm page comes before each download. The first download breaks."""
        if self.confirmed(1):
            self.send_file(upto=self.cut_at() if self.asked_from() is None else None, etag='"v1"')

    def scene_cut(self):
        self.send_file(upto=self.cut_at() if self.asked_from() is None else None, etag='"v1"')

    def scene_cutoften(self):
        """Every connection breaks after 60,000 bytes."""
        self.send_file(upto=60000)

    def scene_cutforever(self):
        self.send_file(upto=60000, ranges=False)

    def scene_wrongtotal(self):
        if self.world.count(self.file_id, "file") == 1:
            return self.send_file(upto=self.cut_at())
        return self.send_file(total=len(self.world.content) + 1 if self.asked_from() else None)

    def scene_wrongstart(self):
        if self.world.count(self.file_id, "file") == 1:
            return self.send_file(upto=self.cut_at())
        return self.send_file(start=self.asked_from() - 1 if self.asked_from() else None)

    def scene_changed(self):
        """Between two connections the file is replaced by another one of the same length."""
        if self.world.count(self.file_id, "file") == 1:
            return self.send_file(content=bytes(len(self.world.content)), upto=self.cut_at(), etag='"old"')
        return self.send_file(etag='"new"')

    def scene_norange(self):
        first = self.world.count(self.file_id, "file") == 1
        self.send_file(upto=self.cut_at() if first else None, ranges=False)

    def scene_htmlmiddle(self):
        """The second connection gets the quota page instead of the bytes."""
        if self.world.count(self.file_id, "file") == 1:
            return self.send_file(upto=self.cut_at())
        return self.reply(200, QUOTA_PAGE)

    def scene_htmlonce(self):
        """The second connection gets a page about a temporary problem, the third one the rest of the file."""
        number = self.world.count(self.file_id, "file")
        if number == 2:
            return self.reply(503, page("Error 503", "<form id=x>try later"))
        return self.send_file(upto=self.cut_at() if number == 1 else None)

    def scene_busy(self):
        if self.world.count(self.file_id, "file") == 1:
            return self.reply(429, page("Error 429", ""), {"Retry-After": "0"})
        return self.send_file()

    def scene_stall(self):
        self.send_response(200)
        self.send_header("Content-Disposition", "attachment")
        self.send_header("Content-Length", str(len(self.world.content)))
        self.end_headers()
        self.wfile.write(self.world.content[:1000])
        self.world.gate(self.file_id).wait(60)
        self.close_connection = True

    def scene_trickle(self):
        """A byte every 20 ms, until it is released."""
        self.send_response(200)
        self.send_header("Content-Disposition", "attachment")
        self.send_header("Content-Length", str(len(self.world.content)))
        self.end_headers()
        for byte in self.world.content:
            self.wfile.write(bytes([byte]))
            if self.world.gate(self.file_id).wait(0.02):
                break
        self.close_connection = True

    def scene_hop(self):
        if self.query.get("hop") == "1":
            return self.send_file()
        return self.redirect(f"/download?{urlencode({'id': self.file_id, 'hop': '1'})}")

    def scene_html(self):
        self.reply(200, page("A page", "not a file"))

    # The API.

    def api_error(self, reason):
        status = API_REASONS[reason]
        error = {"error": {"code": status, "message": "no", "errors": [{"domain": "global", "reason": reason}]}}
        self.reply(status, json.dumps(error).encode(), content_type="application/json")

    def api(self, name):
        if self.query.get("key") != "test-key":
            return self.api_error("keyInvalid")
        media = self.query.get("alt") == "media"
        if name.startswith("sorry") and (media or name != "sorrymedia"):
            return SCENES[name](self)
        if name in API_REASONS and not self.query.get("alt"):
            return self.api_error(name)
        if name == "mediaquota" and media:
            return self.api_error("downloadQuotaExceeded")
        if name == "limitonce" and media and self.world.count(self.file_id, "file") == 1:
            return self.api_error("userRateLimitExceeded")
        if media and name == "gate":
            self.world.gate(self.file_id).wait(60)
        if media:
            upto = self.cut_at() if name == "apicut" and self.asked_from() is None else None
            return self.send_file(disposition=None, content_type="video/mp4", upto=upto)
        digest = hashlib.md5(self.world.content).hexdigest()
        metadata = {"name": "Bài 1.mp4", "mimeType": "video/mp4", "size": str(len(self.world.content)),
                    "md5Checksum": digest[::-1] if name == "damaged" else digest}
        shortcut = {"shortcutfolder": ("folder-" + "0" * 30, "application/vnd.google-apps.folder"),
                    "shortcutdoc": ("gdoc-" + "0" * 30, "application/vnd.google-apps.document"),
                    "shortcutagain": ("shortcut-" + "0" * 30, "application/vnd.google-apps.shortcut"),
                    "shortcutgone": ("notFound-" + "0" * 30, "video/mp4"), "shortcutblind": ("", ""),
                    "shortcut": ("direct-" + "9" * 30, "video/mp4")}.get(name)
        if shortcut:
            metadata = {"name": "A shortcut", "mimeType": "application/vnd.google-apps.shortcut", "shortcutDetails": {
                "targetId": shortcut[0], "targetMimeType": shortcut[1], "targetResourceKey": "0-target"}}
        if name == "folder":
            metadata = {"name": "Lectures", "mimeType": "application/vnd.google-apps.folder"}
        if name == "gdoc":
            metadata = {"name": "Notes", "mimeType": "application/vnd.google-apps.document"}
        return self.reply(200, json.dumps(metadata).encode(), content_type="application/json")

    def control(self, path, query):
        if path == "/control/log":
            with self.world.lock:
                body = json.dumps(self.world.log.get(query.get("id"), []))
            return self.reply(200, body.encode(), content_type="application/json")
        if path == "/control/order":
            with self.world.lock:
                return self.reply(200, json.dumps(self.world.order).encode(), content_type="application/json")
        if path == "/control/refuse":
            self.world.refusal = query.get("scene")
            return self.reply(200, b"{}", content_type="application/json")
        if path == "/control/release":
            self.world.gate(query.get("id")).set()
            return self.reply(200, b"{}", content_type="application/json")
        if path == "/control/fault":
            self.streams.spoil(query["path"], query["do"])
            return self.reply(200, b"{}", content_type="application/json")
        return self.reply(404, b"{}", content_type="application/json")


SCENES = {
    "direct": Handler.send_file,
    "confirm": Handler.scene_confirm,
    "twice": Handler.scene_twice,
    "endless": Handler.confirm_page,
    "confirmcut": Handler.scene_confirmcut,
    "quota": lambda h: h.reply(200, QUOTA_PAGE),
    "infected": lambda h: h.reply(200, INFECTED_PAGE),
    "signin": lambda h: h.redirect("https://accounts.google.com/ServiceLogin?service=wise"),
    "signinpage": lambda h: h.reply(200, SIGN_IN_PAGE),
    "gone": lambda h: h.reply(404, page("Error 404 (Not Found)", "")),
    "sorry": lambda h: h.redirect("https://www.google.com/sorry/index?continue=https://drive.google.com/"),
    "sorryhere": lambda h: h.redirect("/sorry/index?continue=https://drive.google.com/"),
    "sorrypage": lambda h: h.reply(403, SORRY_PAGE),
    "sorry429": lambda h: h.reply(429, CAPTCHA_PAGE),
    "sorrysoon": lambda h: h.reply(403, SORRY_PAGE, {"Retry-After": "300"}),
    "sorrynow": lambda h: h.reply(403, SORRY_PAGE, {"Retry-After": "1"}),
    "sorryupload": lambda h: h.reply(200, SORRY_PAGE),  # somebody's file that reads so
    "sorrymedia": lambda h: h.reply(403, SORRY_PAGE),
    "gate": lambda h: h.world.gate(h.file_id).wait(60) and h.send_file(),
    "keyed": lambda h: h.send_file() if h.query.get("resourcekey") == "0-abc" else h.reply(404, page("Error 404", "")),
    "denied": lambda h: h.reply(403, page("Error 403", "")),
    "busy": Handler.scene_busy,
    "busylong": lambda h: h.reply(429, page("Error 429", ""), {"Retry-After": "3600"}),
    "busynow": lambda h: h.reply(429, page("Error 429", ""), {"Retry-After": "1"}),
    "broken": lambda h: h.reply(500, page("Error 500", "")),
    "foreign": lambda h: h.redirect("https://files.example.net/lesson.mp4"),
    "plainhttp": lambda h: h.redirect(f"http://localhost:{h.port}/download?id=direct-plain"),
    "private": lambda h: h.redirect("https://10.0.0.1/lesson.mp4"),
    "mapped": lambda h: h.redirect("https://[::ffff:10.0.0.1]/lesson.mp4"),
    "nowhere": lambda h: h.redirect("https://"),
    "circle": lambda h: h.redirect(h.path),
    "hop": Handler.scene_hop,
    "cut": Handler.scene_cut,
    "cutoften": Handler.scene_cutoften,
    "cutforever": Handler.scene_cutforever,
    "wrongtotal": Handler.scene_wrongtotal,
    "wrongstart": Handler.scene_wrongstart,
    "changed": Handler.scene_changed,
    "norange": Handler.scene_norange,
    "htmlmiddle": Handler.scene_htmlmiddle,
    "htmlonce": Handler.scene_htmlonce,
    "nolength": lambda h: h.send_file(length=False),
    "nolengthcut": lambda h: h.send_file(length=False, ranges=h.world.count(h.file_id, "file") > 1,
                                         upto=h.cut_at() if h.world.count(h.file_id, "all") == 3 else None),
    "nolengthnorange": lambda h: h.send_file(length=False, ranges=False),
    "named": lambda h: h.send_file(
        disposition="attachment; filename=\"Bai.mp4\"; filename*=UTF-8''..%2FB%C3%A0i%3B%20gi%E1%BA%A3ng%2001.mp4"),
    "gzip": lambda h: h.send_file(extra={"Content-Encoding": "gzip"}),
    "stall": Handler.scene_stall,
    "trickle": Handler.scene_trickle,
    "page": Handler.scene_html,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", required=True, help="for the certificates; must exist")
    parser.add_argument("--file", help="the recording to serve; default: 300 kB of noise")
    options = parser.parse_args()
    content = default_content()
    if options.file:
        with open(options.file, "rb") as source:
            content = source.read()
    ca, cert, key = make_certificates(options.folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def finish_request(self, request, client_address):
            # The handshake runs on the connection's own thread, so that a client that leaves does not stop
            # the others.
            try:
                with context.wrap_socket(request, server_side=True) as secure:
                    super().finish_request(secure, client_address)
            except OSError:
                pass  # the client hung up, which is a part of many scenes

    Handler.world = World(content)
    Handler.streams = StreamFiles(os.path.realpath(os.path.join(options.folder, "streams")))
    server = Server(("127.0.0.1", 0), Handler)
    Handler.port = server.server_address[1]
    base = f"https://localhost:{Handler.port}"
    print(json.dumps({"port": Handler.port, "ca": ca, "download_url": base + "/download",
                      "api_url": base + "/drive/v3/files", "web_url": base + "/web",
                      "streams_url": base + "/streams",
                      "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}), flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()


if __name__ == "__main__":
    main()
