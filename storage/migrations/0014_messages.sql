-- +goose Up
CREATE TABLE alerts (                           -- alert bars
  id TEXT PRIMARY KEY,
  campaign_id TEXT NOT NULL REFERENCES campaigns(id),
  text TEXT NOT NULL,                           -- Markdown
  html TEXT NOT NULL,                           -- made of it, sanitised
  audience TEXT NOT NULL,                       -- callers, clickers, both
  level TEXT NOT NULL,                          -- info, success, warning
  starts_at BIGINT,
  expires_at BIGINT,
  hidden BOOLEAN NOT NULL DEFAULT FALSE,
  by_user TEXT NOT NULL DEFAULT '{}',
  at BIGINT NOT NULL,
  version INTEGER NOT NULL,
  worded INTEGER NOT NULL,                      -- the version in which the text was changed last
  created_at BIGINT NOT NULL
);
CREATE INDEX alerts_campaign ON alerts (campaign_id);

CREATE TABLE alert_seen (                       -- who has seen which
  alert_id TEXT NOT NULL,
  person TEXT NOT NULL,
  version INTEGER NOT NULL,                     -- the latest one they saw
  at BIGINT NOT NULL,
  PRIMARY KEY (alert_id, person)
);

CREATE TABLE end_cards (                        -- what callers see while a campaign is paused, complete, outside of its hours
  campaign_id TEXT NOT NULL REFERENCES campaigns(id),
  state TEXT NOT NULL,
  title TEXT NOT NULL,
  text TEXT NOT NULL,
  html TEXT NOT NULL,
  link_text TEXT NOT NULL,
  link_url TEXT NOT NULL,
  by_user TEXT NOT NULL DEFAULT '{}',
  at BIGINT NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY (campaign_id, state)
);
