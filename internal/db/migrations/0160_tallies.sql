-- +goose Up
-- How many cases stand where; only package tally writes here. A number is the
-- sum of its slots, a slot alone may be below nothing.
CREATE TABLE tallies (
	edition TEXT NOT NULL,
	track TEXT NOT NULL,
	city TEXT NOT NULL,
	county TEXT NOT NULL,
	state TEXT NOT NULL,
	reach BIGINT NOT NULL,
	slot BIGINT NOT NULL,
	n BIGINT NOT NULL,
	PRIMARY KEY (edition, track, city, county, state, reach, slot)
);
INSERT INTO tallies (edition, track, city, county, state, reach, slot, n)
SELECT edition, track, city, county, state, reach, 0, COUNT(*) FROM cases WHERE edition <> ''
GROUP BY edition, track, city, county, state, reach;
CREATE INDEX conflicts_person ON conflicts (person, case_id);

-- +goose Down
DROP INDEX conflicts_person;
DROP TABLE tallies;
