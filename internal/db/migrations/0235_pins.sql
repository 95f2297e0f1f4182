-- +goose Up
-- PINs by which colleagues at one shared machine take turns (快速切换): each
-- holds for one browser, and no longer than the sign-in it was made in.
CREATE TABLE pins (
	browser TEXT NOT NULL, -- SHA-256 of a cookie of that browser
	person TEXT NOT NULL REFERENCES people (id),
	post TEXT NOT NULL,
	hash TEXT NOT NULL, -- Argon2id with its cost and salt
	tries BIGINT NOT NULL DEFAULT 0,
	proved BIGINT NOT NULL, -- when they signed in by password
	ends BIGINT NOT NULL,
	PRIMARY KEY (browser, person)
);
CREATE INDEX pins_person ON pins (person);

-- +goose Down
DROP TABLE pins;
