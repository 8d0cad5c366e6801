-- Version 10. The catalogue of procedures. What stands in it and how it came there follows from the
-- log; the records' contents, which are large, stand beside it and are named by a hash, so that an
-- import is one small transaction.

CREATE TABLE procedure (
	key TEXT PRIMARY KEY,
	record TEXT NOT NULL             -- procedure_record's id
) STRICT, WITHOUT ROWID;

-- What the last import has changed, for an undo; '': there was no record of that key.
CREATE TABLE procedure_former (
	key TEXT PRIMARY KEY,
	record TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The imports, and the undos of imports.
CREATE TABLE catalogue (
	seq INTEGER PRIMARY KEY,         -- of its event
	undoes INTEGER NOT NULL,         -- the import that it took back; 0: it is an import
	changes INTEGER NOT NULL,        -- records
	actor TEXT NOT NULL,
	wall_ms INTEGER NOT NULL,
	summary TEXT NOT NULL            -- JSON: the file's name, counts
) STRICT;

-- Not part of the log.
CREATE TABLE procedure_record (
	number INTEGER PRIMARY KEY,
	id TEXT NOT NULL UNIQUE,         -- a hash of json
	base INTEGER NOT NULL,           -- the catalogue's seq when it was added
	json TEXT NOT NULL
) STRICT;
CREATE INDEX procedure_record_base ON procedure_record (base, id);
