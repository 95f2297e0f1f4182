-- +goose Up
-- An index of what the answers that opened each certificate's case say, and of
-- how the case ended, so that a number or a code is found at once. The record
-- is checked against it; where the two differ the record is right.
CREATE TABLE certificates (
	case_id TEXT PRIMARY KEY REFERENCES cases (id),
	entry TEXT NOT NULL REFERENCES cases (id), -- the entry that was certified
	replaces TEXT NOT NULL, -- case of the certificate it stands for, or empty: the first
	number TEXT NOT NULL UNIQUE, -- as printed
	year BIGINT NOT NULL, -- of issue, with serial the order of numbers
	serial BIGINT NOT NULL,
	code TEXT NOT NULL UNIQUE, -- 130 random bits in 26 characters
	name TEXT NOT NULL, -- as printed
	unit TEXT NOT NULL, -- at issue
	directions TEXT NOT NULL, -- labels as printed, one a line
	issuer TEXT NOT NULL, -- name of the organ
	county TEXT NOT NULL,
	city TEXT NOT NULL,
	issued BIGINT NOT NULL,
	state TEXT NOT NULL, -- as of the case
	ended BIGINT NOT NULL DEFAULT 0, -- replaced or revoked
	ground TEXT NOT NULL DEFAULT '', -- of that, for the public
	replaced_by TEXT NOT NULL DEFAULT '', -- case of the one that stands for it
	UNIQUE (entry, replaces) -- one first certificate, one replacement of each
);
CREATE INDEX certificates_state ON certificates (state, year, serial);

-- +goose Down
DROP TABLE certificates;
