-- Version 4. The end of the day makes EXPIRED of NO_SHOW; the figures tell the two apart still.

ALTER TABLE ticket ADD COLUMN no_show INTEGER NOT NULL DEFAULT 0; -- 1: did not come, not revived

UPDATE ticket SET no_show = 1 FROM (
	SELECT ticket AS id FROM event WHERE kind IN ('no_show', 'revive') GROUP BY ticket
	HAVING coalesce(max(CASE kind WHEN 'no_show' THEN seq END), 0) >
		coalesce(max(CASE kind WHEN 'revive' THEN seq END), 0)
) AS absent WHERE absent.id = ticket.id;
