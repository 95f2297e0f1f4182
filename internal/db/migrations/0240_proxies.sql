-- +goose Up
-- Applications that an office keys in for a person (代录), one row each. Nothing of
-- the form stands here.
CREATE TABLE proxies (
	case_id TEXT PRIMARY KEY REFERENCES cases (id),
	organ TEXT NOT NULL,
	person TEXT NOT NULL, -- who began it
	at BIGINT NOT NULL,
	whole BOOLEAN NOT NULL, -- keyed in from the start; or only files were put on it
	asks BIGINT NOT NULL DEFAULT 0, -- how often the person was asked to confirm
	asked BIGINT NOT NULL DEFAULT 0, -- since when they are asked; 0: it is being keyed in
	met BIGINT NOT NULL DEFAULT 0, -- when they said who they are
	tries BIGINT NOT NULL DEFAULT 0, -- numbers that were not theirs
	taken BIGINT NOT NULL DEFAULT 0, -- when they took it over; the office is out of it
	seq BIGINT NOT NULL DEFAULT 0, -- the row of the journal that confirmed it last
	witness TEXT NOT NULL DEFAULT '' -- who saw the signed paper; empty: confirmed by themselves
);
CREATE INDEX proxies_organ ON proxies (organ, at);

-- Who had a hand in the form of such a case: none of them passes it on.
CREATE TABLE proxy_hands (
	case_id TEXT NOT NULL REFERENCES proxies (case_id),
	person TEXT NOT NULL,
	since BIGINT NOT NULL,
	last BIGINT NOT NULL,
	PRIMARY KEY (case_id, person)
);

-- What an office was sent at once, by mail or WeChat, and has not sorted yet
-- (收件): a batch of files in the store of files.
CREATE TABLE intakes (
	id TEXT PRIMARY KEY,
	organ TEXT NOT NULL,
	person TEXT NOT NULL,
	post TEXT NOT NULL, -- as whom
	at BIGINT NOT NULL,
	digest TEXT NOT NULL, -- of all names and contents
	state TEXT NOT NULL, -- open, filing, removed
	filer TEXT NOT NULL DEFAULT '', -- post of whoever had it filed
	version BIGINT NOT NULL DEFAULT 1, -- of what was corrected by hand
	skipped BIGINT NOT NULL DEFAULT 0, -- what systems put into archives
	UNIQUE (organ, digest) -- the same batch again is the same batch
);
CREATE INDEX intakes_state ON intakes (state, at);

-- The people of a batch, as proposed and corrected.
CREATE TABLE intake_people (
	intake TEXT NOT NULL REFERENCES intakes (id),
	n BIGINT NOT NULL, -- from 1
	name TEXT NOT NULL,
	unit TEXT NOT NULL,
	mobile TEXT NOT NULL DEFAULT '', -- sealed
	goal TEXT NOT NULL DEFAULT '', -- new, the id of a case, or none
	case_id TEXT NOT NULL DEFAULT '', -- the case their files went to last
	why TEXT NOT NULL DEFAULT '', -- why nothing was filed
	PRIMARY KEY (intake, n)
);

-- Its files. One that was refused has no key.
CREATE TABLE intake_files (
	id TEXT PRIMARY KEY,
	intake TEXT NOT NULL REFERENCES intakes (id),
	n BIGINT NOT NULL,
	name TEXT NOT NULL, -- as it came, long numbers masked
	media TEXT NOT NULL DEFAULT '',
	size BIGINT NOT NULL DEFAULT 0, -- bytes
	sha256 TEXT NOT NULL DEFAULT '',
	key TEXT NOT NULL DEFAULT '', -- sealed
	person BIGINT NOT NULL DEFAULT 0, -- n in intake_people; 0: nobody yet
	item TEXT NOT NULL DEFAULT '', -- a place for files on the case; empty: none yet
	maybe TEXT NOT NULL DEFAULT '', -- what it may be, to be decided
	doubt TEXT NOT NULL DEFAULT '', -- why nothing is taken for granted
	state TEXT NOT NULL, -- tray, filed, removed, refused
	why TEXT NOT NULL DEFAULT '', -- why it was refused or not filed
	case_id TEXT NOT NULL DEFAULT '',
	file_id TEXT NOT NULL DEFAULT '' -- what stands on the case
);
CREATE INDEX intake_files_intake ON intake_files (intake, n);

-- +goose Down
DROP TABLE intake_files;
DROP TABLE intake_people;
DROP TABLE intakes;
DROP TABLE proxy_hands;
DROP TABLE proxies;
