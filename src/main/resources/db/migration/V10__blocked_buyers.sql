-- The buyers whom the staff will not have back.
CREATE TABLE blocked_buyer (
    buyer      TEXT   NOT NULL PRIMARY KEY,
    reason     TEXT   NOT NULL,
    blocked_by TEXT   NOT NULL,
    blocked_at BIGINT NOT NULL
);
