-- +goose Up
ALTER TABLE loads ADD COLUMN lot INTEGER NOT NULL DEFAULT 0;   -- whose bar it is under: 0 what the campaign began with, then a number for each time that something more was begun
ALTER TABLE loads ADD COLUMN begun INTEGER NOT NULL DEFAULT 0; -- which of the campaign's starts has it loaded: one after the other
UPDATE loads SET lot = 1 WHERE later;                       -- "later" stays: servers of the version before read it while they are replaced
