-- +goose Up
-- What a city's clerks have typed of a 遴选 that is not recorded yet: a working
-- draft of the office, gone when the act is recorded.
CREATE TABLE choice_drafts (
	summary TEXT PRIMARY KEY REFERENCES cases (id),
	seq BIGINT NOT NULL, -- of the summary when it was typed
	body TEXT NOT NULL, -- the fields of the page, as a query string
	person TEXT NOT NULL, -- who saved last
	at BIGINT NOT NULL
);

-- +goose Down
DROP TABLE choice_drafts;
