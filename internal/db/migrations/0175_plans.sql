-- +goose Up
-- What an institution has typed of the plan of a class and not sent yet.
CREATE TABLE plan_drafts (
	class TEXT PRIMARY KEY REFERENCES cases (id),
	version BIGINT NOT NULL, -- goes up with each save
	body TEXT NOT NULL, -- answers: lessons and trainers as they will stand in the notice
	saver TEXT NOT NULL,
	at BIGINT NOT NULL
);

-- +goose Down
DROP TABLE plan_drafts;
