-- +goose Up
-- What an applicant is still writing; sealed, for it is about a person.
CREATE TABLE drafts (
	case_id TEXT PRIMARY KEY REFERENCES cases (id),
	version BIGINT NOT NULL, -- goes up with each save
	tab TEXT NOT NULL, -- the page that saved last; it may save again
	body TEXT NOT NULL, -- base64 of the sealed answers
	at BIGINT NOT NULL
);

-- An index of what the journal says, for lists and checks.
CREATE TABLE applications (
	case_id TEXT PRIMARY KEY REFERENCES cases (id),
	clause TEXT NOT NULL, -- 二.1, 二.2 or 二.3
	directions TEXT NOT NULL, -- one a line
	post TEXT NOT NULL, -- 职务
	months BIGINT NOT NULL, -- of experience under the clause up to the deadline
	warnings TEXT NOT NULL, -- words for reviewers, one a line: months, sex, birth
	host TEXT NOT NULL, -- county unit in which a functional zone is counted
	id_sex TEXT NOT NULL, -- keyed digests of what the number of the document
	id_birth TEXT NOT NULL, -- says, for comparison; empty: it says nothing
	at BIGINT NOT NULL
);

-- One-time links for the employer's opinion. The token is not here: only its
-- digest, and the number that it is made from with a key outside.
CREATE TABLE endorsements (
	id TEXT PRIMARY KEY,
	case_id TEXT NOT NULL REFERENCES cases (id),
	digest TEXT NOT NULL UNIQUE, -- SHA-256 of the token, hex
	at BIGINT NOT NULL,
	ended BIGINT NOT NULL DEFAULT 0 -- used, replaced or taken back
);
CREATE INDEX endorsements_case ON endorsements (case_id, id);

-- +goose Down
DROP TABLE endorsements;
DROP TABLE applications;
DROP TABLE drafts;
