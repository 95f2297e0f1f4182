-- +goose Up
-- An index of the sheets of a session; what was marked stands in the answers.
CREATE TABLE sheets (
	case_id TEXT PRIMARY KEY REFERENCES cases (id),
	session TEXT NOT NULL REFERENCES cases (id),
	application TEXT NOT NULL REFERENCES cases (id),
	judge TEXT NOT NULL REFERENCES people (id),
	lot BIGINT NOT NULL, -- drawn number, 1 first
	UNIQUE (session, judge, lot)
);

-- What a judge has written and not locked yet; gone when the sheet is locked.
CREATE TABLE sheet_drafts (
	sheet TEXT PRIMARY KEY REFERENCES sheets (case_id),
	body TEXT NOT NULL, -- answers, sealed with the keys of the vault, base64
	saved BIGINT NOT NULL -- ms UTC
);

-- +goose Down
DROP TABLE sheet_drafts;
DROP TABLE sheets;
