-- +goose Up
CREATE TABLE callers (                          -- people who came by a caller link, as the dialer sees them
  id TEXT PRIMARY KEY REFERENCES people(id),
  campaign_id TEXT NOT NULL,
  campaign BIGINT NOT NULL,
  organisation_id TEXT NOT NULL,
  phone TEXT NOT NULL DEFAULT '',
  code TEXT NOT NULL DEFAULT '',                -- six digits, for who dials in from another number
  state TEXT NOT NULL,                          -- out, joining, waiting, talking, wrap_up, on_break, not_ready, finished
  since BIGINT NOT NULL,
  wish TEXT NOT NULL DEFAULT '',                -- break, finish: as soon as nothing that rings is for them
  leg_id TEXT NOT NULL DEFAULT '',
  up BOOLEAN NOT NULL DEFAULT FALSE,            -- their phone is connected
  room INTEGER NOT NULL DEFAULT 0,              -- that their leg was told to enter last
  turn INTEGER NOT NULL DEFAULT 0,              -- of the last contact they were given
  attempt_id TEXT NOT NULL DEFAULT '',          -- whom they talk to, or whose answers are not saved
  due_at BIGINT,                                -- when their time for the answers is over
  notice TEXT NOT NULL DEFAULT '',
  tab TEXT NOT NULL DEFAULT '',                 -- the page that was opened last
  talks INTEGER NOT NULL DEFAULT 0,
  talked INTEGER NOT NULL DEFAULT 0,            -- seconds
  version INTEGER NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX callers_code ON callers (code) WHERE code <> '';
CREATE UNIQUE INDEX callers_leg ON callers (leg_id) WHERE leg_id <> '';
CREATE INDEX callers_phone ON callers (phone);
CREATE INDEX callers_campaign ON callers (campaign, state, since);

CREATE TABLE contact_attempts (                 -- dials to contacts, from claim to outcome
  id TEXT PRIMARY KEY,
  campaign BIGINT NOT NULL,
  campaign_id TEXT NOT NULL,
  organisation_id TEXT NOT NULL,
  contact BIGINT NOT NULL,
  phone TEXT NOT NULL,
  pass INTEGER NOT NULL,
  level INTEGER NOT NULL,                       -- where it was ready
  leg_id TEXT NOT NULL,
  fence BIGINT NOT NULL,                        -- of the driver who claimed it
  script_no INTEGER NOT NULL,                   -- the version that its talk keeps
  claimed_at BIGINT NOT NULL,
  state TEXT NOT NULL,
  sent_at BIGINT,
  answered_at BIGINT,
  verdict TEXT NOT NULL DEFAULT '',
  caller_id TEXT NOT NULL DEFAULT '',
  turn INTEGER NOT NULL DEFAULT 0,
  bridged_at BIGINT,
  joined_at BIGINT,
  leg_ended_at BIGINT,                          -- the number is free
  outcome TEXT NOT NULL DEFAULT '',
  first_answer TEXT NOT NULL DEFAULT '',        -- to question 1
  call_back_at BIGINT,
  closed_at BIGINT,                             -- the outcome is known: the contact is free
  version INTEGER NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX contact_attempts_one_open ON contact_attempts (campaign, contact) WHERE closed_at IS NULL;
CREATE UNIQUE INDEX contact_attempts_one_turn ON contact_attempts (caller_id, turn) WHERE turn > 0;
CREATE UNIQUE INDEX contact_attempts_leg ON contact_attempts (leg_id);
CREATE INDEX contact_attempts_answered ON contact_attempts (phone, organisation_id, answered_at);
CREATE INDEX contact_attempts_claimed ON contact_attempts (campaign, claimed_at);

CREATE TABLE script_answers (                   -- each as it was given, in versions
  attempt_id TEXT NOT NULL,
  question TEXT NOT NULL,
  version INTEGER NOT NULL,
  value TEXT NOT NULL,                          -- JSON
  caller_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (attempt_id, question, version)
);

CREATE TABLE drivers (                          -- which node drives which campaign
  campaign BIGINT PRIMARY KEY,
  node TEXT NOT NULL,
  fence BIGINT NOT NULL,                        -- rises with every new holder
  until_at BIGINT NOT NULL,
  refused TEXT NOT NULL DEFAULT ''              -- why the carrier refuses calls, in words
);
