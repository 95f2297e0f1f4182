-- +goose Up
-- Classes of the training. What was asked, decided and ticked stands in the
-- answers of moves; these tables are what is reckoned with.
CREATE TABLE classes (
	class TEXT PRIMARY KEY REFERENCES cases (id),
	capacity BIGINT NOT NULL,
	taken BIGINT NOT NULL DEFAULT 0, -- seats given, never more than capacity
	directions TEXT NOT NULL -- names of 培训方向, one a line
);

CREATE TABLE lessons (
	class TEXT NOT NULL REFERENCES cases (id),
	n BIGINT NOT NULL, -- in the order of time, 1 first
	day TEXT NOT NULL, -- 2017-11-06
	starts TEXT NOT NULL, -- 08:30, Beijing time
	ends TEXT NOT NULL,
	subject TEXT NOT NULL,
	hours BIGINT NOT NULL, -- 学时
	trainer TEXT NOT NULL,
	place TEXT NOT NULL,
	ticked BIGINT NOT NULL DEFAULT 0, -- how often attendance was written; 0 never
	PRIMARY KEY (class, n)
);

-- Who sits in a class now: one person in one class, whoever presses at once.
CREATE TABLE seats (
	entry TEXT PRIMARY KEY REFERENCES cases (id),
	class TEXT NOT NULL REFERENCES cases (id)
);
CREATE INDEX seats_class ON seats (class, entry);

-- Everybody who ever sat in a class.
CREATE TABLE trainees (
	class TEXT NOT NULL REFERENCES cases (id),
	entry TEXT NOT NULL REFERENCES cases (id),
	link TEXT NOT NULL, -- number of the link for the 回执; its secret is not kept
	digest TEXT NOT NULL UNIQUE, -- SHA-256 of the secret
	reply TEXT NOT NULL DEFAULT '', -- attend, leave, cannot
	replied BIGINT NOT NULL DEFAULT 0, -- number of the move on the entry that said so
	gone BIGINT NOT NULL DEFAULT 0, -- left before the class ended
	PRIMARY KEY (class, entry)
);
CREATE INDEX trainees_entry ON trainees (entry);

CREATE TABLE leaves (
	class TEXT NOT NULL REFERENCES cases (id),
	entry TEXT NOT NULL REFERENCES cases (id),
	n BIGINT NOT NULL, -- lesson
	seq BIGINT NOT NULL, -- of the move on the entry that asked; the reason stands there
	state TEXT NOT NULL, -- asked, granted, refused
	PRIMARY KEY (class, entry, n)
);

CREATE TABLE attendance (
	class TEXT NOT NULL REFERENCES cases (id),
	n BIGINT NOT NULL,
	entry TEXT NOT NULL REFERENCES cases (id),
	mark TEXT NOT NULL, -- present, late, leave, absent
	PRIMARY KEY (class, n, entry)
);

-- +goose Down
DROP TABLE attendance;
DROP TABLE leaves;
DROP TABLE trainees;
DROP TABLE seats;
DROP TABLE lessons;
DROP TABLE classes;
