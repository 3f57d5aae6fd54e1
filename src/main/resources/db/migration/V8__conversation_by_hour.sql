-- Lists by the latest event need no index that every message has to change: the hour of the latest event is enough to find
-- the last ones, which are then put in order. With an index on `last_at` itself a message wrote three times as many pages.
ALTER TABLE conversation ADD COLUMN last_hour BIGINT NOT NULL DEFAULT 0;
UPDATE conversation SET last_hour = last_at / 3600000;
DROP INDEX conversation_by_time;
DROP INDEX conversation_by_buyer;
DROP INDEX conversation_by_agent;
CREATE INDEX conversation_by_hour ON conversation (last_hour);
CREATE INDEX conversation_by_buyer ON conversation (buyer);
CREATE INDEX conversation_by_agent ON conversation (agent, last_hour);
