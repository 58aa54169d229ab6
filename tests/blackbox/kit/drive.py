"""Google Drive, and other hosts of recordings, played by tests/support/drive_server.py over TLS."""

import contextlib
import json
import subprocess
import sys

import requests

from .process import ROOT


class Drive:
    def __init__(self, ready):
        self.ready = ready
        self.count = 0
        self.last = ""  # the id of the last link

    @property
    def host(self):
        return f"localhost:{self.ready['port']}"

    def options(self):
        """The options of a server that takes recordings from here."""
        return {"sources_drive_url": self.ready["download_url"], "sources_ca_file": self.ready["ca"],
                "sources_allow_loopback_addresses": True, "sources_allowed_hosts": self.host}

    def link(self, scene):
        self.count += 1
        self.last = f"{scene}-{self.count:030}"
        return f"https://drive.google.com/file/d/{self.last}/view?usp=sharing"

    def web_link(self, scene):
        """The same, as a link to another host."""
        self.link(scene)
        return f"https://{self.host}/web/{self.last}/lesson.mp4"

    def control(self, what, file_id=None, **more):
        return requests.get(f"https://{self.host}/control/{what}", params={"id": file_id or self.last, **more},
                            verify=self.ready["ca"], timeout=30).json()


@contextlib.contextmanager
def running_drive(folder, recording):
    process = subprocess.Popen([sys.executable, ROOT / "tests/support/drive_server.py", "--folder", folder,
                                "--file", recording], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield Drive(json.loads(process.stdout.readline()))
    finally:
        process.stdin.close()
        assert process.wait(30) == 0
