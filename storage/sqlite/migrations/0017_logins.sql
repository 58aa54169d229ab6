-- Logins of browsers: each is a secret in a cookie and belongs to the token with which a person logged in.
CREATE TABLE logins (
    hash TEXT PRIMARY KEY, -- SHA-256 of the secret, in hex
    token_id TEXT NOT NULL REFERENCES tokens (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX logins_by_token ON logins (token_id, last_used_at);
