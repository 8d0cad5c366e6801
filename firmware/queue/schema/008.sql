-- Version 8. Pictures of the pages that halls show (the site's "pages" name them). Not part of the
-- log: the log says which page named which picture, and the file of a year need not hold them.
CREATE TABLE picture (
	number INTEGER PRIMARY KEY,      -- in the order in which they came
	id TEXT NOT NULL UNIQUE,         -- a hash of png
	png TEXT NOT NULL                -- in base64, as the API takes and gives it
) STRICT;
