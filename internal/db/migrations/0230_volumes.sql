-- +goose Up
-- 装订册 of a city's recommendation: one file to be printed twice, some thirty
-- people in each.
CREATE TABLE volumes (
	id TEXT PRIMARY KEY, -- what the code on its cover says
	summary TEXT NOT NULL REFERENCES cases (id),
	version TEXT NOT NULL, -- of 附件1
	n BIGINT NOT NULL, -- 第 n 册
	of_n BIGINT NOT NULL, -- 共 of_n 册
	people TEXT NOT NULL, -- their cases in the order of 附件1, one a line
	person TEXT NOT NULL, -- who asked for it
	at BIGINT NOT NULL,
	state TEXT NOT NULL, -- waiting, done
	key TEXT NOT NULL DEFAULT '', -- of the file, sealed
	size BIGINT NOT NULL DEFAULT 0,
	sha256 TEXT NOT NULL DEFAULT '',
	pages BIGINT NOT NULL DEFAULT 0,
	missing BIGINT NOT NULL DEFAULT 0, -- papers that are not in it
	done BIGINT NOT NULL DEFAULT 0,
	UNIQUE (summary, version, n)
);

-- Where each copy of a volume is (一式两份).
CREATE TABLE volume_copies (
	volume TEXT NOT NULL REFERENCES volumes (id),
	n BIGINT NOT NULL, -- 1, 2
	courier TEXT NOT NULL DEFAULT '', -- company and number, or by whom it was carried
	sent BIGINT NOT NULL DEFAULT 0,
	sender TEXT NOT NULL DEFAULT '',
	place TEXT NOT NULL DEFAULT '', -- where it lies
	received BIGINT NOT NULL DEFAULT 0,
	receiver TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (volume, n)
);

-- +goose Down
DROP TABLE volume_copies;
DROP TABLE volumes;
