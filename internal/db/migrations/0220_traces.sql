-- +goose Up
-- What of an application or a dossier might show that another is of the same
-- hand: keyed digests alone, nothing that can be read.
CREATE TABLE traces (
	case_id TEXT NOT NULL REFERENCES cases (id),
	kind TEXT NOT NULL, -- phone, mail, person, name
	key TEXT NOT NULL,
	PRIMARY KEY (case_id, kind)
);
CREATE INDEX traces_key ON traces (kind, key);

-- +goose Down
DROP TABLE traces;
