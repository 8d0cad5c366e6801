-- Version 12. What a number was taken for at the kiosk, for its slip and for whoever serves it.

ALTER TABLE ticket ADD COLUMN subject TEXT NOT NULL DEFAULT ''; -- of the site's complaints.subjects
