-- +goose Up
-- What became of a file after it was received. The digest of what was received
-- (sha256) stays; key, media and size are of what is kept.
ALTER TABLE files ADD COLUMN state TEXT NOT NULL DEFAULT 'waiting'; -- waiting (待检), clean (可用), failed (未通过)
ALTER TABLE files ADD COLUMN why TEXT NOT NULL DEFAULT ''; -- why it failed, as the key of a text
ALTER TABLE files ADD COLUMN kept TEXT NOT NULL DEFAULT ''; -- SHA-256 of what is kept, hex; empty while it waits
ALTER TABLE files ADD COLUMN raw TEXT NOT NULL DEFAULT ''; -- key of what was received, until it is deleted
ALTER TABLE files ADD COLUMN small TEXT NOT NULL DEFAULT ''; -- key of a small picture, sealed
CREATE INDEX files_waiting ON files (id) WHERE state = 'waiting' OR raw <> '';

-- 原件核验: who saw the original of a file, or did not. Every mark is in the audit too.
CREATE TABLE originals (
	file_id TEXT PRIMARY KEY REFERENCES files (id),
	seen BOOLEAN NOT NULL, -- false: 未见原件
	person TEXT NOT NULL,
	organ TEXT NOT NULL,
	at BIGINT NOT NULL
);

-- Files that come in parts. One is forgotten when it has not grown for a while.
CREATE TABLE uploads (
	id TEXT PRIMARY KEY,
	case_id TEXT NOT NULL REFERENCES cases (id),
	item TEXT NOT NULL,
	person TEXT NOT NULL,
	name TEXT NOT NULL, -- a label, never a path
	size BIGINT NOT NULL, -- bytes of the whole
	sha256 TEXT NOT NULL, -- of the whole, as the sender says
	at BIGINT NOT NULL, -- real time of the last part
	file_id TEXT NOT NULL DEFAULT '', -- what became of it
	UNIQUE (case_id, item, person, sha256) -- the same file again is the same upload
);
CREATE INDEX uploads_person ON uploads (person, at);
CREATE INDEX uploads_at ON uploads (at);
CREATE TABLE upload_parts (
	upload_id TEXT NOT NULL REFERENCES uploads (id),
	at BIGINT NOT NULL, -- where it begins, in bytes
	size BIGINT NOT NULL,
	key TEXT NOT NULL, -- in the store of files, sealed
	PRIMARY KEY (upload_id, at)
);

-- +goose Down
DROP TABLE upload_parts;
DROP TABLE uploads;
DROP TABLE originals;
DROP INDEX files_waiting;
ALTER TABLE files DROP COLUMN small;
ALTER TABLE files DROP COLUMN raw;
ALTER TABLE files DROP COLUMN kept;
ALTER TABLE files DROP COLUMN why;
ALTER TABLE files DROP COLUMN state;
