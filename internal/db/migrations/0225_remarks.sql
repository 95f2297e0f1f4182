-- +goose Up
-- What an office notes for itself on a case: telephone calls, and what one
-- colleague asks another. None of it is a move, and nobody outside reads it.
CREATE TABLE remarks (
	id TEXT PRIMARY KEY, -- of the page that wrote it: pressing twice is once
	case_id TEXT NOT NULL REFERENCES cases (id),
	organ TEXT NOT NULL,
	person TEXT NOT NULL, -- who wrote it
	kind TEXT NOT NULL, -- call, ask, answer
	asked TEXT NOT NULL DEFAULT '', -- the colleague whom an ask is for
	parent TEXT NOT NULL DEFAULT '', -- the ask that an answer answers
	follow TEXT NOT NULL DEFAULT '', -- day on which to call again
	body TEXT NOT NULL, -- base64 of the sealed answers
	at BIGINT NOT NULL,
	settled BIGINT NOT NULL DEFAULT 0 -- an ask was answered; a follow was done
);
CREATE INDEX remarks_case ON remarks (case_id, organ, at);
CREATE INDEX remarks_open ON remarks (organ, kind, settled);

-- +goose Down
DROP TABLE remarks;
