-- +goose Up
-- What a lecturer says of themselves for whoever would invite them (rules/45).
-- A row of its own, changed by the lecturer alone; version guards it.
CREATE TABLE teachers (
	person TEXT PRIMARY KEY,
	willing BOOLEAN NOT NULL, -- may be invited
	directions TEXT NOT NULL, -- of the edition, one a line
	cities TEXT NOT NULL, -- codes of the cities where they teach, one a line
	days TEXT NOT NULL, -- days of the week, 1 is Monday, one a line
	hours BIGINT NOT NULL, -- at most in a month
	proof TEXT NOT NULL, -- of up-to-date knowledge, in words; '' is none
	proof_day TEXT NOT NULL, -- of that proof; '' is none
	version BIGINT NOT NULL,
	at BIGINT NOT NULL
);

-- An index over cases of the track lecture, written when one is opened and
-- when its hours are confirmed.
CREATE TABLE lectures (
	case_id TEXT PRIMARY KEY REFERENCES cases (id),
	person TEXT NOT NULL, -- the lecturer
	organ TEXT NOT NULL, -- who invites
	event TEXT NOT NULL, -- case of the event; '' is none
	on_day TEXT NOT NULL,
	part TEXT NOT NULL, -- am, pm, eve
	at BIGINT NOT NULL, -- of the invitation
	hours BIGINT NOT NULL DEFAULT 0, -- confirmed by both
	ended TEXT NOT NULL DEFAULT '', -- the case itself once it came to nothing; '' while it stands
	UNIQUE (person, organ, event, on_day, part, ended)
);

CREATE INDEX lectures_by_event ON lectures (event, case_id);

-- When a lecturer has said yes: the key is the promise that nobody speaks in
-- two places at once.
CREATE TABLE lecture_days (
	person TEXT NOT NULL,
	on_day TEXT NOT NULL,
	part TEXT NOT NULL,
	case_id TEXT NOT NULL,
	PRIMARY KEY (person, on_day, part)
);

-- +goose Down
DROP TABLE lecture_days;
DROP TABLE lectures;
DROP TABLE teachers;
