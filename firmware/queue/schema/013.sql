-- Version 13. The evaluation's figures, a period each, apart from the site data: five years of
-- months are as large as that. Each import of a period is a row of its own, and the last one counts.
CREATE TABLE evaluation (
	seq INTEGER PRIMARY KEY,         -- of the event that took or removed it
	period TEXT NOT NULL,            -- 2026-10, 2026-Q3, 2026
	json TEXT NOT NULL               -- as evaluation.h keeps it; '': it was removed
) STRICT;
CREATE INDEX evaluation_period ON evaluation (period, seq);
