-- +goose Up
ALTER TABLE campaigns ADD COLUMN clicking TEXT NOT NULL DEFAULT 'approve';  -- what a click means: approve, launch
ALTER TABLE leases ADD COLUMN launch BOOLEAN NOT NULL DEFAULT FALSE;        -- one number, and a press begins the call
ALTER TABLE leases ADD COLUMN launch_key TEXT NOT NULL DEFAULT '';          -- of the press that was answered last,
ALTER TABLE leases ADD COLUMN launch_answer TEXT NOT NULL DEFAULT '';       -- and what it was told

CREATE TABLE launches (                         -- the evidence: who began which call
  attempt_id TEXT PRIMARY KEY,
  campaign BIGINT NOT NULL,
  contact BIGINT NOT NULL,
  person TEXT NOT NULL,
  lease TEXT NOT NULL,                          -- which page
  at BIGINT NOT NULL,                           -- of the press itself
  received_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX launches_lease ON launches (lease); -- one press, one call
