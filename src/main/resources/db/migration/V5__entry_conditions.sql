-- When a revision of an entry is used and with which other answers, a JSON object; null if always, with one answer.
ALTER TABLE knowledge_revisions ADD COLUMN conditions TEXT;
