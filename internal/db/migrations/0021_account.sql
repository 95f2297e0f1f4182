-- +goose Up
-- What signs people in. Times are epoch milliseconds UTC of real time, 0 is
-- never. No column holds a token, a code, a password or a number in clear.
CREATE TABLE sessions (
	id TEXT PRIMARY KEY,
	token TEXT NOT NULL UNIQUE, -- SHA-256 of the cookie
	person TEXT NOT NULL REFERENCES people (id),
	post TEXT NOT NULL, -- empty: as applicant
	device TEXT NOT NULL, -- "Windows · Edge", to tell one from another
	began BIGINT NOT NULL,
	seen BIGINT NOT NULL,
	idle BIGINT NOT NULL, -- milliseconds without a request after which it ends
	ends BIGINT NOT NULL -- at the latest
);
CREATE INDEX sessions_person ON sessions (person);
CREATE INDEX sessions_ends ON sessions (ends);

CREATE TABLE logins (
	person TEXT PRIMARY KEY REFERENCES people (id),
	name TEXT NOT NULL UNIQUE, -- lower case
	password TEXT NOT NULL, -- Argon2id with its cost and salt
	changed BIGINT NOT NULL
);

CREATE TABLE links (
	token TEXT PRIMARY KEY, -- SHA-256 of what the address holds
	person TEXT NOT NULL REFERENCES people (id),
	post TEXT NOT NULL, -- empty: as applicant
	reusable BOOLEAN NOT NULL, -- only in a demonstration
	made BIGINT NOT NULL,
	ends BIGINT NOT NULL,
	used BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE codes (
	mobile TEXT PRIMARY KEY, -- blind index
	salt TEXT NOT NULL,
	hash TEXT NOT NULL, -- keyed digest of salt and code
	tries BIGINT NOT NULL,
	ends BIGINT NOT NULL
);

-- How often something was tried from somewhere; key is a blind index.
CREATE TABLE attempts (
	key TEXT PRIMARY KEY,
	n BIGINT NOT NULL,
	since BIGINT NOT NULL,
	last BIGINT NOT NULL
);
CREATE INDEX attempts_last ON attempts (last);

-- +goose Down
DROP TABLE attempts;
DROP TABLE codes;
DROP TABLE links;
DROP TABLE logins;
DROP TABLE sessions;
