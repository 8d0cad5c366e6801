-- Version 14. A pause that begins when the counter's ticket is done; counter.note says why.

ALTER TABLE counter ADD COLUMN pause_after INTEGER NOT NULL DEFAULT 0;
