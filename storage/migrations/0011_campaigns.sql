-- +goose Up
ALTER TABLE organisations ADD COLUMN clicking BOOLEAN NOT NULL DEFAULT TRUE;       -- numbers that are not landlines need a click
ALTER TABLE organisations ADD COLUMN clicking_since BIGINT NOT NULL DEFAULT 0;     -- when that was switched last

CREATE TABLE numbering (                        -- small numbers, given in order
  name TEXT PRIMARY KEY,
  n BIGINT NOT NULL
);

CREATE TABLE campaigns (
  id TEXT PRIMARY KEY,
  no BIGINT NOT NULL,                           -- its name in the narrow tables
  organisation_id TEXT NOT NULL REFERENCES organisations(id),
  name TEXT NOT NULL DEFAULT '',
  purpose TEXT NOT NULL DEFAULT '',
  zone TEXT NOT NULL,                           -- of the times that are shown
  integration TEXT NOT NULL DEFAULT 'none',
  script_no INTEGER NOT NULL DEFAULT 1,
  caller_ids TEXT NOT NULL DEFAULT '[]',
  hours TEXT NOT NULL,
  passes INTEGER NOT NULL,
  gap_ms BIGINT NOT NULL,
  started_at BIGINT,
  paused_at BIGINT,
  paused_by TEXT NOT NULL DEFAULT '{}',
  ended_at BIGINT,
  ended_by TEXT NOT NULL DEFAULT '{}',
  saved TEXT NOT NULL DEFAULT '{}',             -- step: who saved it when, and which version that made
  version INTEGER NOT NULL DEFAULT 1,
  creator TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX campaigns_no ON campaigns (no);
CREATE INDEX campaigns_organisation ON campaigns (organisation_id, created_at);

CREATE TABLE scripts (
  campaign_id TEXT NOT NULL REFERENCES campaigns(id),
  number INTEGER NOT NULL,
  script TEXT NOT NULL,
  by_user TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (campaign_id, number)
);

CREATE TABLE zone_sets (                        -- interned: contacts have the id
  id BIGINT PRIMARY KEY,
  zones TEXT NOT NULL                           -- sorted, with | between them
);
CREATE UNIQUE INDEX zone_sets_zones ON zone_sets (zones);

CREATE TABLE contacts (                         -- no index on anything that changes: changes stay in their page
  campaign BIGINT NOT NULL,
  no BIGINT NOT NULL,
  phone TEXT NOT NULL,                          -- E.164
  name TEXT NOT NULL,
  line INTEGER NOT NULL,                        -- 0 unknown, 1 landline, 2 cell, 3 VoIP
  zone_set BIGINT NOT NULL,
  key BIGINT NOT NULL,                          -- random; its place in clickable
  load_no BIGINT NOT NULL,
  row_number BIGINT NOT NULL,
  fields TEXT NOT NULL DEFAULT '{}',            -- merge fields, by name
  opted_out BOOLEAN NOT NULL DEFAULT FALSE,
  approved_at BIGINT,
  attempts INTEGER NOT NULL DEFAULT 0,
  attempted_at BIGINT,
  outcome TEXT NOT NULL DEFAULT '',
  final BOOLEAN NOT NULL DEFAULT FALSE,
  PRIMARY KEY (campaign, no)
);
CREATE UNIQUE INDEX contacts_phone ON contacts (campaign, phone);

CREATE TABLE households (                       -- others at a contact's number
  campaign BIGINT NOT NULL,
  contact BIGINT NOT NULL,
  load_no BIGINT NOT NULL,
  row_number BIGINT NOT NULL,
  name TEXT NOT NULL,
  fields TEXT NOT NULL DEFAULT '{}',
  PRIMARY KEY (campaign, contact, load_no, row_number)
);

CREATE TABLE ready (                            -- what can be dialled, in the order of the keys
  campaign BIGINT NOT NULL,
  level INTEGER NOT NULL,
  stream BIGINT NOT NULL,                       -- zone set × 2, + 1 for what is no landline
  key BIGINT NOT NULL,
  contact BIGINT NOT NULL,
  PRIMARY KEY (campaign, level, stream, key, contact)
);

CREATE TABLE streams (                          -- of ready
  campaign BIGINT NOT NULL,
  level INTEGER NOT NULL,
  stream BIGINT NOT NULL,
  size BIGINT NOT NULL,
  head BIGINT NOT NULL DEFAULT 0,               -- the key taken last
  PRIMARY KEY (campaign, level, stream)
);

CREATE TABLE taken (                            -- out of ready, and not dialled yet
  campaign BIGINT NOT NULL,
  contact BIGINT NOT NULL,
  level INTEGER NOT NULL,
  stream BIGINT NOT NULL,
  holder TEXT NOT NULL,                         -- who drives
  at BIGINT NOT NULL,
  PRIMARY KEY (campaign, contact)
);

CREATE TABLE clickable (                        -- waits for a click, on nobody's screen
  campaign BIGINT NOT NULL,
  key BIGINT NOT NULL,
  contact BIGINT NOT NULL,
  PRIMARY KEY (campaign, key, contact)
);

CREATE TABLE campaign_counts (                  -- contacts by zone set and bucket; the hours are applied on reading
  campaign BIGINT NOT NULL,
  zone_set BIGINT NOT NULL,
  landlines BIGINT NOT NULL DEFAULT 0,
  cells BIGINT NOT NULL DEFAULT 0,
  retries BIGINT NOT NULL DEFAULT 0,
  click BIGINT NOT NULL DEFAULT 0,
  gap BIGINT NOT NULL DEFAULT 0,
  other BIGINT NOT NULL DEFAULT 0,
  in_flight BIGINT NOT NULL DEFAULT 0,
  finished BIGINT NOT NULL DEFAULT 0,
  opted_out BIGINT NOT NULL DEFAULT 0,
  invalid BIGINT NOT NULL DEFAULT 0,
  approved BIGINT NOT NULL DEFAULT 0,
  gap_first BIGINT,
  PRIMARY KEY (campaign, zone_set)
);

CREATE TABLE loads (                            -- one file on its way to contacts
  id TEXT PRIMARY KEY,
  campaign_id TEXT NOT NULL REFERENCES campaigns(id),
  no BIGINT NOT NULL,                           -- in its campaign
  state TEXT NOT NULL,                          -- uploading, scanning, scanned, waiting, loading, done, failed, cancelled
  file_name TEXT NOT NULL,
  shape TEXT NOT NULL DEFAULT '{}',
  plan TEXT NOT NULL DEFAULT '{}',
  bytes BIGINT NOT NULL DEFAULT 0,
  rows_total BIGINT NOT NULL DEFAULT 0,
  rows_done BIGINT NOT NULL DEFAULT 0,
  valid BIGINT NOT NULL DEFAULT 0,              -- rows with a number that can be called, as the scan saw
  loaded BIGINT NOT NULL DEFAULT 0,
  rejected BIGINT NOT NULL DEFAULT 0,
  duplicates BIGINT NOT NULL DEFAULT 0,
  opted_out BIGINT NOT NULL DEFAULT 0,
  turn INTEGER NOT NULL DEFAULT 0,              -- of who works on it: the later one takes over
  problem TEXT NOT NULL DEFAULT '',
  by_user TEXT NOT NULL DEFAULT '{}',
  version INTEGER NOT NULL DEFAULT 1,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX loads_campaign ON loads (campaign_id, no);

CREATE TABLE load_files (
  load_id TEXT NOT NULL REFERENCES loads(id),
  part INTEGER NOT NULL,
  data BYTEA NOT NULL,
  PRIMARY KEY (load_id, part)
);

CREATE TABLE load_rejects (
  load_id TEXT NOT NULL REFERENCES loads(id),
  row_number BIGINT NOT NULL,
  reason TEXT NOT NULL,
  cells TEXT NOT NULL,
  PRIMARY KEY (load_id, row_number)
);

CREATE TABLE links (
  campaign_id TEXT NOT NULL REFERENCES campaigns(id),
  kind TEXT NOT NULL,                           -- caller, clicker
  token TEXT NOT NULL,                          -- encrypted, because it is shown again
  token_hash TEXT NOT NULL,
  passcode TEXT NOT NULL DEFAULT '',            -- encrypted too
  made_at BIGINT NOT NULL,
  PRIMARY KEY (campaign_id, kind)
);
CREATE UNIQUE INDEX links_hash ON links (token_hash);

CREATE TABLE people (                           -- who came by a link
  id TEXT PRIMARY KEY,
  campaign_id TEXT NOT NULL REFERENCES campaigns(id),
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  page_hash TEXT NOT NULL,                      -- of their browser's secret
  approved BIGINT NOT NULL DEFAULT 0,
  joined_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  removed_at BIGINT
);
CREATE UNIQUE INDEX people_page ON people (page_hash, campaign_id, kind);
CREATE INDEX people_campaign ON people (campaign_id, joined_at);

CREATE TABLE leases (                           -- numbers on one clicker's screen
  id TEXT PRIMARY KEY,
  campaign BIGINT NOT NULL,
  person TEXT NOT NULL,
  began_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  ended_at BIGINT,
  contacts TEXT NOT NULL,                       -- by ordinal
  gone TEXT NOT NULL DEFAULT '[]',              -- given back, skipped, withdrawn: ordinal and moment
  approved INTEGER NOT NULL DEFAULT 0,
  last_ms BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX leases_open ON leases (campaign) WHERE ended_at IS NULL;
CREATE INDEX leases_person ON leases (person, began_at);

CREATE TABLE approvals (                        -- the evidence
  campaign BIGINT NOT NULL,
  contact BIGINT NOT NULL,
  person TEXT NOT NULL,
  lease TEXT NOT NULL,                          -- which page
  ordinal INTEGER NOT NULL,
  at BIGINT NOT NULL,                           -- of the press itself
  received_at BIGINT NOT NULL,
  PRIMARY KEY (campaign, contact)
);

CREATE TABLE skipped (                          -- who is not shown a number again
  campaign BIGINT NOT NULL,
  person TEXT NOT NULL,
  contact BIGINT NOT NULL,
  PRIMARY KEY (campaign, person, contact)
);
