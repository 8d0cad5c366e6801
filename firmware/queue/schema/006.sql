-- Version 6. Recovery, clocks, backups.

-- Which history this is. A database that was made anew or put back from a backup is another one:
-- its event numbers mean other events. Eight random bytes in hex.
CREATE TABLE epoch (
	one INTEGER PRIMARY KEY CHECK (one = 1),
	id TEXT NOT NULL
) STRICT;
INSERT INTO epoch (one, id) VALUES (1, lower(hex(randomblob(8))));

-- The newest commands with a request id that did something, written in their transaction: one that
-- comes again, also after a restart, is answered and does nothing more. Older ones make room.
CREATE TABLE request (
	n INTEGER PRIMARY KEY AUTOINCREMENT,
	caller TEXT NOT NULL,
	id TEXT NOT NULL,
	digest BLOB NOT NULL,          -- of what was asked: the same id must mean the same
	ticket INTEGER NOT NULL,       -- that the answer shows; 0 none
	counter INTEGER NOT NULL,      -- likewise
	created INTEGER NOT NULL,      -- 1: the answer says that it was made
	seq INTEGER NOT NULL,          -- the last event up to it
	UNIQUE (caller, id)
) STRICT;

-- Where ids of tickets jump: after the last one below next comes above + 1. A database that was put
-- back may not know which ids were given, and those are on slips.
CREATE TABLE ticket_gap (
	next INTEGER PRIMARY KEY,
	above INTEGER NOT NULL CHECK (above >= next)
) STRICT;

-- 1: its kiosk asked for it itself. Until that has said what became of the slip, perhaps nobody knows
-- the number. The log has known it from the beginning.
ALTER TABLE ticket ADD COLUMN by_kiosk INTEGER NOT NULL DEFAULT 0;
UPDATE ticket SET by_kiosk = 1 FROM event
WHERE event.seq = ticket.arrival AND event.kind = 'issue' AND event.actor <> ''
	AND event.actor = json_extract(event.data, '$.kiosk');

-- What is known of the wall clock and of the date of the last day.
CREATE TABLE clock (
	one INTEGER PRIMARY KEY CHECK (one = 1),
	known_boot INTEGER NOT NULL,     -- whose wall clock was known to be right; 0 none
	unknown_boot INTEGER NOT NULL,   -- in which the day had events before that; 0 none
	offset_ms INTEGER NOT NULL,      -- what somebody said in offset_boot
	offset_boot INTEGER NOT NULL,
	wall_before_ms INTEGER NOT NULL, -- the greatest wall time before the day was opened
	day_guessed INTEGER NOT NULL     -- 1: nobody knows the date of the last day
) STRICT;
