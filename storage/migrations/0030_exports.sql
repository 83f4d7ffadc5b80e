-- +goose Up
CREATE TABLE exports (                          -- files that are prepared, or were
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES organisations(id),
  family TEXT NOT NULL,                         -- of what it is of: session, campaign
  of_id TEXT NOT NULL,
  file TEXT NOT NULL,                           -- attempts, contacts …
  format TEXT NOT NULL,                         -- csv, json
  name TEXT NOT NULL,
  narrowed TEXT NOT NULL DEFAULT '{}',
  state TEXT NOT NULL,                          -- preparing, ready, failed, cancelled, expired
  columns TEXT NOT NULL DEFAULT '[]',           -- of what is kept
  rows_total BIGINT NOT NULL DEFAULT 0,
  rows_done BIGINT NOT NULL DEFAULT 0,
  parts INTEGER NOT NULL DEFAULT 0,
  bytes BIGINT NOT NULL DEFAULT 0,              -- before they were compressed
  place TEXT NOT NULL DEFAULT '',               -- the keys of the last row that is kept
  from_at BIGINT,                               -- its rows are as they were then,
  until_at BIGINT,                              -- or, where another node went on, by then
  numbers BOOLEAN NOT NULL DEFAULT FALSE,       -- phone numbers are in it
  turn INTEGER NOT NULL DEFAULT 0,              -- of who works on it: the later one takes over
  tries INTEGER NOT NULL DEFAULT 0,             -- that kept nothing
  problem TEXT NOT NULL DEFAULT '',
  by_user TEXT NOT NULL DEFAULT '{}',
  version INTEGER NOT NULL DEFAULT 1,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  expires_at BIGINT
);
CREATE INDEX exports_of ON exports (family, of_id, created_at);
CREATE INDEX exports_organisation ON exports (organisation_id, state);
CREATE UNIQUE INDEX exports_one ON exports (family, of_id, file, format, narrowed) WHERE state = 'preparing';

CREATE TABLE export_parts (
  export_id TEXT NOT NULL REFERENCES exports(id),
  part INTEGER NOT NULL,
  data BYTEA NOT NULL,                          -- compressed by itself
  PRIMARY KEY (export_id, part)
);
