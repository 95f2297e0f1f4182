-- +goose Up
-- The keys by which judges sign their locks: the public half of a pair made on
-- a device at check-in, good for one judge, one session, half a day.
CREATE TABLE device_keys (
	id TEXT PRIMARY KEY, -- made by the device
	session TEXT NOT NULL REFERENCES cases (id),
	person TEXT NOT NULL REFERENCES people (id),
	key TEXT NOT NULL, -- SubjectPublicKeyInfo of a point on P-256, base64
	began BIGINT NOT NULL, -- ms UTC, business time
	until BIGINT NOT NULL, -- end of the half day
	ended BIGINT NOT NULL DEFAULT 0, -- earlier end: another device, or check-out; 0 is never
	n BIGINT NOT NULL DEFAULT 0 -- highest number of a lock taken
);
CREATE INDEX device_keys_person ON device_keys (session, person);

-- Locks that came signed and were not taken: the other version of a conflict.
CREATE TABLE refused_locks (
	id TEXT PRIMARY KEY, -- SHA-256 of what was signed and its signature: once each
	session TEXT NOT NULL REFERENCES cases (id),
	sheet TEXT NOT NULL REFERENCES sheets (case_id),
	judge TEXT NOT NULL REFERENCES people (id),
	body TEXT NOT NULL, -- what was signed and its signature, sealed with the keys of the vault, base64
	reason TEXT NOT NULL, -- why it was not taken, in Chinese
	stops BOOLEAN NOT NULL, -- the sheet waits for people to settle it
	at BIGINT NOT NULL, -- ms UTC, business time
	settled BIGINT NOT NULL DEFAULT 0, -- 0 is not yet
	settler TEXT NOT NULL DEFAULT '',
	ground TEXT NOT NULL DEFAULT ''
);
CREATE INDEX refused_locks_session ON refused_locks (session);

-- When the holder of a session last proved who they are: by code, password or
-- link. Changing posts proves nothing. Real time, ms UTC.
ALTER TABLE sessions ADD COLUMN proved BIGINT NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE sessions DROP COLUMN proved;
DROP TABLE refused_locks;
DROP TABLE device_keys;
