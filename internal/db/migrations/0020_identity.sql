-- +goose Up
-- Values are sealed (base64) with the person as additional data; blind is a
-- keyed digest by which the same value is found again.
CREATE TABLE identities (
	person TEXT PRIMARY KEY REFERENCES people (id),
	id_type TEXT NOT NULL,
	cipher TEXT NOT NULL,
	blind TEXT NOT NULL,
	mask TEXT NOT NULL, -- what pages show
	at BIGINT NOT NULL,
	UNIQUE (id_type, blind) -- one number, one person
);

CREATE TABLE mobiles (
	person TEXT PRIMARY KEY REFERENCES people (id),
	cipher TEXT NOT NULL,
	blind TEXT NOT NULL UNIQUE, -- one number, one account
	mask TEXT NOT NULL,
	at BIGINT NOT NULL
);

-- +goose Down
DROP TABLE mobiles;
DROP TABLE identities;
