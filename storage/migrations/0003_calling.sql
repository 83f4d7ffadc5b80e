-- +goose Up
CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES organisations(id),
  group_id TEXT NOT NULL REFERENCES groups(id),
  list_id TEXT NOT NULL REFERENCES lists(id),
  leader_id TEXT NOT NULL REFERENCES users(id),
  name TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  started_at BIGINT,                            -- first supporter dialled
  active_at BIGINT NOT NULL,
  archived_at BIGINT,
  pausing BOOLEAN NOT NULL DEFAULT FALSE,       -- hang up after the present talk
  front BIGINT NOT NULL DEFAULT 0,              -- places ahead of rank 1 are handed out downwards from here
  counts TEXT NOT NULL DEFAULT '{}',            -- entries by status
  cycle INTEGER NOT NULL DEFAULT 1,
  phone TEXT NOT NULL DEFAULT '{}',             -- last message about the phone ("We couldn't reach your phone")
  version INTEGER NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX sessions_one_open ON sessions (leader_id, list_id) WHERE archived_at IS NULL;
CREATE INDEX sessions_group ON sessions (group_id, active_at);
CREATE INDEX sessions_list ON sessions (list_id);

CREATE TABLE cycles (
  session_id TEXT NOT NULL REFERENCES sessions(id),
  number INTEGER NOT NULL,
  started_at BIGINT NOT NULL,
  completed_at BIGINT,
  closed_at BIGINT,                             -- a new one was started
  figures TEXT NOT NULL DEFAULT '{}',
  PRIMARY KEY (session_id, number)
);

CREATE TABLE entries (
  id TEXT PRIMARY KEY,
  session_id TEXT NOT NULL REFERENCES sessions(id),
  supporter_id TEXT NOT NULL REFERENCES supporters(id),
  rank BIGINT NOT NULL,
  place BIGINT NOT NULL,
  status TEXT NOT NULL,
  cause TEXT NOT NULL DEFAULT '',               -- of being unavailable: cooldown, hours, minimum_time
  due_at BIGINT,                                -- when this entry must be looked at again: skip over, cause over, hours closing
  skip_id TEXT NOT NULL DEFAULT '',             -- in skips; what stands here is a copy of it
  skip_type TEXT NOT NULL DEFAULT '',
  skip_until BIGINT,
  skip_reason TEXT NOT NULL DEFAULT '',
  skip_by TEXT NOT NULL DEFAULT '',
  skip_at BIGINT,
  attempts INTEGER NOT NULL DEFAULT 0,
  last_outcome TEXT NOT NULL DEFAULT '',
  last_by TEXT NOT NULL DEFAULT '',             -- whose attempt or contact it was
  own BOOLEAN NOT NULL DEFAULT FALSE,           -- Attempted or Completed by this session's own call
  tried_at BIGINT,                              -- another leader's attempt, for the list's minimum time
  prioritised BOOLEAN NOT NULL DEFAULT FALSE,
  not_logged BOOLEAN NOT NULL DEFAULT FALSE,
  off_list BOOLEAN NOT NULL DEFAULT FALSE,
  due_now BOOLEAN NOT NULL DEFAULT FALSE,
  callback BOOLEAN NOT NULL DEFAULT FALSE,      -- an agreed call-back: its skip ignores this session's own cooldown
  version INTEGER NOT NULL DEFAULT 1,
  updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX entries_one ON entries (session_id, supporter_id);
CREATE INDEX entries_queue ON entries (session_id, status, place, id);
CREATE INDEX entries_rank ON entries (session_id, rank, id);
CREATE INDEX entries_due ON entries (session_id, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX entries_supporter ON entries (supporter_id);

CREATE TABLE skips (                            -- history of every skip and of its end
  id TEXT PRIMARY KEY,
  session_id TEXT NOT NULL,
  entry_id TEXT NOT NULL,
  type TEXT NOT NULL,
  until_at BIGINT,
  reason TEXT NOT NULL DEFAULT '',
  by_user TEXT NOT NULL,
  at BIGINT NOT NULL,
  ended_at BIGINT,
  ended_why TEXT NOT NULL DEFAULT ''            -- removed, expired, replaced, cycle, completed, prioritised
);
CREATE INDEX skips_entry ON skips (entry_id, at);

CREATE TABLE runs (
  id TEXT PRIMARY KEY,
  session_id TEXT NOT NULL REFERENCES sessions(id),
  leader_id TEXT NOT NULL,
  leg_id TEXT NOT NULL,
  state TEXT NOT NULL,                          -- placing, unknown, ringing, greeting, dialling, talking, wrap_up, finished, ended
  since BIGINT NOT NULL,
  step INTEGER NOT NULL DEFAULT 1,              -- the step the next key belongs to
  greeted INTEGER NOT NULL DEFAULT 0,
  waiting_since BIGINT,                         -- everyone left is on another call, since
  silent_since BIGINT,
  started_at BIGINT NOT NULL,
  ended_at BIGINT,
  ended_why TEXT NOT NULL DEFAULT ''            -- hung_up, no_answer, busy, failed, no_key, finished, paused, moved, lost
);
CREATE UNIQUE INDEX runs_one_live ON runs (leader_id) WHERE ended_at IS NULL;
CREATE INDEX runs_session ON runs (session_id);

CREATE TABLE legs (                             -- phone lines: the leader's, the supporter's, a verification's
  id TEXT PRIMARY KEY,
  ref TEXT NOT NULL,                            -- ours, unguessable, in callback URLs
  kind TEXT NOT NULL,                           -- leader, supporter, verification
  organisation_id TEXT NOT NULL,
  number TEXT NOT NULL,
  run_id TEXT NOT NULL DEFAULT '',
  attempt_id TEXT NOT NULL DEFAULT '',
  user_id TEXT NOT NULL DEFAULT '',
  carrier_id TEXT NOT NULL DEFAULT '',
  parent_id TEXT NOT NULL DEFAULT '',           -- leg it hangs on
  state TEXT NOT NULL,                          -- claimed, placing, unknown, queued, ringing, answered, ended
  opened_at BIGINT NOT NULL,
  placed_at BIGINT,
  ringing_at BIGINT,
  answered_at BIGINT,
  ended_at BIGINT,
  result TEXT NOT NULL DEFAULT '',              -- completed, busy, no_answer, failed, canceled, never_placed
  seconds INTEGER NOT NULL DEFAULT 0,
  webhook_at BIGINT                             -- last sign from the carrier
);
CREATE UNIQUE INDEX legs_ref ON legs (ref);
CREATE UNIQUE INDEX legs_one_open ON legs (number) WHERE ended_at IS NULL;
CREATE INDEX legs_run ON legs (run_id);
CREATE INDEX legs_open ON legs (ended_at, opened_at);

CREATE TABLE facts (                            -- what the carrier said, as it came; append-only
  leg_id TEXT NOT NULL,
  state TEXT NOT NULL,
  seq INTEGER NOT NULL,                         -- the carrier's, -1 when it gave none
  source TEXT NOT NULL,                         -- status, action, document, reconcile
  at BIGINT,                                    -- as the carrier dates it
  received_at BIGINT NOT NULL,
  data TEXT NOT NULL DEFAULT '{}',
  PRIMARY KEY (leg_id, source, state, seq)
);

CREATE TABLE attempts (
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL,
  session_id TEXT NOT NULL REFERENCES sessions(id),
  cycle INTEGER NOT NULL,
  entry_id TEXT NOT NULL,
  supporter_id TEXT NOT NULL,
  list_id TEXT NOT NULL,
  leader_id TEXT NOT NULL,
  run_id TEXT NOT NULL,
  step INTEGER NOT NULL,
  leg_id TEXT NOT NULL,
  claimed_by TEXT NOT NULL,                     -- the request that claimed it, or 'page'
  claimed_at BIGINT NOT NULL,
  dialled_at BIGINT,                            -- first sign of the supporter's leg: counts as attempted
  answered_at BIGINT,
  leg_ended_at BIGINT,                          -- carrier terminal: unlocks the number
  result TEXT NOT NULL DEFAULT '',              -- answered, no_answer, busy, failed, cut_off, released
  outcome TEXT NOT NULL DEFAULT '',             -- of its log
  put_off_at BIGINT,
  not_logged BOOLEAN NOT NULL DEFAULT FALSE,
  closed_at BIGINT                              -- outcome known: releases the person
);
CREATE UNIQUE INDEX attempts_one_step ON attempts (run_id, step);
CREATE UNIQUE INDEX attempts_one_open ON attempts (supporter_id) WHERE closed_at IS NULL;
CREATE INDEX attempts_session ON attempts (session_id, cycle);
CREATE INDEX attempts_entry ON attempts (entry_id, claimed_at);
CREATE INDEX attempts_supporter ON attempts (supporter_id, claimed_at);

CREATE TABLE reservations (
  supporter_id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL,
  session_id TEXT NOT NULL,
  list_id TEXT NOT NULL,
  attempt_id TEXT NOT NULL,
  leader_id TEXT NOT NULL,
  since BIGINT NOT NULL
);
CREATE INDEX reservations_list ON reservations (list_id);

CREATE TABLE logs (                             -- contact logs; one per attempt, or by hand without a call
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL,
  session_id TEXT NOT NULL,
  cycle INTEGER NOT NULL,
  entry_id TEXT NOT NULL,
  supporter_id TEXT NOT NULL,
  list_id TEXT NOT NULL,
  attempt_id TEXT NOT NULL DEFAULT '',
  by_user TEXT NOT NULL,
  reached BOOLEAN NOT NULL,
  outcome TEXT NOT NULL,
  rsvp TEXT NOT NULL DEFAULT '',
  method TEXT NOT NULL DEFAULT 'phone_call',
  notes TEXT NOT NULL DEFAULT '',
  tags_added TEXT NOT NULL DEFAULT '[]',
  tags_removed TEXT NOT NULL DEFAULT '[]',
  do_not_call BOOLEAN NOT NULL DEFAULT FALSE,
  at BIGINT NOT NULL,
  corrected_at BIGINT,
  version INTEGER NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX logs_one ON logs (attempt_id) WHERE attempt_id <> '';
CREATE INDEX logs_supporter ON logs (supporter_id, at);
CREATE INDEX logs_session ON logs (session_id, cycle);
