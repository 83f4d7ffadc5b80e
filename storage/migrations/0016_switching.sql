-- +goose Up
ALTER TABLE contacts ADD COLUMN released BOOLEAN NOT NULL DEFAULT FALSE;              -- may be dialled without a click: its owner said so when clicking was switched off
ALTER TABLE organisations ADD COLUMN clicking_release BOOLEAN NOT NULL DEFAULT FALSE; -- off, and numbers without a click may be dialled

CREATE TABLE switchings (                       -- numbers on their way after the clicking switch was turned
  campaign BIGINT PRIMARY KEY,
  organisation_id TEXT NOT NULL,
  total BIGINT NOT NULL,
  moved BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX switchings_organisation ON switchings (organisation_id);
