-- +goose Up
-- 百强名师: one case a calendar year, one wish a person and year. The rows are
-- the locks.
CREATE TABLE contest_years (
	year BIGINT PRIMARY KEY,
	contest TEXT NOT NULL, -- its case; one cancelled gives its year back
	first TEXT NOT NULL, -- day from which wishes are taken
	last TEXT NOT NULL -- the last day, whole
);

CREATE TABLE contest_wishes (
	contest TEXT NOT NULL,
	person TEXT NOT NULL,
	nomination TEXT NOT NULL, -- its case
	PRIMARY KEY (contest, person)
);

-- +goose Down
DROP TABLE contest_wishes;
DROP TABLE contest_years;
