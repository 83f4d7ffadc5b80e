-- +goose Up
UPDATE organisations SET daily_cap = 1 WHERE daily_cap < 1;   -- made with none by mistake; the dialer took it for one
