"""The API as the pages of the server use it: with the cookie of a login, and with the fields that a browser adds."""

from .api import Api


class Page(Api):
    def __init__(self, base, token=None):
        super().__init__(base)
        self.session.headers["Sec-Fetch-Site"] = "same-origin"
        if token:
            self.me = self.ok("POST", "/api/v1/login", json={"token": token})

    def secret(self):
        """The secret in the cookie; None without a cookie."""
        return self.session.cookies.get("lectern") or self.session.cookies.get("__Host-lectern")
