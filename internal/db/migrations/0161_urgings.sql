-- +goose Up
-- 催办 of addressees who have not signed for a notice.
CREATE TABLE urgings (
	id TEXT PRIMARY KEY, -- of the page that asked, and the receipt
	receipt TEXT NOT NULL REFERENCES cases (id),
	person TEXT NOT NULL,
	organ TEXT NOT NULL,
	at BIGINT NOT NULL -- business time
);
CREATE INDEX urgings_receipt ON urgings (receipt, at);

-- +goose Down
DROP TABLE urgings;
