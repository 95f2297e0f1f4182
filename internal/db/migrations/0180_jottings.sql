-- +goose Up
-- What an office notes for itself beside a case: 备注, 桌号, 电话.
CREATE TABLE jottings (
	organ TEXT NOT NULL, -- whose it is; no other office sees it
	case_id TEXT NOT NULL REFERENCES cases (id),
	body TEXT NOT NULL, -- the columns as a JSON object of texts, sealed, in base64
	person TEXT NOT NULL, -- who wrote last
	at BIGINT NOT NULL,
	PRIMARY KEY (organ, case_id)
);

-- +goose Down
DROP TABLE jottings;
