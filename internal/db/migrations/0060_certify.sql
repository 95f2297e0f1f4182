-- +goose Up
-- Indexes over cases: which entry grew out of an application, and which
-- attempts out of an entry. What they say of a person stands in the cases.
CREATE TABLE entries (
	application TEXT PRIMARY KEY, -- one entry each, whatever is pressed twice
	entry TEXT NOT NULL UNIQUE REFERENCES cases (id)
);

CREATE TABLE chances (
	entry TEXT NOT NULL REFERENCES cases (id),
	n BIGINT NOT NULL, -- 1, 2, 3 … also of those that do not count
	attempt TEXT NOT NULL UNIQUE REFERENCES cases (id),
	PRIMARY KEY (entry, n)
);

-- +goose Down
DROP TABLE chances;
DROP TABLE entries;
