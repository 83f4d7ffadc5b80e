-- +goose Up
CREATE TABLE topics (
  topic TEXT PRIMARY KEY,
  seq BIGINT NOT NULL
);
CREATE TABLE events (
  topic TEXT NOT NULL,
  seq BIGINT NOT NULL,
  kind TEXT NOT NULL,
  at BIGINT NOT NULL,
  data TEXT NOT NULL,
  PRIMARY KEY (topic, seq)
);
CREATE INDEX events_at ON events (at);

CREATE TABLE audit (
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  user_id TEXT NOT NULL DEFAULT '',
  action TEXT NOT NULL,
  thing TEXT NOT NULL,                          -- family/id
  data TEXT NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_organisation ON audit (organisation_id, at);

CREATE TABLE answers (                          -- the first answer to each idempotency key
  user_id TEXT NOT NULL,
  key TEXT NOT NULL,
  route TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  status INTEGER NOT NULL DEFAULT 0,            -- 0 while the first one is still being answered
  body TEXT NOT NULL DEFAULT '',
  at BIGINT NOT NULL,
  PRIMARY KEY (user_id, key)
);
CREATE INDEX answers_at ON answers (at);

CREATE TABLE jobs (                             -- the outbox and the timers: things to do once a transaction has committed, or at an instant
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,                        -- a leg, an attempt, a run, a supporter: by kind
  data TEXT NOT NULL DEFAULT '{}',
  due_at BIGINT NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  claimed_until BIGINT NOT NULL DEFAULT 0,      -- 0: nobody is at it
  again BOOLEAN NOT NULL DEFAULT FALSE,         -- asked for once more while somebody was at it
  fence BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX jobs_one ON jobs (kind, subject);
CREATE INDEX jobs_due ON jobs (due_at);
