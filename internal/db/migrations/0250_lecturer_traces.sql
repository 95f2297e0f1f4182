-- +goose Up
-- A roster leaves as many traces as it has lecturers (师资名册), and these take the
-- place of the names that were kept in clear to be compared.
CREATE TABLE traces_of_many (
	case_id TEXT NOT NULL REFERENCES cases (id),
	kind TEXT NOT NULL, -- phone, mail, person, name, code, lecturer, namesake
	key TEXT NOT NULL,
	PRIMARY KEY (case_id, kind, key)
);
INSERT INTO traces_of_many (case_id, kind, key) SELECT case_id, kind, key FROM traces;
DROP TABLE traces;
ALTER TABLE traces_of_many RENAME TO traces;
CREATE INDEX traces_key ON traces (kind, key);
DROP TABLE lecturers;

-- +goose Down
CREATE TABLE lecturers (
	case_id TEXT NOT NULL REFERENCES cases (id),
	pos BIGINT NOT NULL,
	name TEXT NOT NULL,
	unit TEXT NOT NULL,
	PRIMARY KEY (case_id, pos)
);
CREATE INDEX lecturers_name ON lecturers (name, unit);
CREATE TABLE traces_of_one (
	case_id TEXT NOT NULL REFERENCES cases (id),
	kind TEXT NOT NULL,
	key TEXT NOT NULL,
	PRIMARY KEY (case_id, kind)
);
INSERT INTO traces_of_one (case_id, kind, key) SELECT case_id, kind, key FROM traces WHERE kind NOT IN ('code', 'lecturer', 'namesake');
DROP TABLE traces;
ALTER TABLE traces_of_one RENAME TO traces;
CREATE INDEX traces_key ON traces (kind, key);
