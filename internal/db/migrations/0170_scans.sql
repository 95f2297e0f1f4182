-- +goose Up
-- Papers of cases that were printed with a code on each page. A code holds the id
-- and nothing else.
CREATE TABLE prints (
	id TEXT PRIMARY KEY, -- made of the rest by a secret key
	case_id TEXT NOT NULL REFERENCES cases (id),
	paper TEXT NOT NULL, -- its title
	version TEXT NOT NULL, -- as printed on it
	person TEXT NOT NULL, -- who printed it first
	at BIGINT NOT NULL
);
CREATE INDEX prints_case ON prints (case_id);

-- Files of scanned pages that an office sent in.
CREATE TABLE scans (
	id TEXT PRIMARY KEY,
	batch TEXT NOT NULL, -- what was sent at once
	person TEXT NOT NULL,
	post TEXT NOT NULL, -- as whom: its eyes find the cases
	organ TEXT NOT NULL,
	at BIGINT NOT NULL,
	name TEXT NOT NULL, -- a label, never a path
	media TEXT NOT NULL,
	size BIGINT NOT NULL, -- bytes
	sha256 TEXT NOT NULL,
	key TEXT NOT NULL, -- in the store of files, sealed
	state TEXT NOT NULL, -- waiting, done, failed
	pages BIGINT NOT NULL DEFAULT 0,
	why TEXT NOT NULL DEFAULT '', -- why nothing could be read of it
	UNIQUE (organ, sha256) -- the same file again is the same file
);
CREATE INDEX scans_batch ON scans (batch);
CREATE INDEX scans_state ON scans (state);

-- Pages of them, each once.
CREATE TABLE scan_pages (
	id TEXT PRIMARY KEY,
	scan_id TEXT NOT NULL REFERENCES scans (id),
	n BIGINT NOT NULL, -- its number in the file, from 1
	state TEXT NOT NULL, -- matched, tray, dropped
	why TEXT NOT NULL DEFAULT '', -- why it is in the tray; why it was dropped
	print TEXT NOT NULL DEFAULT '', -- as its code says
	page BIGINT NOT NULL DEFAULT 0,
	pages BIGINT NOT NULL DEFAULT 0,
	now TEXT NOT NULL DEFAULT '', -- the version of the paper then, if another
	case_id TEXT NOT NULL DEFAULT '',
	file_id TEXT NOT NULL DEFAULT '', -- what stands on the case
	key TEXT NOT NULL DEFAULT '', -- of its picture; empty if it could not be read
	sha256 TEXT NOT NULL DEFAULT '',
	size BIGINT NOT NULL DEFAULT 0, -- bytes
	small TEXT NOT NULL DEFAULT '', -- a small picture, JPEG in base64, while it waits
	person TEXT NOT NULL DEFAULT '', -- who decided by hand
	at BIGINT NOT NULL,
	UNIQUE (scan_id, n)
);
CREATE INDEX scan_pages_print ON scan_pages (print, page);
CREATE INDEX scan_pages_state ON scan_pages (state, scan_id);

-- +goose Down
DROP TABLE scan_pages;
DROP TABLE scans;
DROP TABLE prints;
