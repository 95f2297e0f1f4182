-- +goose Up
-- An index over invitations that were accepted: who sits on the committee for
-- which platform, and how long. What was said of the member stands in the
-- answers of the invitation.
CREATE TABLE committee_seats (
	invitation TEXT PRIMARY KEY REFERENCES cases (id), -- one member each
	edition TEXT NOT NULL,
	platform TEXT NOT NULL, -- of the edition
	person TEXT NOT NULL,
	post TEXT NOT NULL,
	since_day TEXT NOT NULL, -- the term, both days included
	until_day TEXT NOT NULL,
	ended BIGINT NOT NULL DEFAULT 0, -- when the platform left; 0: it has not
	joined BIGINT NOT NULL DEFAULT 0 -- when the one link to sign in was taken by the reply page
);

CREATE INDEX committee_seats_by_platform ON committee_seats (platform, since_day);

-- +goose Down
DROP TABLE committee_seats;
