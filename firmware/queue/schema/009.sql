-- Version 9. Clips of a centre's own voice (the site's "voice" names them). Not part of the log: the
-- log says which clip was named when and by whom, and what somebody has taken back is gone.
CREATE TABLE clip (
	number INTEGER PRIMARY KEY,      -- in the order in which they came
	id TEXT NOT NULL UNIQUE,         -- a hash of the rest
	sound TEXT NOT NULL,             -- Ogg Opus in base64, as the API gives it
	words TEXT NOT NULL,             -- what is said in it
	speaker TEXT NOT NULL,           -- who says it,
	licence TEXT NOT NULL,           -- what may be done with it,
	agreed TEXT NOT NULL             -- and who has stated that the speaker agrees
) STRICT;
