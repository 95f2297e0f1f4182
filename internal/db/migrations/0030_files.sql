-- +goose Up
CREATE TABLE files (
	id TEXT PRIMARY KEY,
	case_id TEXT NOT NULL REFERENCES cases (id),
	item TEXT NOT NULL, -- the slot it stands in: a material, a scan
	name TEXT NOT NULL, -- a label, never a path
	media TEXT NOT NULL, -- as the content says
	size BIGINT NOT NULL, -- bytes
	sha256 TEXT NOT NULL, -- of the content in clear, hex
	key TEXT NOT NULL, -- in the store of files
	sealed BOOLEAN NOT NULL, -- shows an identity
	person TEXT NOT NULL, -- who put it there
	organ TEXT NOT NULL, -- for which office, or empty
	at BIGINT NOT NULL,
	removed BIGINT NOT NULL DEFAULT 0 -- 0: still there
);
CREATE INDEX files_case ON files (case_id, item, id);
CREATE INDEX files_person ON files (person);

-- +goose Down
DROP TABLE files;
