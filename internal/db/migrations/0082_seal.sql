-- +goose Up
-- Keyed digest of party, parent, name, unit, county and city: whose a case is
-- and who sees it hang on them, and they may change between two rows of the
-- journal. Empty: from before; qinglan migrate seals it and says so in the audit.
ALTER TABLE cases ADD COLUMN seal TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE cases DROP COLUMN seal;
