package storage

import (
	"encoding/json"
	"fmt"

	"partyline/roster"
)

func importColumns(i *roster.Import) columns {
	return columns{
		{"id", &i.ID}, {"organisation_id", &i.Organisation}, {"group_id", &i.Group}, {"list_id", &i.List}, {"user_id", &i.User}, {"state", &i.State},
		{"file_name", &i.FileName}, {"shape", asJSON(&i.Shape)}, {"columns", asJSON(&i.Plan)}, {"bytes", &i.Bytes},
		{"rows_total", &i.Total}, {"rows_done", &i.Completed}, {"ready", &i.Ready}, {"duplicates", &i.Duplicates}, {"rejected", &i.Rejected},
		{"figures", asJSON(&i.Figures)}, {"problem", asJSON(&i.Problem)}, {"version", &i.Version},
		{"created_at", instant(&i.Created)}, {"updated_at", instant(&i.Updated)},
	}
}

// Import finds one.
func (r rosterReader) Import(id string) (roster.Import, error) { return r.imported(id, "") }

// LockImport is Import with a row lock.
func (t *rosterTx) LockImport(id string) (roster.Import, error) { return t.imported(id, "FOR UPDATE") }

func (r rosterReader) imported(id, lock string) (roster.Import, error) {
	var i roster.Import
	found, err := r.one(importColumns(&i), `FROM imports WHERE id = $1 `+lock, id)
	if err == nil && !found {
		err = missing("import")
	}
	return i, err
}

// Imports is a group's newest imports.
func (r rosterReader) Imports(group string, n int) ([]roster.Import, error) {
	return all(r.Reader, importColumns, `FROM imports WHERE group_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2`, group, n)
}

// InsertImport adds one.
func (t *rosterTx) InsertImport(i roster.Import) error {
	_, err := t.tx.insert("imports", importColumns(&i), "")
	return err
}

// SaveImport replaces one.
func (t *rosterTx) SaveImport(i roster.Import) error {
	return t.tx.update("imports", importColumns(&i), 1)
}

// DeleteImport takes one away with all that belongs to it.
func (t *rosterTx) DeleteImport(id string) error {
	for _, q := range []string{`DELETE FROM import_files WHERE import_id = $1`, `DELETE FROM import_rejects WHERE import_id = $1`, `DELETE FROM imports WHERE id = $1`} {
		if _, err := t.tx.exec(q, id); err != nil {
			return err
		}
	}
	return nil
}

// Part is one piece of an import's file; false behind the last one.
func (r rosterReader) Part(id string, part int) ([]byte, bool, error) {
	var data []byte
	found, err := r.get(&data, `SELECT data FROM import_files WHERE import_id = $1 AND part = $2`, id, part)
	return data, found, err
}

// InsertPart adds a piece.
func (t *rosterTx) InsertPart(id string, part int, data []byte) error {
	_, err := t.tx.exec(`INSERT INTO import_files (import_id, part, data) VALUES ($1, $2, $3)`, id, part, data)
	return err
}

// DeleteParts takes the file away.
func (t *rosterTx) DeleteParts(id string) error {
	_, err := t.tx.exec(`DELETE FROM import_files WHERE import_id = $1`, id)
	return err
}

// Rejects pages through an import's rejects by row number.
func (r rosterReader) Rejects(id string, after int64, n int) ([]roster.Reject, error) {
	out := []roster.Reject{}
	err := r.each(func(scan func(...any) error) error {
		var j roster.Reject
		err := scan(&j.Row, &j.Reason, asJSON(&j.Cells))
		out = append(out, j)
		return err
	}, `SELECT row_number, reason, cells FROM import_rejects WHERE import_id = $1 AND row_number > $2 ORDER BY row_number LIMIT $3`, id, after, n)
	return out, err
}

// InsertRejects adds rejects.
func (t *rosterTx) InsertRejects(id string, rejects []roster.Reject) error {
	var ids, reasons, cells []string
	var rows []int64
	for _, j := range rejects {
		b, err := json.Marshal(j.Cells)
		if err != nil {
			return fmt.Errorf("reject: %w", err)
		}
		ids, rows, reasons, cells = append(ids, id), append(rows, j.Row), append(reasons, j.Reason), append(cells, string(b))
	}
	return t.tx.bulk("import_rejects", []bulkColumn{{"import_id", ids}, {"row_number", rows}, {"reason", reasons}, {"cells", cells}}, "")
}

// DeleteRejects takes an import's rejects away.
func (t *rosterTx) DeleteRejects(id string) error {
	_, err := t.tx.exec(`DELETE FROM import_rejects WHERE import_id = $1`, id)
	return err
}
