-- What people say of the bot's answers. `question` as the buyer asked it; `given` the entry the answer was taken from;
-- `entry` the one that answers the question, null when none does: the answer was right where both are the same.
CREATE TABLE knowledge_verdicts (
    conversation VARCHAR(64) NOT NULL,
    seq          BIGINT      NOT NULL,
    question     TEXT        NOT NULL,
    given        VARCHAR(64) NOT NULL,
    entry        VARCHAR(64),
    at           BIGINT      NOT NULL,
    who          VARCHAR(64) NOT NULL,
    PRIMARY KEY (conversation, seq)
);
