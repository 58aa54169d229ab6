"""The part of drive_server.py that serves files of a folder: playlists and their pieces.

    /streams/PATH                       the file DIR/streams/PATH, with ranges; the file extension decides the type
    /control/fault?path=PATH&do=A,B,..  the next answers for PATH have these faults, one each:
        cut      closes the connection in the middle
        short    sends the first half as if it were the whole file
        empty    sends an empty body as if it were the whole file
        norange  ignores the Range field and sends the whole file
        html     sends a web page
        missing, denied, busy   answer 404, 403, 503
        other    sends the file PATH.other
        stall    stops in the middle until /control/release?id=PATH
        foreign  redirects to another host
"""

import os
import re
import threading

TYPES = {".m3u8": "application/vnd.apple.mpegurl", ".mpd": "application/dash+xml", ".ts": "video/mp2t",
         ".m4s": "video/iso.segment", ".mp4": "video/mp4", ".webm": "video/webm", ".aac": "audio/aac",
         ".txt": "text/plain"}
STATUSES = {"missing": 404, "denied": 403, "busy": 503}


class StreamFiles:
    def __init__(self, folder):
        self.folder = folder
        self.lock = threading.Lock()
        self.faults = {}

    def spoil(self, path, what):
        with self.lock:
            self.faults.setdefault(path, []).extend(what.split(","))

    def next_fault(self, path):
        with self.lock:
            waiting = self.faults.get(path)
            return waiting.pop(0) if waiting else None

    def answer(self, handler, path):
        """`path`: the part of the URL behind /streams/."""
        fault = self.next_fault(path)
        if fault in STATUSES:
            return handler.reply(STATUSES[fault], b"no")
        if fault == "html":
            return handler.reply(200, b"<!DOCTYPE html><html><body>Please sign in</body></html>")
        if fault == "foreign":
            return handler.redirect("https://elsewhere.example/" + path)
        name = os.path.normpath(os.path.join(self.folder, path + (".other" if fault == "other" else "")))
        if not name.startswith(self.folder + os.sep) or not os.path.isfile(name):
            return handler.reply(404, b"no")
        with open(name, "rb") as file:
            content = file.read()
        return self.send(handler, path, content, fault)

    def send(self, handler, path, content, fault):
        whole = len(content)
        if fault in ("short", "empty"):  # the cut is not at the end of a transport stream packet
            content = content[:whole // 2 // 188 * 188 + 100 if fault == "short" else 0]
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", handler.headers.get("Range") or "")
        ranged = asked and fault != "norange"
        first = int(asked.group(1)) if ranged else 0
        if ranged and first >= whole:
            return handler.reply(416, b"", {"Content-Range": f"bytes */{whole}"})
        last = min(int(asked.group(2)), whole - 1) if ranged and asked.group(2) else whole - 1
        body = content[first:last + 1]
        handler.send_response(206 if ranged else 200)
        if ranged:
            handler.send_header("Content-Range", f"bytes {first}-{last}/{whole}")
        handler.send_header("Content-Type", TYPES.get(os.path.splitext(path)[1], "application/octet-stream"))
        handler.send_header("ETag", f'"{whole}"')
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        if fault in ("cut", "stall"):
            handler.wfile.write(body[:len(body) // 2])
            handler.wfile.flush()
            if fault == "stall":
                handler.world.gate(path).wait(60)
            handler.close_connection = True
            return None
        handler.wfile.write(body)
        return None
