-- +goose Up
ALTER TABLE contacts ADD COLUMN released_at BIGINT;   -- since when it may be dialled without a click: it holds while the clicking switch has not been turned since; NULL: it waits for a click, or needs none
UPDATE contacts SET released_at = (SELECT o.clicking_since FROM campaigns c JOIN organisations o ON o.id = c.organisation_id WHERE c.no = contacts.campaign)
  WHERE line <> 1 AND approved_at IS NULL AND (released OR EXISTS (SELECT 1 FROM ready r WHERE r.campaign = contacts.campaign AND r.contact = contacts.no))
    AND NOT EXISTS (SELECT 1 FROM clickable k WHERE k.campaign = contacts.campaign AND k.key = contacts.key AND k.contact = contacts.no);
ALTER TABLE contacts DROP COLUMN released;
