-- Version 11. Complaints and suggestions. Each change of one is a row of its own, and the last one
-- counts. Days are those that people said, or "": nobody knows.
CREATE TABLE complaint (
	seq INTEGER PRIMARY KEY,         -- of the event that made this version
	id INTEGER NOT NULL,             -- of the event that entered it
	action TEXT NOT NULL,            -- enter, answer, correct, reopen, withdraw
	actor TEXT NOT NULL,             -- who did that,
	wall_ms INTEGER NOT NULL,        -- and when
	entered_by TEXT NOT NULL,
	subject TEXT NOT NULL,           -- of the site's complaints.subjects
	channel TEXT NOT NULL,
	day TEXT NOT NULL,               -- when it was received
	due_day TEXT NOT NULL,           -- the last day for an answer
	about TEXT NOT NULL,
	outcome TEXT NOT NULL,           -- of the answer; '' none
	answered_day TEXT NOT NULL,
	answered_by TEXT NOT NULL,
	note TEXT NOT NULL               -- on the answer, or why it is withdrawn
) STRICT;
CREATE INDEX complaint_id ON complaint (id, seq);
