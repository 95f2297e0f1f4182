-- +goose Up
-- An index over cases of the track event, for the calendar. What was planned
-- stands in the answers that opened the case and never changes.
CREATE TABLE events (
	case_id TEXT PRIMARY KEY REFERENCES cases (id),
	on_day TEXT NOT NULL,
	part TEXT NOT NULL, -- am, pm, eve
	direction TEXT NOT NULL, -- of the edition
	place TEXT NOT NULL,
	audience TEXT NOT NULL,
	about TEXT NOT NULL
);

CREATE INDEX events_by_day ON events (on_day, case_id);

-- +goose Down
DROP TABLE events;
