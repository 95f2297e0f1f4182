-- +goose Up
-- Subsidies. Money is 分, percent hundredths. Days are texts as 2017-09-28.

-- A standard that has been in force, as the answers of its case say it.
CREATE TABLE subsidy_standards (
	case_id TEXT PRIMARY KEY REFERENCES cases (id),
	city TEXT NOT NULL,
	year BIGINT NOT NULL, -- 资金年度
	item TEXT NOT NULL, -- what it is paid for
	way TEXT NOT NULL, -- fixed, percent
	amount BIGINT NOT NULL, -- of a fixed one
	percent BIGINT NOT NULL,
	cap BIGINT NOT NULL, -- 0: none
	budget BIGINT NOT NULL,
	spent BIGINT NOT NULL DEFAULT 0, -- approved so far; never over budget
	line TEXT NOT NULL,
	docno TEXT NOT NULL,
	evidence TEXT NOT NULL,
	days BIGINT NOT NULL, -- of public notice before it is paid, working days
	valid_from TEXT NOT NULL,
	valid_to TEXT NOT NULL, -- the last day
	ended BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX subsidy_standards_city ON subsidy_standards (city, item, year);

-- What is owed: one row for each result under each standard.
CREATE TABLE subsidy_claims (
	case_id TEXT PRIMARY KEY,
	standard TEXT NOT NULL REFERENCES subsidy_standards (case_id),
	result TEXT NOT NULL, -- the case it was born of
	holder TEXT NOT NULL, -- person/… or uscc/…: who is paid once
	city TEXT NOT NULL,
	year BIGINT NOT NULL,
	item TEXT NOT NULL,
	base BIGINT NOT NULL DEFAULT 0, -- what a percentage is of
	amount BIGINT NOT NULL DEFAULT 0, -- gross; 0: not reckoned yet
	tax BIGINT NOT NULL DEFAULT 0,
	paid TEXT NOT NULL DEFAULT '', -- day, empty: not paid
	voucher TEXT NOT NULL DEFAULT '',
	UNIQUE (standard, result)
);
CREATE INDEX subsidy_claims_holder ON subsidy_claims (holder, year, item);
CREATE INDEX subsidy_claims_city ON subsidy_claims (city, year, item);

-- Who has been granted what, in the whole province: the row is the lock.
CREATE TABLE subsidy_items (
	holder TEXT NOT NULL,
	year BIGINT NOT NULL,
	item TEXT NOT NULL,
	result TEXT NOT NULL,
	claim TEXT NOT NULL,
	city TEXT NOT NULL,
	at BIGINT NOT NULL,
	PRIMARY KEY (holder, year, item),
	UNIQUE (result, item) -- one result is paid for in one year only
);

-- Where a claim is paid to, sealed; the paying finance office alone opens it.
CREATE TABLE subsidy_accounts (
	claim TEXT PRIMARY KEY,
	seq BIGINT NOT NULL, -- the case's last move when it was given
	person TEXT NOT NULL,
	cipher TEXT NOT NULL,
	at BIGINT NOT NULL
);

-- Public notices of subsidies, with the lines that anybody reads.
CREATE TABLE subsidy_notices (
	list TEXT PRIMARY KEY,
	city TEXT NOT NULL,
	title TEXT NOT NULL,
	first TEXT NOT NULL,
	last TEXT NOT NULL,
	published BIGINT NOT NULL,
	ends BIGINT NOT NULL,
	lines TEXT NOT NULL -- JSON
);
CREATE INDEX subsidy_notices_published ON subsidy_notices (published);

-- +goose Down
DROP TABLE subsidy_notices;
DROP TABLE subsidy_accounts;
DROP TABLE subsidy_items;
DROP TABLE subsidy_claims;
DROP TABLE subsidy_standards;
