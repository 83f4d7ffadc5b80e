-- +goose Up
CREATE TABLE actions (                          -- what presses did, with the state before and after: for undo
  id TEXT PRIMARY KEY,
  cause TEXT NOT NULL DEFAULT '',               -- of an effect: the action that it comes from
  organisation_id TEXT NOT NULL,
  session_id TEXT NOT NULL,
  kind TEXT NOT NULL,                           -- skip, remove_skip, prioritise, call_next, log, log_by_hand, archive, effect
  by_user TEXT NOT NULL DEFAULT '',
  entry_id TEXT NOT NULL DEFAULT '',
  supporter_id TEXT NOT NULL DEFAULT '',
  attempt_id TEXT NOT NULL DEFAULT '',
  log_id TEXT NOT NULL DEFAULT '',
  at BIGINT NOT NULL,
  undone_at BIGINT,
  was TEXT NOT NULL DEFAULT '{}',               -- before and after
  answer TEXT NOT NULL DEFAULT ''               -- what its undo was answered
);
CREATE INDEX actions_session ON actions (session_id, at);
CREATE INDEX actions_supporter ON actions (supporter_id, at);
CREATE INDEX actions_cause ON actions (cause, session_id) WHERE cause <> '';
