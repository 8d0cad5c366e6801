-- Version 1. Every table but event, token and secret is the fold of event and can be rebuilt from
-- it (layso-hubd --verify). Times: _wall_ms since 1970 UTC, _boot_ms since that boot, _boot the
-- boot's number (0: never).

CREATE TABLE event (
	seq INTEGER PRIMARY KEY,
	kind TEXT NOT NULL,
	ticket INTEGER,
	counter INTEGER,
	session INTEGER,
	actor TEXT NOT NULL,
	wall_ms INTEGER NOT NULL,
	boot INTEGER NOT NULL,
	boot_ms INTEGER NOT NULL,
	trusted INTEGER NOT NULL,
	data TEXT NOT NULL,   -- public, as on the wire
	private TEXT          -- press id, site data, boot id
) STRICT;

CREATE TRIGGER event_is_not_changed BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'events are immutable'); END;
CREATE TRIGGER event_is_not_deleted BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'events are immutable'); END;

CREATE TABLE boot (
	number INTEGER PRIMARY KEY,
	boot_id TEXT NOT NULL
) STRICT;

-- In the order in which they were opened. A date comes twice only when somebody accepted a clock that
-- had been wrong; then its numbers begin above the floor.
CREATE TABLE day (
	opened_seq INTEGER PRIMARY KEY,
	day TEXT NOT NULL,
	first_ticket INTEGER NOT NULL,
	floor INTEGER NOT NULL,
	closed_seq INTEGER NOT NULL    -- 0 while open
) STRICT;

CREATE TABLE ticket (
	id INTEGER PRIMARY KEY,
	day TEXT NOT NULL,
	series TEXT NOT NULL,
	number INTEGER NOT NULL,
	text TEXT NOT NULL,
	issued_for TEXT NOT NULL,
	language TEXT NOT NULL,
	press_id TEXT NOT NULL,
	reason TEXT NOT NULL,
	arrival INTEGER NOT NULL,
	arrived_wall_ms INTEGER NOT NULL,
	arrived_boot INTEGER NOT NULL,
	arrived_boot_ms INTEGER NOT NULL,
	ahead INTEGER NOT NULL,
	wait_estimate_s INTEGER NOT NULL,
	service TEXT NOT NULL,
	lane TEXT NOT NULL,
	state TEXT NOT NULL,
	paper TEXT NOT NULL,
	kiosk TEXT NOT NULL,
	note TEXT NOT NULL,
	outcome TEXT NOT NULL,
	place INTEGER NOT NULL,
	since_wall_ms INTEGER NOT NULL,
	since_boot INTEGER NOT NULL,
	since_boot_ms INTEGER NOT NULL,
	called_wall_ms INTEGER NOT NULL,
	called_boot INTEGER NOT NULL,
	called_boot_ms INTEGER NOT NULL,
	called_seq INTEGER NOT NULL,
	first_called_wall_ms INTEGER NOT NULL,
	first_called_boot INTEGER NOT NULL,
	first_called_boot_ms INTEGER NOT NULL,
	calls INTEGER NOT NULL,
	counter INTEGER NOT NULL,
	session INTEGER NOT NULL,
	wanted_counter INTEGER NOT NULL,
	segments INTEGER NOT NULL,
	prints INTEGER NOT NULL,
	quantity INTEGER NOT NULL
) STRICT;

-- The last defence of "a number is given once a day"; inserts are local to the day's end.
CREATE UNIQUE INDEX ticket_number ON ticket (day, series, number);

CREATE TABLE segment (
	ticket INTEGER NOT NULL,
	number INTEGER NOT NULL,
	service TEXT NOT NULL,
	counter INTEGER NOT NULL,
	session INTEGER NOT NULL,
	staff TEXT NOT NULL,
	started_wall_ms INTEGER NOT NULL,
	started_boot INTEGER NOT NULL,
	started_boot_ms INTEGER NOT NULL,
	ended_wall_ms INTEGER NOT NULL,
	ended_boot INTEGER NOT NULL,
	ended_boot_ms INTEGER NOT NULL,
	confirmed INTEGER NOT NULL,
	PRIMARY KEY (ticket, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE counter (
	number INTEGER PRIMARY KEY,
	state TEXT NOT NULL,
	session INTEGER NOT NULL,
	staff TEXT NOT NULL,
	note TEXT NOT NULL,
	in_order INTEGER NOT NULL,
	services TEXT NOT NULL,        -- ids, separated by spaces
	opened_wall_ms INTEGER NOT NULL,
	opened_boot INTEGER NOT NULL,
	opened_boot_ms INTEGER NOT NULL,
	since_wall_ms INTEGER NOT NULL,
	since_boot INTEGER NOT NULL,
	since_boot_ms INTEGER NOT NULL,
	ticket INTEGER NOT NULL,
	last_finished INTEGER NOT NULL,
	streak INTEGER NOT NULL
) STRICT;

CREATE TABLE session (
	id INTEGER PRIMARY KEY,
	counter INTEGER NOT NULL,
	staff TEXT NOT NULL,
	day TEXT NOT NULL,
	opened_wall_ms INTEGER NOT NULL,
	opened_boot INTEGER NOT NULL,
	opened_boot_ms INTEGER NOT NULL,
	closed_wall_ms INTEGER NOT NULL,
	closed_boot INTEGER NOT NULL,
	closed_boot_ms INTEGER NOT NULL,
	pauses INTEGER NOT NULL,
	paused_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE device (
	name TEXT PRIMARY KEY,
	state TEXT NOT NULL,
	fault TEXT NOT NULL,
	note TEXT NOT NULL,
	since_wall_ms INTEGER NOT NULL,
	since_boot INTEGER NOT NULL,
	since_boot_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE site (
	one INTEGER PRIMARY KEY CHECK (one = 1),
	seq INTEGER NOT NULL,
	json TEXT NOT NULL
) STRICT;

-- Not part of the log: who may come in, and the key of the citizens' ticket tokens.
CREATE TABLE token (
	name TEXT PRIMARY KEY,
	role TEXT NOT NULL,
	hash BLOB NOT NULL,
	made_wall_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE secret (
	one INTEGER PRIMARY KEY CHECK (one = 1),
	key BLOB NOT NULL
) STRICT;
