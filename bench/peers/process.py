"""A peer (another implementation to compare with), run as a process."""

import pathlib
import subprocess
import sys


class Peer:
    """Runs a script of this folder. The first line that it prints has the port, and what else a client needs (`told`)."""

    def __init__(self, script, *arguments):
        path = pathlib.Path(__file__).with_name(script)
        self.process = subprocess.Popen([sys.executable, path, *map(str, arguments)], stdout=subprocess.PIPE, text=True)
        port, *self.told = self.process.stdout.readline().split()
        self.port = int(port)

    def stop(self):
        self.process.terminate()
        self.process.wait(30)
        self.process.stdout.close()
