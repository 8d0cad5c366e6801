-- Version 7. Durations, archives, what an undo takes back.

-- Numbers of one time of the day lie together, whatever their series: a batch of tickets of many
-- services writes one page of this index, where it wrote one of each series.
DROP INDEX ticket_number;
CREATE UNIQUE INDEX ticket_number ON ticket (day, number, series);

-- What is known of the clock, as the fold of an older log gives it.
WITH mark AS (
	SELECT seq, kind, boot, trusted, coalesce(json_extract(data, '$.guessed'), 0) AS guessed
	FROM event WHERE kind IN ('day_open', 'clock_accept', 'clock_correct') OR trusted = 1
), said AS (
	SELECT seq, iif(trusted = 1 OR kind <> 'clock_correct' OR guessed = 0, boot, 0) AS boot
	FROM mark WHERE trusted = 1 OR kind <> 'day_open'
), turn AS (
	SELECT * FROM mark WHERE kind IN ('day_open', 'clock_correct') ORDER BY seq DESC LIMIT 1
), accepted AS (
	SELECT event.seq, boot, coalesce(json_extract(data, '$.offset_ms'), 0) AS offset_ms FROM event
	WHERE kind = 'clock_accept' ORDER BY seq DESC LIMIT 1
), row AS (
	SELECT coalesce((SELECT boot FROM said ORDER BY seq DESC LIMIT 1), 0) AS known_boot,
		coalesce((SELECT one.boot FROM event AS one, (SELECT coalesce(max(seq), 0) AS seq FROM turn)
			AS last WHERE ((kind IN ('issue', 'counter_open') AND one.seq > last.seq) OR
					one.seq IN (SELECT seq FROM turn WHERE guessed)) AND
				one.boot <> coalesce((SELECT said.boot FROM said WHERE said.seq <= one.seq
					ORDER BY said.seq DESC LIMIT 1), 0)
			ORDER BY one.seq DESC LIMIT 1), 0) AS unknown_boot,
		coalesce((SELECT offset_ms FROM accepted WHERE NOT EXISTS (SELECT 1 FROM mark
			WHERE trusted = 1 AND mark.seq >= accepted.seq)), 0) AS offset_ms,
		coalesce((SELECT boot FROM accepted), 0) AS offset_boot,
		coalesce((SELECT max(wall_ms) FROM event
			WHERE seq < (SELECT seq FROM mark WHERE kind IN ('day_open', 'clock_accept',
					'clock_correct') ORDER BY seq DESC LIMIT 1) AND
				(SELECT kind FROM mark WHERE kind IN ('day_open', 'clock_accept',
					'clock_correct') ORDER BY seq DESC LIMIT 1) = 'day_open' AND
				seq >= coalesce((SELECT max(seq) FROM mark
					WHERE kind IN ('clock_accept', 'clock_correct')), 0)), 0)
			AS wall_before_ms,
		coalesce((SELECT guessed FROM mark WHERE kind = 'day_open' ORDER BY seq DESC LIMIT 1), 0)
			AND NOT EXISTS (SELECT 1 FROM mark WHERE kind = 'clock_correct' AND guessed = 0 AND
				seq > (SELECT max(seq) FROM mark WHERE kind = 'day_open')) AS day_guessed
)
INSERT OR IGNORE INTO clock
SELECT 1, known_boot, unknown_boot, offset_ms, offset_boot, wall_before_ms, day_guessed FROM row
WHERE known_boot > 0 OR unknown_boot > 0 OR offset_boot > 0 OR wall_before_ms > 0 OR day_guessed;

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

-- Where the log begins. Events of past years go into archives, a file a year (queue/archive.h); what
-- they led to stays in the tables. A row is the state as of event seq, with a hash of it that also
-- holds the hash of the row before. The events from first on, which are those of the last archived
-- day, stay in the log, too: with them the model of that instant can be loaded.
CREATE TABLE checkpoint (
	seq INTEGER PRIMARY KEY,
	first INTEGER NOT NULL,
	boot INTEGER NOT NULL,           -- rows of boot before it do not change any more
	ticket INTEGER NOT NULL,         -- likewise, up to it
	session INTEGER NOT NULL,
	state TEXT NOT NULL,             -- the rows of the other tables, and the columns of all
	hash TEXT NOT NULL,              -- SHA-256 of all that
	file TEXT NOT NULL,              -- its archive
	file_hash TEXT NOT NULL          -- SHA-256 of that
) STRICT;
-- The same again: what no event can bring back must not be on one page alone.
CREATE TABLE checkpoint_copy (
	seq INTEGER PRIMARY KEY,
	first INTEGER NOT NULL,
	boot INTEGER NOT NULL,
	ticket INTEGER NOT NULL,
	session INTEGER NOT NULL,
	state TEXT NOT NULL,
	hash TEXT NOT NULL,
	file TEXT NOT NULL,
	file_hash TEXT NOT NULL
) STRICT;
CREATE TRIGGER checkpoint_is_copied AFTER INSERT ON checkpoint
BEGIN INSERT OR REPLACE INTO checkpoint_copy VALUES (new.seq, new.first, new.boot, new.ticket,
	new.session, new.state, new.hash, new.file, new.file_hash); END;
DROP TRIGGER event_is_not_deleted;
CREATE TRIGGER event_is_not_deleted BEFORE DELETE ON event
WHEN old.seq >= (SELECT coalesce(max(first), 0) FROM checkpoint)
BEGIN SELECT RAISE(ABORT, 'events are immutable'); END;

-- An undo takes back one thing and nothing before it: the calls in a row are again what they were
-- before the call, and a ticket's first call that stands stays the first.
ALTER TABLE counter ADD COLUMN streak_before INTEGER NOT NULL DEFAULT 0;
WITH mark AS (
	SELECT counter, seq, kind, json_extract(data, '$.lane') AS lane,
		lead(kind) OVER (PARTITION BY counter ORDER BY seq) AS next
	FROM event WHERE kind IN ('call', 'undo_call')
), stands AS (
	SELECT counter, seq, lane FROM mark WHERE kind = 'call' AND next IS NOT 'undo_call'
), last AS (
	SELECT counter, max(seq) AS seq, lane, next FROM mark WHERE kind = 'call' GROUP BY counter
), row AS (
	SELECT counter, lane, next, (
		SELECT count(*) FROM stands WHERE stands.counter = last.counter AND
			stands.lane <> 'regular' AND stands.seq < last.seq AND stands.seq > coalesce((
				SELECT max(seq) FROM stands AS regular
				WHERE regular.counter = last.counter AND regular.lane = 'regular' AND
					regular.seq < last.seq), 0)
	) AS before FROM last
)
UPDATE counter SET streak_before = before,
	streak = iif(next IS 'undo_call', before, iif(lane = 'regular', 0, before + 1))
FROM row WHERE row.counter = counter.number;
UPDATE ticket SET first_called_wall_ms = first.wall_ms, first_called_boot = first.boot,
	first_called_boot_ms = first.boot_ms
FROM (
	SELECT ticket, min(seq), wall_ms, boot, boot_ms FROM (
		SELECT ticket, seq, kind, wall_ms, boot, boot_ms,
			lead(kind) OVER (PARTITION BY ticket ORDER BY seq) AS next
		FROM event WHERE kind IN ('call', 'recall', 'undo_call')
	) WHERE kind = 'call' AND next IS NOT 'undo_call' GROUP BY ticket
) AS first
WHERE first.ticket = ticket.id AND ticket.first_called_boot = 0;
-- Who is served again after a finish that was undone is served since the beginning.
UPDATE ticket SET since_wall_ms = segment.started_wall_ms, since_boot = segment.started_boot,
	since_boot_ms = segment.started_boot_ms
FROM segment WHERE segment.ticket = ticket.id AND segment.number = ticket.segments AND
	ticket.state = 'SERVING' AND (
		SELECT kind FROM event WHERE event.ticket = ticket.id AND
			kind IN ('appear', 'resume', 'undo_finish') ORDER BY seq DESC LIMIT 1
	) = 'undo_finish';
