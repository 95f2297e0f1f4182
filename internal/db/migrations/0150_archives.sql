-- +goose Up
-- Archives that were asked for, and what came of it.
CREATE TABLE archives (
	id TEXT PRIMARY KEY, -- made by the page
	edition TEXT NOT NULL,
	person TEXT NOT NULL,
	organ TEXT NOT NULL,
	at BIGINT NOT NULL, -- asked for, business time
	state TEXT NOT NULL, -- waiting, done, failed
	key TEXT NOT NULL DEFAULT '', -- of the file, sealed
	size BIGINT NOT NULL DEFAULT 0,
	sha256 TEXT NOT NULL DEFAULT '', -- of the file
	sums TEXT NOT NULL DEFAULT '', -- SHA-256 of its SHA256SUMS: what is signed
	cases BIGINT NOT NULL DEFAULT 0,
	rows_n BIGINT NOT NULL DEFAULT 0, -- of the journal
	items BIGINT NOT NULL DEFAULT 0, -- lines of the catalogue
	open_n BIGINT NOT NULL DEFAULT 0, -- cases that were not over
	done BIGINT NOT NULL DEFAULT 0 -- business time
);
CREATE INDEX archives_edition ON archives (edition, at);

-- +goose Down
DROP TABLE archives;
