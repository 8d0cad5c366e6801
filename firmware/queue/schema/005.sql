-- Version 5. After a restore a day's numbers go on above those that were given since the backup; and
-- who signed in with a token has a sign-in of their own, which ends like a person's.

CREATE TABLE numbers (
	day TEXT PRIMARY KEY,
	floor INTEGER NOT NULL         -- the day's numbers are above it
) STRICT, WITHOUT ROWID;

ALTER TABLE sign_in ADD COLUMN token TEXT NOT NULL DEFAULT ''; -- its name; staff is '' then
