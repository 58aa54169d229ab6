"""A peer as a process of its own."""

import pathlib
import subprocess
import sys


class Peer:
    """Runs a script of this folder. Its first line tells the port and what else a client has to know (`told`)."""

    def __init__(self, script, *arguments):
        path = pathlib.Path(__file__).with_name(script)
        self.process = subprocess.Popen([sys.executable, path, *map(str, arguments)], stdout=subprocess.PIPE, text=True)
        port, *self.told = self.process.stdout.readline().split()
        self.port = int(port)

    def stop(self):
        self.process.terminate()
        self.process.wait(30)
        self.process.stdout.close()
