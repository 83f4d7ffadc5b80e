-- +goose Up
CREATE INDEX legs_caller ON legs (user_id) WHERE kind = 'caller';        -- a caller's own figures
