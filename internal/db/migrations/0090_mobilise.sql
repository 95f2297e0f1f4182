-- +goose Up
-- 工作主体: who does the work in a county or a city, by edition (五.1).
CREATE TABLE bodies (
	edition TEXT NOT NULL,
	region TEXT NOT NULL, -- of the county or city
	city TEXT NOT NULL, -- of the county; empty for a city
	version BIGINT NOT NULL, -- of the last save; a page that shows another may not save
	unit TEXT NOT NULL,
	person TEXT NOT NULL,
	phone TEXT NOT NULL, -- sealed
	saver TEXT NOT NULL, -- person who saved
	at BIGINT NOT NULL,
	PRIMARY KEY (edition, region)
);

-- 摸底 that is still being written; what was sent stands in the journal.
CREATE TABLE census_drafts (
	case_id TEXT PRIMARY KEY REFERENCES cases (id),
	version BIGINT NOT NULL, -- goes up with each save
	body TEXT NOT NULL, -- answers: numbers and words about a place, none about a person
	saver TEXT NOT NULL,
	at BIGINT NOT NULL
);

-- Who should be told in a county, and what came of it.
CREATE TABLE addressees (
	id TEXT PRIMARY KEY,
	edition TEXT NOT NULL,
	county TEXT NOT NULL,
	city TEXT NOT NULL,
	kind TEXT NOT NULL, -- school, institution, firm, lecturer; poster stands for all that come by the poster
	name TEXT NOT NULL,
	contact TEXT NOT NULL, -- whom to talk to, sealed
	phone TEXT NOT NULL, -- sealed
	mobile BOOLEAN NOT NULL, -- the number takes text messages
	link TEXT NOT NULL UNIQUE, -- SHA-256 of the token, which is made from the id with a key outside
	organ TEXT NOT NULL, -- that entered it: it reads contact and phone, as the county does
	version BIGINT NOT NULL, -- goes up with each telling; a page that shows another may not tell
	told BIGINT NOT NULL DEFAULT 0, -- first
	last BIGINT NOT NULL DEFAULT 0, -- told or urged last
	texted BIGINT NOT NULL DEFAULT 0, -- last text message
	urged BIGINT NOT NULL DEFAULT 0, -- how often
	opened BIGINT NOT NULL DEFAULT 0, -- the notice was opened by the link first
	opens BIGINT NOT NULL DEFAULT 0, -- how often
	dropped BIGINT NOT NULL DEFAULT 0, -- taken off the list
	at BIGINT NOT NULL,
	UNIQUE (edition, county, kind, name)
);
CREATE INDEX addressees_county ON addressees (edition, city, county, id);

-- Each time somebody was told; rows are added, never changed, but for how the
-- text message fared.
CREATE TABLE tellings (
	id TEXT PRIMARY KEY,
	addressee TEXT NOT NULL REFERENCES addressees (id),
	seq BIGINT NOT NULL, -- the version of the addressee it made
	way TEXT NOT NULL, -- sms, wechat, phone, visit; add and drop are the list's own
	urge BOOLEAN NOT NULL,
	note TEXT NOT NULL, -- 9:40 电话告知，本人接听
	person TEXT NOT NULL,
	organ TEXT NOT NULL,
	at BIGINT NOT NULL,
	origin TEXT NOT NULL, -- a text message: address of the site that its link leads to
	sent BIGINT NOT NULL DEFAULT 0, -- when the gateway took it
	UNIQUE (addressee, seq)
);

-- Which case began by which link: a number for whoever sent it, never a name.
CREATE TABLE arrivals (
	case_id TEXT PRIMARY KEY REFERENCES cases (id),
	addressee TEXT NOT NULL REFERENCES addressees (id),
	at BIGINT NOT NULL
);
CREATE INDEX arrivals_addressee ON arrivals (addressee, case_id);

-- +goose Down
DROP TABLE arrivals;
DROP TABLE tellings;
DROP TABLE addressees;
DROP TABLE census_drafts;
DROP TABLE bodies;
