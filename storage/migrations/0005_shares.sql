-- +goose Up
CREATE TABLE splits (                           -- between whom a list is split, in the order of the deal; no rows: it is not
  list_id TEXT NOT NULL,
  leader_id TEXT NOT NULL,
  place INTEGER NOT NULL,
  PRIMARY KEY (list_id, leader_id)
);

CREATE TABLE shares (                           -- whose share a person of a list is in: one leader's, or without a row everybody's
  list_id TEXT NOT NULL,
  supporter_id TEXT NOT NULL,
  leader_id TEXT NOT NULL,
  PRIMARY KEY (list_id, supporter_id)
);
CREATE INDEX shares_leader ON shares (list_id, leader_id);
