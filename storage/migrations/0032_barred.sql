-- +goose Up
ALTER TABLE entries ADD COLUMN barred BOOLEAN NOT NULL DEFAULT FALSE;   -- attempted, or skipped since, and may not be called any more: no new cycle takes them
INSERT INTO jobs (id, kind, subject, due_at)                            -- judges them again, so that finished sessions say so
  SELECT DISTINCT 'barred-' || p.id, 'recheck', p.id, 0 FROM entries e JOIN sessions s ON s.id = e.session_id JOIN supporters p ON p.id = e.supporter_id
    LEFT JOIN do_not_call d ON d.organisation_id = p.organisation_id AND d.phone = p.phone
  WHERE e.status = 'attempted' AND s.archived_at IS NULL AND (p.phone = '' OR p.do_not_call OR p.do_not_contact OR d.phone IS NOT NULL)
ON CONFLICT DO NOTHING;
