"""Starting and ending the program; its options."""

import re
import signal

import pytest

from kit.api import Api
from kit.process import run
from kit.waiting import wait_until


def test_version():
    assert re.search(r"\d+\.\d+", run("version", check=0).stdout)


def test_healthy_and_ready(api):
    assert api.ok("GET", "/healthz")["status"]
    assert api.ok("GET", "/readyz")["status"]


def test_stops_with_a_client_connected(start_server):
    server = start_server()
    server.api.ok("GET", "/api/v1/sessions")  # the connection stays open
    server.stop()


def test_sigint_stops_it_too(start_server):
    server = start_server()
    server.process.send_signal(signal.SIGINT)
    assert server._gone() == 0


def test_state_is_created_and_kept(start_server, tiny):
    server = start_server()
    lecture = server.api.finish(server.api.upload(tiny), name="Kept")
    before = server.api.results(lecture)
    server.stop()
    server.start()
    assert server.api.results(lecture) == before


def test_the_first_start_tells_how_to_make_a_token(start_server):
    server = start_server()
    wait_until(lambda: "lectern token create" in server.log(), "the hint")
    line = next(line for line in server.log().splitlines() if "token create" in line)
    command = line[line.index("lectern token create"):].split()[1:]
    token = run(*command, check=0).stdout.strip()
    assert Api(server.api.base, token).ok("GET", "/api/v1/classrooms/") == []
    server.stop()
    server.start()
    server.stop()
    assert "token create" not in server.log(last=4), "no hint when there is a token"


def test_help_lists_options():
    text = run("serve", "--help", check=0).stdout
    for flag in ("--host", "--port", "--state", "--database", "--tls-cert", "--tls-key", "--config", "--auth-mode",
                 "--sources-allowed-hosts", "--sources-import-folder", "--uploads-max-mib", "--jobs-workers",
                 "--jobs-max-open", "--speech-model", "--speech-engine", "--topics-shortest-seconds", "--cut-frame",
                 "--log-format", "--log-level"):
        assert re.search(rf"{flag}\b", text), flag


def test_all_mistakes_are_reported_at_once(tmp_path):
    config = tmp_path / "lectern.toml"
    config.write_text('[server]\nprot = 1\n[jobs]\nworkers = "many"\n')
    done = run("serve", "--config", config, "--log-format", "xml", "--port", "70000", "--state", tmp_path / "state",
               environment={"LECTERN_AUTH_MODE": "none"})
    assert done.returncode not in (0, -6, -11)
    for word in ("prot", "workers", "log", "port", "auth"):
        assert re.search(word, done.stderr, re.IGNORECASE), f"{word} is not in: {done.stderr}"


@pytest.mark.parametrize("arguments", [("serve", "--no-such-flag", "1"), ("dance",), ("serve", "--port"), ()])
def test_unknown_arguments_are_refused(arguments):
    done = run(*arguments)
    assert done.returncode > 0 and (done.stderr or done.stdout).strip()


@pytest.mark.parametrize("flag", ["--cut-logo", "--cut-intro", "--cut-font"])
def test_files_that_are_not_there_are_told_at_the_start(tmp_path, flag):
    done = run("serve", "--state", tmp_path / "state", "--port", "0", flag, "/no/such/file")
    assert done.returncode > 0 and f"{flag}: the file /no/such/file cannot be read" in done.stderr


def test_unknown_environment_variables_are_refused(tmp_path):
    done = run("serve", "--state", tmp_path / "state", environment={"LECTERN_SERVER_PROT": "1"})
    assert done.returncode > 0 and "LECTERN_SERVER_PROT" in done.stderr


def test_flags_win_over_environment_over_file(start_server, tmp_path):
    config = tmp_path / "lectern.toml"
    config.write_text('[uploads]\nmax_mib = 1\n[log]\nformat = "text"\n')
    too_large = bytes(1536 * 1024)

    def accepts(**options):
        server = start_server(config=config, **options)
        answer = server.api.post("/api/v1/uploads", data=too_large,
                                 headers={"Content-Type": "application/octet-stream"})
        assert answer.status_code in (201, 413)
        return answer.status_code == 201

    assert not accepts()
    assert accepts(environment={"LECTERN_UPLOADS_MAX_MIB": "2"})
    assert not accepts(environment={"LECTERN_UPLOADS_MAX_MIB": "2"}, uploads_max_mib=1)


def test_listening_on_all_addresses_needs_tokens(tmp_path):
    done = run("serve", "--host", "0.0.0.0", "--port", "0", "--state", tmp_path / "state")
    assert done.returncode > 0
    assert "auth" in done.stderr.lower() or "token" in done.stderr.lower()


def test_a_port_in_use_is_reported(server, tmp_path):
    done = run("serve", "--port", server.port, "--state", tmp_path / "state")
    assert done.returncode > 0 and str(server.port) in done.stderr + done.stdout


def test_a_certificate_without_a_key_is_refused(certificate, tmp_path):
    done = run("serve", "--port", "0", "--state", tmp_path / "state", "--tls-cert", certificate[0])
    assert done.returncode > 0 and "key" in done.stderr.lower()


def test_json_logs_are_json(start_server):
    import json
    server = start_server(log_format="json")
    server.api.ok("GET", "/healthz")
    server.stop()
    records = [json.loads(line) for line in server.lines if not line.startswith("Lectern listens")]
    assert records and all(isinstance(record, dict) for record in records)


def test_migrate_makes_a_database_that_serve_uses(start_server, tmp_path):
    state = tmp_path / "ready"
    run("migrate", "--state", state, check=0)
    run("migrate", "--state", state, check=0)  # the second time there is nothing to do
    assert start_server(state=state).api.ok("GET", "/api/v1/sessions") == []
