-- +goose Up
-- One row a survey: it is the lock between who answers and who ends it.
CREATE TABLE surveys (
	case_id TEXT PRIMARY KEY REFERENCES cases (id),
	until_day TEXT NOT NULL, -- the last day, until 24:00
	is_open BOOLEAN NOT NULL DEFAULT FALSE,
	answered BIGINT NOT NULL DEFAULT 0 -- how many have answered
);

-- A firm that is asked. What it answers is read for the summary and for the
-- firm itself, and is shown to nobody else.
CREATE TABLE survey_firms (
	id TEXT PRIMARY KEY, -- the link is made of it and a key outside the database
	survey TEXT NOT NULL REFERENCES surveys (case_id),
	pos BIGINT NOT NULL,
	name TEXT NOT NULL,
	region TEXT NOT NULL, -- code of its county or, in a provincial survey, its city
	opened BIGINT NOT NULL DEFAULT 0, -- when the link was first opened
	draft TEXT NOT NULL DEFAULT '', -- JSON while it is being written
	answers TEXT NOT NULL DEFAULT '', -- JSON
	answered BIGINT NOT NULL DEFAULT 0, -- when; 0 is not yet
	wish TEXT NOT NULL DEFAULT '', -- what it asks for, with whom to call: JSON, sealed
	UNIQUE (survey, name)
);

CREATE INDEX survey_firms_by_survey ON survey_firms (survey, pos);

-- +goose Down
DROP TABLE survey_firms;
DROP TABLE surveys;
