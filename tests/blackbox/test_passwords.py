"""No part of the database's password is printed, however the address is given and whatever is wrong with it."""

import pytest

from kit.process import run

ADDRESSES = ["postgresql://lectern:Zq@Xjv@127.0.0.1:1/db", "postgresql://lectern:Zq/Xjv@127.0.0.1:1/db",
             "postgresql://lectern:Zq%Xjv@127.0.0.1:1/db", "postgresql://lectern:Zq?Xjv@127.0.0.1:1/db",
             "postgresql://lectern:Zq#Xjv@127.0.0.1:1/db", "postgresql://lectern:Zq%40Xjv@127.0.0.1:1/db",
             "postgresql://lectern:Zq:Xjv@127.0.0.1:1/db", "postgresql://lectern:Zq Xjv@127.0.0.1:1/db",
             "postgresql://127.0.0.1:1/db?user=lectern&password=Zq%26Xjv", "postgresql://127.0.0.1:1/db?pass=Zq&Xjv",
             "host=127.0.0.1 port=1 user=lectern password=ZqXjv", "host=127.0.0.1 password='Zq Xjv'",
             "postgres:lectern:ZqXjv@127.0.0.1", "mysql://lectern:ZqXjv@127.0.0.1:1/db"]


def refused(*arguments, **more):
    done = run(*arguments, **more)
    text = done.stdout + done.stderr
    assert done.returncode > 0 and text.strip()
    assert "Zq" not in text and "Xjv" not in text, text
    return text


@pytest.mark.parametrize("address", ADDRESSES)
def test_addresses(tmp_path, address):
    """As a flag, in the environment and in a file, for several commands."""
    state = ("--state", tmp_path / "state")
    refused("serve", "--port", "0", *state, "--database", address)
    refused("migrate", *state, environment={"LECTERN_STORAGE_DATABASE": address})
    file = tmp_path / "lectern.toml"
    file.write_text(f"[storage]\ndatabase = '''{address}'''\n")
    refused("token", "list", *state, "--config", file)
    refused("scrub", *state, "--config", file)


def test_files_that_are_no_toml(tmp_path):
    """A password with quotation marks, or without any, ends the text in its middle."""
    file = tmp_path / "lectern.toml"
    for line in ('database = "postgresql://lectern:x"ZqXjv@host/db"', "database = postgresql://lectern:ZqXjv@host",
                 'database = "postgresql://lectern:\\ZqXjv@host"', "database = ZqXjv", "ZqXjv"):
        file.write_text(f"[storage]\n{line}\n")
        assert "line 2" in refused("migrate", "--config", file)


def test_arguments_that_no_command_takes():
    address = "postgresql://lectern:ZqXjv@host/db"
    for arguments in (["config", "--database", address], ["serve", "--databse", address], ["serve", address],
                      ["migrate", f"--databse={address}"], ["serve", "--database", "postgresql://lectern:Zq", "Xjv@host/db"],
                      ["analyze", "x.json", address], ["--database", address, "serve"]):
        refused(*arguments)
    assert "--databse" in refused("serve", "--databse", address)
