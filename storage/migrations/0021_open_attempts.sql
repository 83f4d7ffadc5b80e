-- +goose Up
CREATE INDEX attempts_open ON attempts (session_id) WHERE closed_at IS NULL; -- before every claim a session is asked for them
