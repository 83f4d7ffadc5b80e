-- Whoever takes the first rows of many takes neighbours: kept in the order of their keys they lie on a few pages, beside a table
-- in the order of insertion they lay on one page each (decision 73).
CREATE TABLE new_ready (
  campaign BIGINT NOT NULL,
  level INTEGER NOT NULL,
  stream BIGINT NOT NULL,
  key BIGINT NOT NULL,
  contact BIGINT NOT NULL,
  PRIMARY KEY (campaign, level, stream, key, contact)
) WITHOUT ROWID;
INSERT INTO new_ready (campaign, level, stream, key, contact)
  SELECT campaign, level, stream, key, contact FROM ready ORDER BY campaign, level, stream, key, contact;
DROP TABLE ready;
ALTER TABLE new_ready RENAME TO ready;

CREATE TABLE new_taken (
  campaign BIGINT NOT NULL,
  contact BIGINT NOT NULL,
  level INTEGER NOT NULL,
  stream BIGINT NOT NULL,
  holder TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (campaign, contact)
) WITHOUT ROWID;
INSERT INTO new_taken (campaign, contact, level, stream, holder, at)
  SELECT campaign, contact, level, stream, holder, at FROM taken ORDER BY campaign, contact;
DROP TABLE taken;
ALTER TABLE new_taken RENAME TO taken;

CREATE TABLE new_clickable (
  campaign BIGINT NOT NULL,
  key BIGINT NOT NULL,
  contact BIGINT NOT NULL,
  PRIMARY KEY (campaign, key, contact)
) WITHOUT ROWID;
INSERT INTO new_clickable (campaign, key, contact) SELECT campaign, key, contact FROM clickable ORDER BY campaign, key, contact;
DROP TABLE clickable;
ALTER TABLE new_clickable RENAME TO clickable;
