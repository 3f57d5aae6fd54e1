-- Accounts, their sessions, the server's own keys, and who did what.
CREATE TABLE account (
    name          TEXT   NOT NULL PRIMARY KEY,
    display_name  TEXT   NOT NULL,
    role          TEXT   NOT NULL,
    disabled      BIGINT NOT NULL,
    created_at    BIGINT NOT NULL,
    password_hash TEXT   NOT NULL
);

CREATE TABLE session (
    token_hash TEXT   NOT NULL PRIMARY KEY,
    account    TEXT   NOT NULL,
    opened_at  BIGINT NOT NULL,
    used_at    BIGINT NOT NULL
);
CREATE INDEX session_by_account ON session (account);

CREATE TABLE secret (
    purpose      TEXT NOT NULL PRIMARY KEY,
    secret_value TEXT NOT NULL
);

CREATE TABLE audit (
    id      BIGINT NOT NULL PRIMARY KEY,
    at      BIGINT NOT NULL,
    who     TEXT   NOT NULL,
    action  TEXT   NOT NULL,
    subject TEXT   NOT NULL,
    detail  TEXT   NOT NULL
);
