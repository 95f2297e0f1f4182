-- +goose Up
-- Whom a move was told. What it says is read from the journal when it is shown.
CREATE TABLE messages (
	id TEXT PRIMARY KEY,
	person TEXT NOT NULL REFERENCES people (id),
	case_id TEXT NOT NULL REFERENCES cases (id),
	seq BIGINT NOT NULL, -- of the journal row
	at BIGINT NOT NULL, -- of the move, business time
	read_at BIGINT NOT NULL DEFAULT 0,
	sent_at BIGINT NOT NULL DEFAULT 0, -- as a text message, real time
	UNIQUE (case_id, seq, person)
);
CREATE INDEX messages_person ON messages (person, at);

-- +goose Down
DROP TABLE messages;
