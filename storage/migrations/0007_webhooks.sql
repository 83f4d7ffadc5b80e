-- +goose Up
CREATE TABLE webhooks (                         -- other programs that hear of an organisation's events
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES organisations(id),
  url TEXT NOT NULL,
  kinds TEXT NOT NULL DEFAULT '[]',             -- of events; none: all
  created_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  off_at BIGINT,                                -- switched off: it failed for days
  failures INTEGER NOT NULL DEFAULT 0,          -- in a row
  failing_since BIGINT,
  paused_until BIGINT,                          -- nothing is sent before
  delivered_at BIGINT                           -- last success
);
CREATE INDEX webhooks_organisation ON webhooks (organisation_id, created_at);

CREATE TABLE webhook_cursors (                  -- up to where a topic's events have become deliveries
  topic TEXT PRIMARY KEY,
  seq BIGINT NOT NULL
);

CREATE TABLE deliveries (                       -- one event for one webhook
  id TEXT PRIMARY KEY,
  webhook_id TEXT NOT NULL,
  topic TEXT NOT NULL,
  seq BIGINT NOT NULL,
  kind TEXT NOT NULL,
  body TEXT NOT NULL,
  state TEXT NOT NULL,                          -- waiting, delivered, dead
  tries INTEGER NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  since BIGINT NOT NULL,                        -- when its day of tries began: created, or replayed
  next_at BIGINT NOT NULL,                      -- when it is to be tried
  ended_at BIGINT,
  status INTEGER NOT NULL DEFAULT 0,            -- of the last answer, 0 without one
  problem TEXT NOT NULL DEFAULT '',             -- of the last try
  took_ms BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX deliveries_webhook ON deliveries (webhook_id, id);
CREATE INDEX deliveries_waiting ON deliveries (webhook_id, next_at, id) WHERE state = 'waiting';
CREATE INDEX deliveries_created ON deliveries (created_at);
