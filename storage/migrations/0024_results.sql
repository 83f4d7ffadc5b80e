-- +goose Up
ALTER TABLE script_answers ADD COLUMN campaign BIGINT NOT NULL DEFAULT 0;     -- with what follows: its attempt's
ALTER TABLE script_answers ADD COLUMN pass INTEGER NOT NULL DEFAULT 0;
ALTER TABLE script_answers ADD COLUMN claimed_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE script_answers ADD COLUMN counts BOOLEAN NOT NULL DEFAULT FALSE;  -- the latest version of an answer that is not void
UPDATE script_answers SET campaign = (SELECT a.campaign FROM contact_attempts a WHERE a.id = attempt_id), pass = (SELECT a.pass FROM contact_attempts a WHERE a.id = attempt_id),
  claimed_at = (SELECT a.claimed_at FROM contact_attempts a WHERE a.id = attempt_id)
  WHERE EXISTS (SELECT 1 FROM contact_attempts a WHERE a.id = attempt_id);
UPDATE script_answers SET counts = TRUE
  WHERE version = (SELECT MAX(b.version) FROM script_answers b WHERE b.attempt_id = script_answers.attempt_id AND b.question = script_answers.question);
CREATE INDEX script_answers_campaign ON script_answers (campaign, claimed_at);
CREATE INDEX contact_attempts_heard ON contact_attempts (campaign, answered_at) WHERE answered_at IS NOT NULL;
CREATE INDEX contact_attempts_contact ON contact_attempts (campaign, contact, claimed_at);
CREATE INDEX legs_user ON legs (user_id, kind) WHERE user_id <> '';
