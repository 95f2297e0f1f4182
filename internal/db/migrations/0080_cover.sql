-- +goose Up
-- A/B角: a colleague of the same organisation who stands in for somebody on
-- leave. In force from since until the first moment that is too late, unless
-- ended before.
CREATE TABLE covers (
	id TEXT PRIMARY KEY,
	post TEXT NOT NULL REFERENCES posts (id), -- who is away
	deputy TEXT NOT NULL REFERENCES posts (id), -- who stands in
	reason TEXT NOT NULL, -- business, leave
	since BIGINT NOT NULL,
	until BIGINT NOT NULL,
	set_by TEXT NOT NULL, -- person
	at BIGINT NOT NULL,
	ended BIGINT NOT NULL DEFAULT 0,
	ended_by TEXT NOT NULL DEFAULT ''
);
CREATE INDEX covers_post ON covers (post, since);
CREATE INDEX covers_deputy ON covers (deputy, since);

-- What was done under a cover: an index for who was away. What counts is the
-- journal, which names both.
CREATE TABLE cover_acts (
	id TEXT PRIMARY KEY,
	cover TEXT NOT NULL REFERENCES covers (id),
	case_id TEXT NOT NULL,
	move TEXT NOT NULL,
	act TEXT NOT NULL, -- made, drafted, approved, returned
	at BIGINT NOT NULL
);
CREATE INDEX cover_acts_cover ON cover_acts (cover, at);

-- For whom a draft was made or a step taken: a person, or empty.
ALTER TABLE proposals ADD COLUMN covered TEXT NOT NULL DEFAULT '';
ALTER TABLE approvals ADD COLUMN covered TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE approvals DROP COLUMN covered;
ALTER TABLE proposals DROP COLUMN covered;
DROP TABLE cover_acts;
DROP TABLE covers;
