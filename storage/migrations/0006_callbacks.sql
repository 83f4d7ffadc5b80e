-- +goose Up
CREATE INDEX entries_call_back ON entries (session_id) WHERE last_outcome = 'call_back';   -- who asked to be called again
