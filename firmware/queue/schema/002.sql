-- Version 2: the people who work here and sign in. Not part of the log: who may come in is no history
-- of the queue, and a secret must be gone when it is changed.

-- secret is argon2id's own text ("" none: cannot sign in). valid_day: a helper's day, "" any day.
CREATE TABLE staff (
	id TEXT PRIMARY KEY,
	name TEXT NOT NULL,
	role TEXT NOT NULL,
	active INTEGER NOT NULL,
	valid_day TEXT NOT NULL,
	secret TEXT NOT NULL,
	made_wall_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Who is signed in. hash is of the browser's cookie, which is kept nowhere.
CREATE TABLE sign_in (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	hash BLOB NOT NULL UNIQUE,
	staff TEXT NOT NULL,
	address TEXT NOT NULL,
	made_wall_ms INTEGER NOT NULL,
	made_boot INTEGER NOT NULL,
	made_boot_ms INTEGER NOT NULL,
	seen_wall_ms INTEGER NOT NULL,
	seen_boot INTEGER NOT NULL,
	seen_boot_ms INTEGER NOT NULL
) STRICT;

-- The last attempts to sign in, good and bad; older ones make room.
CREATE TABLE attempt (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	wall_ms INTEGER NOT NULL,
	name TEXT NOT NULL,
	address TEXT NOT NULL,
	outcome TEXT NOT NULL
) STRICT;

-- The role of keypads and of staff's tokens has its name of the field now.
UPDATE token SET role = 'clerk' WHERE role = 'staff';

-- People were site data. They stay who they are, and cannot sign in before they have a secret.
INSERT OR IGNORE INTO staff (id, name, role, active, valid_day, secret, made_wall_ms)
SELECT value ->> '$.id', value ->> '$.name', replace(value ->> '$.role', 'administrator', 'admin'),
	coalesce(value ->> '$.active', 1), '', '', 0
FROM site, json_each(site.json, '$.staff');
