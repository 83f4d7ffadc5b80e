-- +goose Up
ALTER TABLE contacts ADD COLUMN waits INTEGER NOT NULL DEFAULT 0;    -- for what: 1 gap, 2 gap, whatever the passes, 3 agreed time, 4 after a drop, 5 for more passes
ALTER TABLE contacts ADD COLUMN extra BOOLEAN NOT NULL DEFAULT FALSE; -- the next attempt is one that a rule allowed beyond the passes, and the last
ALTER TABLE contacts ADD COLUMN failed INTEGER NOT NULL DEFAULT 0;    -- dials in a row that never reached the network

CREATE TABLE waiting (                          -- was attempted, and may be dialled again later
  campaign BIGINT NOT NULL,
  kind INTEGER NOT NULL,                        -- as in contacts.waits
  attempts INTEGER NOT NULL,                    -- 0 where passes do not matter
  at BIGINT NOT NULL,                           -- of the last attempt; of kind 3 the agreed instant
  contact BIGINT NOT NULL,
  zone_set BIGINT NOT NULL,
  PRIMARY KEY (campaign, kind, attempts, at, contact)
);
CREATE INDEX waiting_zones ON waiting (campaign, zone_set, kind, at);

CREATE TABLE opted_out (                        -- came onto the Do Not Call list, and campaigns have not heard yet
  organisation_id TEXT NOT NULL,
  phone TEXT NOT NULL,
  PRIMARY KEY (organisation_id, phone)
);
