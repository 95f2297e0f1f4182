-- +goose Up
-- 发文稿纸 while they are written: what they say once sent is in the journal.
CREATE TABLE manuscripts (
	case_id TEXT PRIMARY KEY REFERENCES cases (id),
	body TEXT NOT NULL, -- the answers of the sheet, JSON
	at BIGINT NOT NULL -- business time
);

-- 发文字号, each once in the house; that of a void paper stays taken.
CREATE TABLE docnos (
	docno TEXT PRIMARY KEY,
	code TEXT NOT NULL, -- 机关代字: what stands before the year
	organ TEXT NOT NULL,
	case_id TEXT NOT NULL UNIQUE REFERENCES cases (id),
	at BIGINT NOT NULL
);
CREATE INDEX docnos_organ ON docnos (organ, at);
CREATE INDEX docnos_code ON docnos (code);

-- +goose Down
DROP TABLE docnos;
DROP TABLE manuscripts;
