-- +goose Up
-- A task of the 工作台账, given by one office to others or to itself.
CREATE TABLE charges (
	id TEXT PRIMARY KEY, -- made by the page, so that pressing twice gives one
	edition TEXT NOT NULL,
	organ TEXT NOT NULL REFERENCES organisations (id), -- that gives it
	title TEXT NOT NULL,
	about TEXT NOT NULL, -- what is asked, and how it is shown to be done
	due BIGINT NOT NULL, -- the first moment that is too late
	person TEXT NOT NULL, -- who gave it
	at BIGINT NOT NULL
);
CREATE INDEX charges_organ ON charges (organ, due, id);

-- What one office owes of a charge.
CREATE TABLE duties (
	id TEXT PRIMARY KEY,
	charge TEXT NOT NULL REFERENCES charges (id),
	organ TEXT NOT NULL REFERENCES organisations (id), -- the owner
	region TEXT NOT NULL, -- of the owner
	holder TEXT NOT NULL DEFAULT '', -- who is in charge of it there, as written
	state TEXT NOT NULL, -- open, done
	version BIGINT NOT NULL, -- goes up with each act; a page that shows another may not act
	urged BIGINT NOT NULL DEFAULT 0, -- 督办 last
	urges BIGINT NOT NULL DEFAULT 0, -- how often
	done BIGINT NOT NULL DEFAULT 0, -- when it was done last
	UNIQUE (charge, organ)
);
CREATE INDEX duties_organ ON duties (organ, state, id);

-- The trail of a duty; rows are added, never changed.
CREATE TABLE duty_notes (
	duty TEXT NOT NULL REFERENCES duties (id),
	seq BIGINT NOT NULL, -- the version it made
	act TEXT NOT NULL, -- give, name, note, done, back, urge
	text TEXT NOT NULL,
	person TEXT NOT NULL,
	organ TEXT NOT NULL,
	at BIGINT NOT NULL,
	PRIMARY KEY (duty, seq)
);

-- +goose Down
DROP TABLE duty_notes;
DROP TABLE duties;
DROP TABLE charges;
