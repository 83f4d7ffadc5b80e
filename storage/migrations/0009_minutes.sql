-- +goose Up
ALTER TABLE organisations ADD COLUMN currency TEXT NOT NULL DEFAULT '';            -- ISO 4217; '' = no cost is estimated
ALTER TABLE organisations ADD COLUMN leader_price BIGINT NOT NULL DEFAULT 0;       -- of a minute of a leader's leg, in millionths
ALTER TABLE organisations ADD COLUMN supporter_price BIGINT NOT NULL DEFAULT 0;

ALTER TABLE sessions ADD COLUMN leader_minutes INTEGER NOT NULL DEFAULT 0;         -- begun minutes of legs that are over, each leg's counted whole
ALTER TABLE sessions ADD COLUMN supporter_minutes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN leader_seconds INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN supporter_seconds INTEGER NOT NULL DEFAULT 0;

UPDATE sessions SET
  leader_seconds = COALESCE((SELECT SUM(CASE WHEN l.seconds > 0 THEN l.seconds ELSE (l.ended_at - l.answered_at + 999) / 1000 END)
    FROM legs l JOIN runs r ON r.id = l.run_id WHERE r.session_id = sessions.id AND l.kind = 'leader' AND l.ended_at IS NOT NULL AND l.answered_at IS NOT NULL), 0),
  supporter_seconds = COALESCE((SELECT SUM(CASE WHEN l.seconds > 0 THEN l.seconds ELSE (l.ended_at - l.answered_at + 999) / 1000 END)
    FROM legs l JOIN runs r ON r.id = l.run_id WHERE r.session_id = sessions.id AND l.kind = 'supporter' AND l.ended_at IS NOT NULL AND l.answered_at IS NOT NULL), 0),
  leader_minutes = COALESCE((SELECT SUM(CASE WHEN l.seconds > 0 THEN (l.seconds + 59) / 60 WHEN l.ended_at <= l.answered_at THEN 1 ELSE ((l.ended_at - l.answered_at + 999) / 1000 + 59) / 60 END)
    FROM legs l JOIN runs r ON r.id = l.run_id WHERE r.session_id = sessions.id AND l.kind = 'leader' AND l.ended_at IS NOT NULL AND l.answered_at IS NOT NULL), 0),
  supporter_minutes = COALESCE((SELECT SUM(CASE WHEN l.seconds > 0 THEN (l.seconds + 59) / 60 WHEN l.ended_at <= l.answered_at THEN 1 ELSE ((l.ended_at - l.answered_at + 999) / 1000 + 59) / 60 END)
    FROM legs l JOIN runs r ON r.id = l.run_id WHERE r.session_id = sessions.id AND l.kind = 'supporter' AND l.ended_at IS NOT NULL AND l.answered_at IS NOT NULL), 0);
