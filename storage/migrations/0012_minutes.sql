-- +goose Up
CREATE TABLE campaign_minutes (                 -- what a campaign did, by the minute: gathered, a row is never written for each press
  campaign BIGINT NOT NULL,
  minute BIGINT NOT NULL,                       -- since 1970
  approved BIGINT NOT NULL,
  PRIMARY KEY (campaign, minute)
);
