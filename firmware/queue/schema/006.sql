-- Version 6. Recovery, clocks, backups, durations.

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

-- Durations are of one boot. ended_ms: since boot, of its last event; began_wall_ms: when it began, by
-- a clock that was known to be right (0 nobody knows). Both are 0 for the last boot, which goes on.
ALTER TABLE boot ADD COLUMN ended_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE boot ADD COLUMN began_wall_ms INTEGER NOT NULL DEFAULT 0;
UPDATE boot SET ended_ms = last.boot_ms
FROM (SELECT boot, max(seq), boot_ms FROM event GROUP BY boot) AS last
WHERE last.boot = number AND number < (SELECT max(number) FROM boot);
UPDATE boot SET began_wall_ms = known.began
FROM (
	SELECT boot, max(seq), wall_ms - boot_ms AS began FROM event
	WHERE trusted = 1 OR kind = 'clock_accept' OR
		(kind = 'clock_correct' AND data NOT LIKE '%"guessed":true%')
	GROUP BY boot
) AS known
WHERE known.boot = number AND number < (SELECT max(number) FROM boot);

-- open_ms: in boots that have ended, and all of it once the session is closed. seen: its first event
-- in the last boot, while it is open. In each boot a session lasts from its first event there to the
-- boot's last one.
ALTER TABLE session ADD COLUMN open_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN seen_wall_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN seen_boot INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN seen_boot_ms INTEGER NOT NULL DEFAULT 0;
UPDATE session SET seen_wall_ms = first.wall_ms, seen_boot = first.boot, seen_boot_ms = first.boot_ms
FROM (
	SELECT session, min(seq), wall_ms, boot, boot_ms FROM event
	WHERE session > 0 AND boot = (SELECT max(number) FROM boot) GROUP BY session
) AS first
WHERE first.session = session.id AND closed_boot = 0;
WITH part AS (
	SELECT session, boot, min(seq), boot_ms AS from_ms FROM event
	WHERE session > 0 GROUP BY session, boot
)
UPDATE session SET open_ms = whole.ms FROM (
	SELECT s.id, sum(max(iif(part.boot = s.closed_boot, s.closed_boot_ms, boot.ended_ms) -
		part.from_ms, 0)) AS ms
	FROM session AS s JOIN part ON part.session = s.id JOIN boot ON boot.number = part.boot
	WHERE part.boot <= iif(s.closed_boot > 0, s.closed_boot,
		(SELECT max(number) - 1 FROM boot))
	GROUP BY s.id
) AS whole
WHERE whole.id = session.id;
-- Pauses likewise.
WITH part AS (
	SELECT session, boot, min(seq), boot_ms AS from_ms FROM event
	WHERE session > 0 GROUP BY session, boot
), mark AS (
	SELECT session, kind, boot, boot_ms,
		lead(boot) OVER following AS end_boot, lead(boot_ms) OVER following AS end_ms
	FROM event WHERE kind IN ('counter_pause', 'counter_resume', 'counter_close')
	WINDOW following AS (PARTITION BY session ORDER BY seq)
)
UPDATE session SET paused_ms = whole.ms FROM (
	SELECT mark.session AS id, sum(max(
		iif(part.boot = mark.end_boot, mark.end_ms, boot.ended_ms) -
		iif(part.boot = mark.boot, mark.boot_ms, part.from_ms), 0)) AS ms
	FROM mark JOIN part ON part.session = mark.session JOIN boot ON boot.number = part.boot
	WHERE mark.kind = 'counter_pause' AND part.boot BETWEEN mark.boot AND
		coalesce(mark.end_boot, (SELECT max(number) - 1 FROM boot))
	GROUP BY mark.session
) AS whole
WHERE whole.id = session.id;
