-- Every event, in order, for ever. The columns of `conversation` besides `epoch` and `last_seq` are an index derived from
-- the events in the transaction that stores them.
CREATE TABLE conversation (
    id        TEXT   NOT NULL PRIMARY KEY,
    buyer     TEXT   NOT NULL,
    epoch     BIGINT NOT NULL,
    last_seq  BIGINT NOT NULL,
    is_open   BIGINT NOT NULL,
    agent     TEXT,
    opened_at BIGINT NOT NULL,
    last_at   BIGINT NOT NULL
);
CREATE INDEX conversation_by_time ON conversation (last_at);
CREATE INDEX conversation_by_buyer ON conversation (buyer, last_at);
CREATE INDEX conversation_by_agent ON conversation (agent, last_at);
CREATE INDEX conversation_open ON conversation (is_open);

CREATE TABLE event (
    conversation      TEXT   NOT NULL,
    seq               BIGINT NOT NULL,
    at                BIGINT NOT NULL,
    type              TEXT   NOT NULL,
    sender            TEXT,
    client_message_id TEXT,
    message           TEXT,
    body              TEXT   NOT NULL,
    PRIMARY KEY (conversation, seq)
);
CREATE UNIQUE INDEX event_sent ON event (sender, client_message_id);
CREATE INDEX event_by_type ON event (type, at);
CREATE INDEX event_by_time ON event (at);
