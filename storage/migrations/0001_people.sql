-- +goose Up
-- Instants are BIGINT milliseconds UTC, ids UUIDv7 text, lists and free shapes JSON text.
CREATE TABLE organisations (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  zone TEXT NOT NULL DEFAULT 'Europe/London',
  country TEXT NOT NULL DEFAULT 'GB',
  opens INTEGER NOT NULL DEFAULT 540,           -- calling hours, minutes after local midnight
  closes INTEGER NOT NULL DEFAULT 1260,
  caller_id TEXT NOT NULL DEFAULT '',
  gap_ms BIGINT NOT NULL DEFAULT 0,             -- minimum time between substantive contacts, organisation-wide
  show_numbers BOOLEAN NOT NULL DEFAULT FALSE,  -- leaders see phone numbers
  version INTEGER NOT NULL DEFAULT 1,
  created_at BIGINT NOT NULL
);

CREATE TABLE users (
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES organisations(id),
  name TEXT NOT NULL,
  email TEXT NOT NULL,                          -- lower case
  role TEXT NOT NULL DEFAULT '',                -- owner, admin or ''
  mobile TEXT NOT NULL DEFAULT '',              -- E.164
  mobile_verified_at BIGINT,
  language TEXT NOT NULL DEFAULT 'en',
  theme TEXT NOT NULL DEFAULT 'device',
  shortcuts BOOLEAN NOT NULL DEFAULT TRUE,
  password_hash TEXT NOT NULL DEFAULT '',
  disabled_at BIGINT,
  version INTEGER NOT NULL DEFAULT 1,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX users_email ON users (email);
CREATE INDEX users_organisation ON users (organisation_id);

CREATE TABLE logins (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users(id),
  token_hash TEXT NOT NULL,                     -- of the cookie's secret
  previous_hash TEXT NOT NULL DEFAULT '',       -- still taken for a minute after a rotation
  rotated_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX logins_token ON logins (token_hash);
CREATE INDEX logins_user ON logins (user_id);

CREATE TABLE tokens (                           -- API tokens
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users(id),
  name TEXT NOT NULL,
  token_hash TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  seen_at BIGINT,
  revoked_at BIGINT
);
CREATE UNIQUE INDEX tokens_hash ON tokens (token_hash);

CREATE TABLE invitations (                      -- one-time links: a first or a new password
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users(id),
  token_hash TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT
);
CREATE UNIQUE INDEX invitations_token ON invitations (token_hash);

CREATE TABLE tries (                            -- sign-in attempts, for the hourly limit
  subject TEXT NOT NULL,                        -- hash of the e-mail, or of the address
  at BIGINT NOT NULL
);
CREATE INDEX tries_subject ON tries (subject, at);

CREATE TABLE verifications (                    -- "ring me to test"
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users(id),
  mobile TEXT NOT NULL,
  code TEXT NOT NULL,
  wrong INTEGER NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  done_at BIGINT
);
CREATE INDEX verifications_user ON verifications (user_id, created_at);

CREATE TABLE groups (
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES organisations(id),
  name TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  zone TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  created_at BIGINT NOT NULL,
  deleted_at BIGINT,
  deleted_by TEXT NOT NULL DEFAULT ''
);
CREATE INDEX groups_organisation ON groups (organisation_id);

CREATE TABLE group_leaders (
  group_id TEXT NOT NULL REFERENCES groups(id),
  user_id TEXT NOT NULL REFERENCES users(id),
  role TEXT NOT NULL,                           -- captain or vice_captain
  since BIGINT NOT NULL,
  PRIMARY KEY (group_id, user_id)
);
CREATE INDEX group_leaders_user ON group_leaders (user_id);

CREATE TABLE supporters (
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES organisations(id),
  group_id TEXT NOT NULL REFERENCES groups(id),
  name TEXT NOT NULL,
  folded TEXT NOT NULL,                         -- name without accents and case, for search and duplicates
  phone TEXT NOT NULL DEFAULT '',               -- E.164, or '' when there is no usable one
  email TEXT NOT NULL DEFAULT '',
  city TEXT NOT NULL DEFAULT '',
  zone TEXT NOT NULL DEFAULT '',                -- '' = the group's
  tags TEXT NOT NULL DEFAULT '[]',
  level TEXT NOT NULL DEFAULT '',               -- engagement level
  notes TEXT NOT NULL DEFAULT '',
  do_not_contact BOOLEAN NOT NULL DEFAULT FALSE,
  do_not_call BOOLEAN NOT NULL DEFAULT FALSE,
  substantive_at BIGINT,                        -- last substantive contact, starts the cooldown
  substantive_session TEXT NOT NULL DEFAULT '', -- the session whose call it was
  held_until BIGINT,                            -- answered but never logged: not before
  version INTEGER NOT NULL DEFAULT 1,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX supporters_group ON supporters (group_id, folded, id);
CREATE INDEX supporters_phone ON supporters (organisation_id, phone);

CREATE TABLE do_not_call (                      -- the organisation's list, by number
  organisation_id TEXT NOT NULL REFERENCES organisations(id),
  phone TEXT NOT NULL,
  at BIGINT NOT NULL,
  by_user TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (organisation_id, phone)
);

CREATE TABLE lists (
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES organisations(id),
  group_id TEXT NOT NULL REFERENCES groups(id),
  name TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  cooldown_ms BIGINT NOT NULL DEFAULT 0,        -- minimum time between substantive contacts
  minimum_ms BIGINT NOT NULL DEFAULT 14400000,  -- minimum time after another leader's attempt
  event TEXT NOT NULL DEFAULT '',               -- name of the event RSVPs are for
  opens INTEGER,                                -- calling hours of its own, else the organisation's
  closes INTEGER,
  mode TEXT NOT NULL DEFAULT 'shared',          -- shared or independent
  voicemail_done BOOLEAN NOT NULL DEFAULT FALSE,
  script TEXT NOT NULL DEFAULT '',
  caller_id TEXT NOT NULL DEFAULT '',           -- '' = the organisation's
  version INTEGER NOT NULL DEFAULT 1,
  created_at BIGINT NOT NULL,
  deleted_at BIGINT,
  deleted_by TEXT NOT NULL DEFAULT ''
);
CREATE INDEX lists_group ON lists (group_id);

CREATE TABLE list_supporters (
  list_id TEXT NOT NULL REFERENCES lists(id),
  supporter_id TEXT NOT NULL REFERENCES supporters(id),
  position BIGINT NOT NULL,
  PRIMARY KEY (list_id, supporter_id)
);
CREATE INDEX list_supporters_order ON list_supporters (list_id, position);
CREATE INDEX list_supporters_supporter ON list_supporters (supporter_id);

CREATE TABLE imports (
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES organisations(id),
  group_id TEXT NOT NULL REFERENCES groups(id),
  list_id TEXT NOT NULL DEFAULT '',             -- also put them on this list
  user_id TEXT NOT NULL,
  state TEXT NOT NULL,                          -- uploading, columns, checking, checked, running, done, cancelled, failed
  file_name TEXT NOT NULL DEFAULT '',
  shape TEXT NOT NULL DEFAULT '{}',             -- encoding, separator, header, first rows
  columns TEXT NOT NULL DEFAULT '{}',           -- the mapping chosen
  bytes BIGINT NOT NULL DEFAULT 0,
  rows_total BIGINT NOT NULL DEFAULT 0,
  rows_done BIGINT NOT NULL DEFAULT 0,
  ready BIGINT NOT NULL DEFAULT 0,
  duplicates BIGINT NOT NULL DEFAULT 0,
  rejected BIGINT NOT NULL DEFAULT 0,
  figures TEXT NOT NULL DEFAULT '{}',           -- what is counted beside them
  problem TEXT NOT NULL DEFAULT '{}',           -- why it failed, code and sentence
  version INTEGER NOT NULL DEFAULT 1,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX imports_group ON imports (group_id, created_at);

CREATE TABLE import_files (                     -- the file itself, in chunks, so that any node can go on after a restart
  import_id TEXT NOT NULL REFERENCES imports(id),
  part INTEGER NOT NULL,
  data BYTEA NOT NULL,
  PRIMARY KEY (import_id, part)
);

CREATE TABLE import_rejects (
  import_id TEXT NOT NULL REFERENCES imports(id),
  row_number BIGINT NOT NULL,
  reason TEXT NOT NULL,
  cells TEXT NOT NULL,                          -- JSON, as they stood in the file
  PRIMARY KEY (import_id, row_number)
);
