-- +goose Up
-- The order in which listed lecturers were proposed for a purchase, as drawn
-- once from the seed in the answers of the move. Nothing here weighs anybody.
CREATE TABLE purchase_proposals (
	purchase TEXT NOT NULL REFERENCES cases (id),
	pos BIGINT NOT NULL, -- 1 first
	certificate TEXT NOT NULL, -- case of the certificate that was valid then
	person TEXT NOT NULL,
	name TEXT NOT NULL,
	unit TEXT NOT NULL, -- at issue
	number TEXT NOT NULL, -- of the certificate
	city TEXT NOT NULL,
	directions TEXT NOT NULL, -- labels, one a line
	near BOOLEAN NOT NULL, -- of the buyer's city
	PRIMARY KEY (purchase, pos)
);
CREATE UNIQUE INDEX purchase_proposals_person ON purchase_proposals (purchase, person);

-- One engagement of a lecturer for a purchase: the row is the lock.
CREATE TABLE purchase_engagements (
	purchase TEXT NOT NULL,
	person TEXT NOT NULL,
	engagement TEXT NOT NULL, -- its case
	PRIMARY KEY (purchase, person)
);

-- +goose Down
DROP TABLE purchase_engagements;
DROP TABLE purchase_proposals;
