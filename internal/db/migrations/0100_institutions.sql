-- +goose Up
-- An institution as it has founded itself here: one organisation to a unified
-- social credit code.
CREATE TABLE institutions (
	organ TEXT PRIMARY KEY REFERENCES organisations (id),
	blind TEXT NOT NULL UNIQUE, -- keyed digest of the code
	uscc TEXT NOT NULL, -- the code, sealed
	county TEXT NOT NULL, -- where it lies
	city TEXT NOT NULL,
	founder TEXT NOT NULL, -- person who did it
	at BIGINT NOT NULL
);

-- What an institution says of itself (附件3 and what is asked beside it), kept
-- from edition to edition; a case holds a copy of the day it was sent.
CREATE TABLE dossiers (
	organ TEXT PRIMARY KEY REFERENCES organisations (id),
	version BIGINT NOT NULL, -- of the last save; a page that shows another may not save
	body TEXT NOT NULL, -- answers, sealed
	person TEXT NOT NULL, -- who saved
	at BIGINT NOT NULL
);

-- An index of what was sent last, to compare and count with.
CREATE TABLE institution_cases (
	case_id TEXT PRIMARY KEY REFERENCES cases (id),
	income BIGINT NOT NULL, -- 上年度主营业务收入 in 分
	staff BIGINT NOT NULL,
	trained BIGINT NOT NULL,
	capacity BIGINT NOT NULL, -- seats in one class
	directions TEXT NOT NULL, -- one a line
	gate TEXT NOT NULL DEFAULT '', -- pass, fail; empty: not assessed
	mean BIGINT NOT NULL DEFAULT 0, -- of the sheets, in hundredths
	passed BOOLEAN NOT NULL DEFAULT FALSE
);

-- The 师资名册 as sent last, to find whoever also applies as a person.
CREATE TABLE lecturers (
	case_id TEXT NOT NULL REFERENCES cases (id),
	pos BIGINT NOT NULL,
	name TEXT NOT NULL,
	unit TEXT NOT NULL,
	PRIMARY KEY (case_id, pos)
);
CREATE INDEX lecturers_name ON lecturers (name, unit);

-- +goose Down
DROP TABLE lecturers;
DROP TABLE institution_cases;
DROP TABLE dossiers;
DROP TABLE institutions;
