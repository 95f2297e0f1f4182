-- +goose Up
-- What a form in Word has put into a draft that is keyed in: names of questions that
-- it filled, that it answers wrongly, not at all, and otherwise than they are answered,
-- as JSON. No answer stands here.
ALTER TABLE proxies ADD COLUMN word TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE proxies DROP COLUMN word;
