"""Stand-ins for services that Lectern calls. Each can hold its answers until a test lets them go."""

import http.server
import json
import re
import ssl
import subprocess
import threading

from .waiting import TIMEOUT


def make_certificate(folder):
    """Makes a self-signed certificate for localhost and 127.0.0.1; returns the PEM files (certificate, key)."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-keyout", key, "-out", certificate, "-days", "7", "-subj", "/CN=localhost",
                    "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return certificate, key


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass  # tests close connections early on purpose


class Service:
    """An HTTP server on a port of its own. Each request sets `arrived` and then waits until `gate` is set."""

    def __init__(self, certificate=None):
        service = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_GET(self):
                service.seen.append(self.path)
                service.answer(self, b"")

            def do_POST(self):
                service.seen.append(self.path)
                service.answer(self, self.rfile.read(int(self.headers.get("Content-Length") or 0)))

        self.seen = []
        self.gate = threading.Event()
        self.gate.set()
        self.arrived = threading.Event()
        self.server = _Server(("127.0.0.1", 0), Handler)
        self.scheme = "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*map(str, certificate))
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True,
                                                     do_handshake_on_connect=False)
            self.scheme = "https"
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)

    @property
    def host(self):
        return f"localhost:{self.port}"

    @property
    def url(self):
        return f"{self.scheme}://{self.host}"

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.gate.set()
        self.server.shutdown()
        self.server.server_close()

    def hold(self):
        self.gate.clear()
        self.arrived.clear()

    def wait_for_caller(self):
        assert self.arrived.wait(TIMEOUT), "no request came"

    def let_go(self):
        self.gate.set()

    def pass_gate(self):
        self.arrived.set()
        self.gate.wait(TIMEOUT)

    def answer(self, request, body):
        raise NotImplementedError

    @staticmethod
    def send(request, status, body, **fields):
        request.send_response(status)
        fields.setdefault("Content_Length", len(body))
        for name, value in fields.items():
            request.send_header(name.replace("_", "-"), str(value))
        request.end_headers()
        request.wfile.write(body)


class RemoteSpeech(Service):
    """An OpenAI-compatible transcription service that returns the same sentences for any audio."""

    sentences = [(0.2, 1.8, "The kernel schedules each process."), (2.1, 3.8, "A process owns memory pages.")]

    def answer(self, request, body):
        self.pass_gate()
        if not request.path.endswith("/v1/audio/transcriptions"):
            return self.send(request, 404, b"{}", Content_Type="application/json")
        segments = [{"id": n, "start": start, "end": end, "text": " " + text, "no_speech_prob": 0.01,
                     "avg_logprob": -0.2} for n, (start, end, text) in enumerate(self.sentences)]
        text = json.dumps({"task": "transcribe", "language": "english", "duration": 8.0,
                           "text": " ".join(text for _, _, text in self.sentences), "segments": segments})
        return self.send(request, 200, text.encode(), Content_Type="application/json")


class NonsenseChat(Service):
    """An OpenAI-compatible chat model whose answers are never usable."""

    def answer(self, request, body):
        self.pass_gate()
        message = {"role": "assistant", "content": "As a large language model I would rather sing."}
        text = json.dumps({"id": "x", "object": "chat.completion", "created": 0, "model": "m", "choices": [
            {"index": 0, "message": message, "finish_reason": "stop"}]})
        return self.send(request, 200, text.encode(), Content_Type="application/json")


class Origin(Service):
    """Serves one file, with ranges. While the gate is not set, it stops in the middle of each answer."""

    def __init__(self, content, certificate):
        super().__init__(certificate)
        self.content = content
        self.starts = []  # the offset of the first byte of each answer

    def answer(self, request, body):
        range_wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", request.headers.get("Range", ""))
        first = int(range_wanted.group(1)) if range_wanted else 0
        last = int(range_wanted.group(2)) if range_wanted and range_wanted.group(2) else len(self.content) - 1
        last = min(last, len(self.content) - 1)
        self.starts.append(first)
        piece = self.content[first:last + 1]
        request.send_response(206 if range_wanted else 200)
        if range_wanted:
            request.send_header("Content-Range", f"bytes {first}-{last}/{len(self.content)}")
        request.send_header("Content-Type", "video/mp4")
        request.send_header("Accept-Ranges", "bytes")
        request.send_header("ETag", '"one"')
        request.send_header("Content-Length", str(len(piece)))
        request.end_headers()
        half = len(piece) // 2
        request.wfile.write(piece[:half])
        request.wfile.flush()
        self.pass_gate()
        request.wfile.write(piece[half:])
