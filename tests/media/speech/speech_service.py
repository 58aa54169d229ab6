#!/usr/bin/python3
"""Takes the place of services that speak OpenAI's transcription and chat interfaces.

Listens on a free port of the loopback address, prints it, serves until its standard input ends. The first part of the
path names the scene; GET /log gives what was asked so far.
"""

import email.parser
import email.policy
import http.server
import io
import json
import sys
import threading
import wave

log = []
lock = threading.Lock()
ended = threading.Event()


def form_of(headers, body):
    head = f"Content-Type: {headers['Content-Type']}\r\n\r\n".encode()
    message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + body)
    fields = []
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        fields.append((name, part.get_filename(), part.get_payload(decode=True)))
    return fields


def seconds_of(wav):
    with wave.open(io.BytesIO(wav)) as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, 16000)
        return sound.getnframes() / sound.getframerate()


def times_asked(scene):
    with lock:
        return sum(1 for entry in log if entry["scene"] == scene)


def verbose(seconds, number):
    half = seconds / 2
    return {
        "task": "transcribe",
        "language": "english",
        "duration": str(seconds),
        "text": "whatever",
        "segments": [
            {"id": 0, "start": 0.0, "end": half, "text": f" First half of piece {number}.", "no_speech_prob": 0.01, "avg_logprob": -0.2},
            {"id": 1, "start": half, "end": seconds + 5, "text": f" Second half of piece {number}.", "no_speech_prob": 0.01},
            {"id": 2, "start": half, "end": seconds, "text": " Thanks for watching!", "no_speech_prob": 0.95, "avg_logprob": -1.5},
            {"id": 3, "start": half, "end": seconds, "text": " [BLANK_AUDIO] "},
        ],
    }


def transcription(scene, entry, number):
    """Status, headers and body of an answer."""
    if scene == "key":
        return 401, {}, {"error": {"message": "Incorrect API key provided"}}
    if scene == "gone":
        return 503, {}, {"error": {"message": "no capacity"}}
    if scene == "later":
        return 429, {"Retry-After": "3600"}, {"error": {"message": "rate limit"}}
    if scene == "quota":
        return 429, {}, {"error": {"code": "insufficient_quota"}}
    if scene == "html":
        return 200, {"Content-Type": "text/html"}, "<html>Sign in</html>"
    if scene == "busy" and number <= 3:
        return (408, 429, 500)[number - 1], {"Retry-After": "0"}, {}
    if scene == "plain" and entry["response_format"] != "json":
        return 400, {}, {"error": {"message": "response_format 'verbose_json' is not compatible"}}
    if scene == "plain":
        return 200, {}, {"text": f"One sentence here. And another one {number}."}
    if scene == "slow":
        ended.wait()
    return 200, {}, verbose(entry["seconds"], number)


def chat_answer(text):
    return {"choices": [{"index": 0, "message": {"role": "assistant", "content": text}}]}


def chat(scene, entry, number):
    form = entry["response_format"]
    good = json.dumps({"name": f"Name {number}", "summary": f"Summary {number}."})
    if scene == "down":
        return 500, {}, {}
    if scene == "schema":
        return 200, {}, chat_answer(good)
    if scene == "object":
        if form == "json_schema":
            return 400, {}, {"error": "unknown response_format"}
        return 200, {}, chat_answer(good)
    if scene == "prose":
        if form is not None:
            return 422, {}, {"detail": "extra fields not permitted"}
        return 200, {}, chat_answer(f"<think>{{\"name\": \"not this\"}}</think>Sure!\n```json\n{good}\n```\nAnything else?")
    if scene == "nonsense":
        return 200, {}, chat_answer("I would rather talk about {something} else.")
    if scene == "same":
        return 200, {}, chat_answer(json.dumps({"name": "Always this", "summary": "x", "start": 5, "end": 1}))
    return 404, {}, {}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        with lock:
            body = json.dumps(log)
        self.answer(200, {}, json.loads(body))

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        scene, _, path = self.path.lstrip("/").partition("/")
        entry = {"scene": scene, "path": "/" + path, "authorization": self.headers.get("Authorization")}
        if path == "v1/audio/transcriptions":
            fields = form_of(self.headers, body)
            for name, filename, value in fields:
                if name == "file":
                    entry.update(filename=filename, seconds=seconds_of(value), bytes=len(value))
                else:
                    entry[name] = value.decode()
            answer = transcription
        elif path == "v1/chat/completions":
            asked = json.loads(body)
            form = asked.get("response_format")
            entry.update(
                model=asked["model"],
                response_format=form and form["type"],
                system=asked["messages"][0]["content"],
                user=asked["messages"][1]["content"],
                roles=[message["role"] for message in asked["messages"]],
            )
            if form and form["type"] == "json_schema":
                assert form["json_schema"]["schema"]["required"] == ["name", "summary"]
            answer = chat
        else:
            self.answer(404, {}, {"error": "no such path"})
            return
        with lock:
            log.append(entry)
        if scene == "slow":
            print("waiting", flush=True)
        self.answer(*answer(scene, entry, times_asked(scene)))

    def answer(self, status, headers, body):
        text = (body if isinstance(body, str) else json.dumps(body)).encode()
        try:
            self.send_response(status)
            self.send_header("Content-Length", str(len(text)))
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text)
        except OSError:
            pass  # the client went away, as some tests want

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_address[1], flush=True)
sys.stdin.read()
ended.set()
