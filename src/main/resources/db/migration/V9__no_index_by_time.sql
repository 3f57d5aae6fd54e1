-- Conversations of a span of time are found by their first event and the hour of their last one; every message changed this
-- index for nothing.
DROP INDEX event_by_time;
