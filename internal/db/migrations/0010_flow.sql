-- +goose Up
-- Times are epoch milliseconds UTC, 0 is never. Empty text is "none".

CREATE TABLE organisations (
	id TEXT PRIMARY KEY,
	name TEXT NOT NULL,
	role TEXT NOT NULL,
	region TEXT NOT NULL, -- code, functional zones by our own
	contact TEXT NOT NULL DEFAULT '',
	phone TEXT NOT NULL DEFAULT '',
	address TEXT NOT NULL DEFAULT ''
);
CREATE INDEX organisations_role ON organisations (role, region);

CREATE TABLE people (
	id TEXT PRIMARY KEY,
	name TEXT NOT NULL,
	created BIGINT NOT NULL
);

CREATE TABLE posts (
	id TEXT PRIMARY KEY,
	person TEXT NOT NULL REFERENCES people (id),
	organisation TEXT NOT NULL REFERENCES organisations (id),
	role TEXT NOT NULL,
	rank TEXT NOT NULL, -- clerk, head, leader
	title TEXT NOT NULL DEFAULT '',
	ended BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX posts_person ON posts (person);
CREATE INDEX posts_organisation ON posts (organisation, role);

-- A case's state is a cache of its journal; only package flow writes here.
CREATE TABLE cases (
	id TEXT PRIMARY KEY,
	edition TEXT NOT NULL,
	track TEXT NOT NULL,
	no TEXT NOT NULL DEFAULT '', -- readable number, for people
	party TEXT NOT NULL, -- person or organisation
	name TEXT NOT NULL DEFAULT '',
	unit TEXT NOT NULL DEFAULT '',
	county TEXT NOT NULL DEFAULT '',
	city TEXT NOT NULL DEFAULT '',
	parent TEXT NOT NULL DEFAULT '', -- the case this one grew out of
	state TEXT NOT NULL,
	seq BIGINT NOT NULL, -- number of the last move: the lock
	reach BIGINT NOT NULL,
	opened BIGINT NOT NULL,
	since BIGINT NOT NULL,
	due BIGINT NOT NULL DEFAULT 0,
	head TEXT NOT NULL, -- hash of the last journal row
	claimed_by TEXT NOT NULL DEFAULT '',
	claimed BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX cases_state ON cases (edition, track, state, id);
CREATE INDEX cases_city ON cases (city, track, state, id);
CREATE INDEX cases_county ON cases (county, track, state, id);
CREATE INDEX cases_party ON cases (party, track);
CREATE INDEX cases_parent ON cases (parent, track);

CREATE TABLE journal (
	case_id TEXT NOT NULL REFERENCES cases (id),
	seq BIGINT NOT NULL,
	move TEXT NOT NULL,
	prior TEXT NOT NULL,
	state TEXT NOT NULL,
	person TEXT NOT NULL,
	organ TEXT NOT NULL,
	role TEXT NOT NULL,
	instead TEXT NOT NULL, -- the role it was done for (代办), or empty
	at BIGINT NOT NULL,
	basis TEXT NOT NULL,
	digest TEXT NOT NULL, -- SHA-256 of salt and answers, or empty
	chain TEXT NOT NULL, -- JSON of the office's internal approvals
	prev TEXT NOT NULL,
	hash TEXT NOT NULL,
	PRIMARY KEY (case_id, seq)
);

-- Personal data stands here alone and can be erased; its digest stays above.
CREATE TABLE answers (
	case_id TEXT NOT NULL,
	seq BIGINT NOT NULL,
	salt TEXT NOT NULL,
	body TEXT, -- NULL: erased
	PRIMARY KEY (case_id, seq)
);

CREATE TABLE proposals (
	id TEXT PRIMARY KEY,
	case_id TEXT NOT NULL REFERENCES cases (id),
	seq BIGINT NOT NULL, -- of the case when it was drafted
	move TEXT NOT NULL,
	organ TEXT NOT NULL,
	person TEXT NOT NULL, -- 经办
	post TEXT NOT NULL,
	body TEXT NOT NULL, -- answers
	step BIGINT NOT NULL,
	state TEXT NOT NULL, -- open, returned, done, void
	at BIGINT NOT NULL
);
CREATE INDEX proposals_case ON proposals (case_id, state);

CREATE TABLE approvals (
	proposal TEXT NOT NULL REFERENCES proposals (id),
	step BIGINT NOT NULL,
	person TEXT NOT NULL,
	decision TEXT NOT NULL, -- approved, returned, offline
	note TEXT NOT NULL,
	file TEXT NOT NULL DEFAULT '', -- scanned 审批单
	at BIGINT NOT NULL,
	PRIMARY KEY (proposal, step)
);

CREATE TABLE openings (
	case_id TEXT NOT NULL,
	seq BIGINT NOT NULL,
	person TEXT NOT NULL,
	organ TEXT NOT NULL,
	at BIGINT NOT NULL,
	PRIMARY KEY (case_id, seq, person)
);

CREATE TABLE assignments (
	case_id TEXT NOT NULL,
	person TEXT NOT NULL,
	role TEXT NOT NULL,
	at BIGINT NOT NULL,
	PRIMARY KEY (case_id, person, role)
);
CREATE INDEX assignments_person ON assignments (person, role);

CREATE TABLE conflicts (
	case_id TEXT NOT NULL,
	person TEXT NOT NULL,
	ground TEXT NOT NULL,
	at BIGINT NOT NULL,
	PRIMARY KEY (case_id, person)
);

CREATE TABLE members (
	list_id TEXT NOT NULL REFERENCES cases (id),
	case_id TEXT NOT NULL REFERENCES cases (id),
	pos BIGINT NOT NULL,
	held BOOLEAN NOT NULL, -- stays when the list moves on
	note TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (list_id, case_id)
);
CREATE INDEX members_case ON members (case_id);

CREATE TABLE dues (
	case_id TEXT NOT NULL,
	seq BIGINT NOT NULL,
	lapse TEXT NOT NULL,
	at BIGINT NOT NULL,
	PRIMARY KEY (case_id, seq)
);
CREATE INDEX dues_at ON dues (at);

CREATE TABLE checkpoints (
	id TEXT PRIMARY KEY,
	at BIGINT NOT NULL,
	size BIGINT NOT NULL, -- cases it names
	heads TEXT NOT NULL, -- "case seq hash" lines of what changed since prev
	prev TEXT NOT NULL,
	digest TEXT NOT NULL,
	signature TEXT NOT NULL
);

-- How far the last checkpoint has come with each case.
CREATE TABLE checked (
	case_id TEXT PRIMARY KEY,
	seq BIGINT NOT NULL
);

-- Serial numbers and quotas: one row each, changed first, which is the lock.
CREATE TABLE numbers (
	name TEXT PRIMARY KEY,
	last BIGINT NOT NULL
);

-- +goose Down
DROP TABLE numbers;
DROP TABLE checked;
DROP TABLE checkpoints;
DROP TABLE dues;
DROP TABLE members;
DROP TABLE conflicts;
DROP TABLE assignments;
DROP TABLE openings;
DROP TABLE approvals;
DROP TABLE proposals;
DROP TABLE answers;
DROP TABLE journal;
DROP TABLE cases;
DROP TABLE posts;
DROP TABLE people;
DROP TABLE organisations;
