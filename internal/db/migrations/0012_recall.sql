-- +goose Up
-- 申请退回: whoever made the last move asks the next level, which has opened
-- the case, to give it back. One request a move.
CREATE TABLE recalls (
	case_id TEXT NOT NULL REFERENCES cases (id),
	seq BIGINT NOT NULL, -- of the move asked back
	person TEXT NOT NULL,
	organ TEXT NOT NULL,
	reason TEXT NOT NULL,
	at BIGINT NOT NULL,
	refused BIGINT NOT NULL DEFAULT 0,
	PRIMARY KEY (case_id, seq)
);

-- +goose Down
DROP TABLE recalls;
