"""nginx with a usual configuration for this work: sendfile, one worker for each core, a cache of open files."""

import os
import pathlib
import socket
import subprocess
import time

CONFIG = """
daemon off;
{user}
worker_processes {workers};
worker_rlimit_nofile 20000;
pid {folder}/nginx.pid;
error_log stderr error;
events {{ worker_connections 12000; }}
http {{
    access_log off;
    default_type video/mp4;
    sendfile on;
    tcp_nopush on;
    open_file_cache max=100;
    keepalive_timeout 600s;
    keepalive_requests 1000000000;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    scgi_temp_path {folder}/scgi;
    uwsgi_temp_path {folder}/uwsgi;
    server {{
        listen 127.0.0.1:{plain_port} backlog=1024 reuseport;
        listen 127.0.0.1:{tls_port} ssl backlog=1024 reuseport;
        ssl_certificate {certificate};
        ssl_certificate_key {key};
        ssl_protocols TLSv1.3;
        ssl_conf_command Ciphersuites TLS_AES_128_GCM_SHA256;
        location /clips/ {{ alias {clips}/; }}
        location = /small {{ default_type application/json; {small_fields} return 200 '{small}'; }}
    }}
}}
"""


def _free_port():
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


class Nginx:
    """Serves the folder `clips` below /clips/, and at /small the text `small` with the header fields `small_fields`
    ([(name, value), ...]); plain and over TLS."""

    def __init__(self, folder, clips, certificate, small='{"id":1,"status":"Finished"}', small_fields=()):
        self.ports = {"plain": _free_port(), "TLS": _free_port()}
        config = pathlib.Path(folder, "nginx.conf")
        config.write_text(CONFIG.format(
            folder=folder, clips=clips, small=small,
            small_fields=" ".join(f"add_header {name} '{value}';" for name, value in small_fields), certificate=certificate[0], key=certificate[1], workers=os.cpu_count(),
            user="user root;" if os.geteuid() == 0 else "", plain_port=self.ports["plain"], tls_port=self.ports["TLS"]))
        self.process = subprocess.Popen(["/usr/sbin/nginx", "-p", folder, "-c", config])
        for port in self.ports.values():
            self._wait(port)

    def _wait(self, port):
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                return
            except ConnectionRefusedError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.05)
        raise RuntimeError("nginx did not come up")

    def stop(self):
        self.process.terminate()
        self.process.wait(30)
