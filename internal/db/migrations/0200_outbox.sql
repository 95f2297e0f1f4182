-- +goose Up
-- Every message that leaves the house. It is written in the transaction of what
-- it tells of. Times are business time but for claimed.
CREATE TABLE outbox (
	id TEXT PRIMARY KEY,
	key TEXT NOT NULL, -- the occasion: it is told once to an address
	channel TEXT NOT NULL, -- sms, mail, group
	template TEXT NOT NULL,
	organ TEXT NOT NULL, -- on whose behalf it goes, and who sees it; empty: the program
	author TEXT NOT NULL, -- person who sent it; empty: the program
	person TEXT NOT NULL, -- whom; empty: nobody with an account
	name TEXT NOT NULL, -- whom, in words
	about TEXT NOT NULL, -- case, notice or addressee
	who TEXT NOT NULL, -- blind index of the address
	mask TEXT NOT NULL, -- the address as pages show it
	address TEXT NOT NULL, -- sealed; emptied when it is of no use any more, as is body
	body TEXT NOT NULL, -- sealed: subject, text, gaps, where its link leads
	link TEXT NOT NULL UNIQUE, -- SHA-256 of the token of its link, which is made from the id with a key outside
	items BIGINT NOT NULL, -- pieces of news that it stands for
	parts BIGINT NOT NULL, -- text messages it costs; 0 if it is none
	state TEXT NOT NULL, -- waiting, queued, sending, sent, delivered, failed, bounced
	turn BIGINT NOT NULL, -- goes up with each task
	tries BIGINT NOT NULL, -- since it was written or sent anew
	unsure BIGINT NOT NULL, -- 1: the program stopped between sending and noting it
	at BIGINT NOT NULL,
	due BIGINT NOT NULL, -- not sooner
	claimed BIGINT NOT NULL, -- real time of the last try
	sent BIGINT NOT NULL, -- the gateway took it
	failed BIGINT NOT NULL, -- of the last try that failed
	opened BIGINT NOT NULL, -- its link was opened first
	answer TEXT NOT NULL, -- of the gateway, without address and numbers
	UNIQUE (key, channel, who)
);
CREATE INDEX outbox_organ ON outbox (organ, at, id);
CREATE INDEX outbox_stand ON outbox (organ, state, at, id, parts);
CREATE INDEX outbox_state ON outbox (state, due);
CREATE INDEX outbox_who ON outbox (who, channel, at);
CREATE INDEX outbox_person ON outbox (person, at);
CREATE INDEX outbox_about ON outbox (about);
CREATE INDEX outbox_channel ON outbox (channel, sent);

-- How a person wants to be told outside the house.
CREATE TABLE reaches (
	person TEXT NOT NULL REFERENCES people (id),
	channel TEXT NOT NULL, -- sms, mail
	who TEXT NOT NULL, -- blind index of address; empty: the number of the account
	mask TEXT NOT NULL,
	address TEXT NOT NULL, -- sealed; empty: the number of the account
	confirmed BIGINT NOT NULL, -- when its link was opened; 0: nothing goes there yet
	mode TEXT NOT NULL, -- once, daily, off
	quiet_from BIGINT NOT NULL, -- hour from which no text message goes
	quiet_to BIGINT NOT NULL, -- hour until which none goes; the same hour: always
	PRIMARY KEY (person, channel)
);

-- Reminders before the deadline of a notice that were begun: each is once.
CREATE TABLE reminders (
	notice TEXT NOT NULL,
	days BIGINT NOT NULL, -- working days left
	at BIGINT NOT NULL,
	PRIMARY KEY (notice, days)
);

-- Whether a message left the house stands in the outbox.
ALTER TABLE messages DROP COLUMN sent_at;
ALTER TABLE tellings DROP COLUMN sent;

-- +goose Down
ALTER TABLE tellings ADD COLUMN sent BIGINT NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN sent_at BIGINT NOT NULL DEFAULT 0;
DROP TABLE reminders;
DROP TABLE reaches;
DROP TABLE outbox;
