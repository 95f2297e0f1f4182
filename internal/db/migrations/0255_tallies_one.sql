-- +goose Up
-- One row for each number: on SQLite nobody needs more, on PostgreSQL they come again.
INSERT INTO tallies (edition, track, city, county, state, reach, slot, n)
SELECT edition, track, city, county, state, reach, -1, SUM(n) FROM tallies
GROUP BY edition, track, city, county, state, reach;
DELETE FROM tallies WHERE slot >= 0;
UPDATE tallies SET slot = 0;

-- +goose Down
SELECT 1;
