-- Version 3. Figures: ratings, slips that failed, the portal's disruptions, counts of dossiers.

ALTER TABLE ticket ADD COLUMN rating INTEGER NOT NULL DEFAULT 0;    -- 1 … 5; 0 none
ALTER TABLE ticket ADD COLUMN misprints INTEGER NOT NULL DEFAULT 0; -- slips reported as failed

-- The log has known of failed slips from the beginning.
UPDATE ticket SET misprints = failed.n FROM (
	SELECT ticket AS id, count(*) AS n FROM event
	WHERE kind = 'paper' AND data LIKE '%"paper":"FAILED"%' GROUP BY ticket
) AS failed WHERE failed.id = ticket.id;

CREATE TABLE portal (
	seq INTEGER PRIMARY KEY,       -- of the event that began it
	down_wall_ms INTEGER NOT NULL,
	up_wall_ms INTEGER NOT NULL,   -- 0 while it lasts
	note TEXT NOT NULL
) STRICT;

CREATE TABLE dossier (
	id INTEGER PRIMARY KEY,        -- the sequence number of its event
	source TEXT NOT NULL,          -- finish, clerk, import
	from_day TEXT NOT NULL,
	to_day TEXT NOT NULL,
	service TEXT NOT NULL,         -- '' all
	ticket INTEGER NOT NULL,       -- with whose finish it came; 0 none
	counts TEXT NOT NULL,          -- "received_online=2 resolved_early=1"
	note TEXT NOT NULL
) STRICT;
CREATE INDEX dossier_days ON dossier (to_day);
CREATE INDEX dossier_ticket ON dossier (ticket) WHERE ticket > 0;
CREATE INDEX dossier_imports ON dossier (to_day) WHERE source = 'import';
CREATE INDEX session_day ON session (day);
