-- +goose Up
-- What the public pages look up; what was published stands in the answers of
-- the list's moves.
CREATE TABLE publicities (
	list TEXT PRIMARY KEY REFERENCES cases (id),
	first_day TEXT NOT NULL, -- 2017-09-28
	last_day TEXT NOT NULL,
	published BIGINT NOT NULL,
	ends BIGINT NOT NULL, -- the first moment after the last day
	announced BIGINT NOT NULL DEFAULT 0,
	checkpoint TEXT NOT NULL DEFAULT '',
	digest TEXT NOT NULL DEFAULT '' -- of the checkpoint, printed on the announcement
);

-- Who objects stands in the answers of the case alone.
CREATE TABLE objections (
	id TEXT PRIMARY KEY REFERENCES cases (id),
	no TEXT NOT NULL UNIQUE,
	list TEXT NOT NULL REFERENCES cases (id),
	pos BIGINT NOT NULL, -- the line on the published list
	entry TEXT NOT NULL REFERENCES cases (id),
	at BIGINT NOT NULL
);
CREATE INDEX objections_list ON objections (list, at);
CREATE INDEX objections_entry ON objections (entry);

-- Who was announced with which certificate; later ones after an objection.
CREATE TABLE announced (
	list TEXT NOT NULL REFERENCES cases (id),
	entry TEXT NOT NULL REFERENCES cases (id),
	pos BIGINT NOT NULL,
	certificate TEXT NOT NULL, -- case, empty if none was issued
	late BOOLEAN NOT NULL, -- after the list, when an objection was dismissed
	at BIGINT NOT NULL,
	PRIMARY KEY (list, entry)
);

-- +goose Down
DROP TABLE announced;
DROP TABLE objections;
DROP TABLE publicities;
