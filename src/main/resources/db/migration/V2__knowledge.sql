-- The entries of the FAQ, every revision of each; `place` keeps the order in which entries were added.
CREATE TABLE knowledge_revisions (
    entry      VARCHAR(64) NOT NULL,
    revision   INTEGER     NOT NULL,
    place      BIGINT      NOT NULL,
    at         BIGINT      NOT NULL,
    who        VARCHAR(64) NOT NULL,
    action     VARCHAR(16) NOT NULL,
    topic      VARCHAR(64) NOT NULL,
    small_talk INTEGER     NOT NULL,
    question   TEXT        NOT NULL,
    phrasings  TEXT        NOT NULL,
    answer     TEXT        NOT NULL,
    disabled   INTEGER     NOT NULL,
    PRIMARY KEY (entry, revision)
);

-- `title` is a JSON object by language.
CREATE TABLE knowledge_topics (
    id    VARCHAR(64) PRIMARY KEY,
    title TEXT        NOT NULL
);

-- The draft's settings (a JSON object, in order) and synonyms (the lines of the file),
-- a row each.
CREATE TABLE knowledge_texts (
    name VARCHAR(16) PRIMARY KEY,
    text TEXT        NOT NULL
);

-- What was served from when on; settings and synonyms as they were then.
CREATE TABLE knowledge_publications (
    version   INTEGER PRIMARY KEY,
    at        BIGINT      NOT NULL,
    who       VARCHAR(64) NOT NULL,
    entries   INTEGER     NOT NULL,
    phrasings INTEGER     NOT NULL,
    changes   INTEGER     NOT NULL,
    settings  TEXT        NOT NULL,
    synonyms  TEXT        NOT NULL
);

-- Which revision of each entry a publication holds, disabled ones included.
CREATE TABLE knowledge_published (
    version  INTEGER     NOT NULL REFERENCES knowledge_publications (version),
    entry    VARCHAR(64) NOT NULL,
    revision INTEGER     NOT NULL,
    PRIMARY KEY (version, entry),
    FOREIGN KEY (entry, revision) REFERENCES knowledge_revisions (entry, revision)
);

-- Missed questions somebody has dealt with; `id` is made from the normalised question;
-- `entry` is null if it needs none.
CREATE TABLE knowledge_missed (
    id    VARCHAR(16) PRIMARY KEY,
    entry VARCHAR(64),
    at    BIGINT      NOT NULL,
    who   VARCHAR(64) NOT NULL
);
