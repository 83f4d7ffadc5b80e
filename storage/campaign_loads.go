package storage

import (
	"encoding/json"
	"fmt"

	"partyline/campaign"
)

func loadColumns(l *campaign.Load) columns {
	return columns{
		{"id", &l.ID}, {"campaign_id", &l.Campaign}, {"no", &l.No}, {"state", &l.State}, {"file_name", &l.FileName}, {"list_id", &l.List}, {"shape", asJSON(&l.Shape)}, {"plan", asJSON(&l.Plan)},
		{"bytes", &l.Bytes}, {"rows_total", &l.Rows}, {"rows_done", &l.Done}, {"valid", &l.Valid}, {"loaded", &l.Loaded}, {"rejected", &l.Rejected}, {"duplicates", &l.Duplicates},
		{"opted_out", &l.OptedOut}, {"turn", &l.Turn}, {"lot", &l.Lot}, {"begun", &l.Begun}, {"problem", &l.Problem}, {"by_user", asJSON(&l.By)}, {"version", &l.Version},
		{"created_at", instant(&l.Created)}, {"updated_at", instant(&l.Updated)}, {"zones", asJSON(&l.Zones)},
	}
}

// Load finds one.
func (r campaignReader) Load(id string) (campaign.Load, error) { return r.loaded(id, "") }

// LockLoad is Load with a row lock.
func (t *campaignTx) LockLoad(id string) (campaign.Load, error) { return t.loaded(id, "FOR UPDATE") }

func (r campaignReader) loaded(id, lock string) (campaign.Load, error) {
	var l campaign.Load
	found, err := r.one(loadColumns(&l), `FROM loads WHERE id = $1 `+lock, id)
	if err == nil && !found {
		err = missing("file")
	}
	return l, err
}

// Loads is a campaign's, in their order.
func (r campaignReader) Loads(id string) ([]campaign.Load, error) {
	return all(r.Reader, loadColumns, `FROM loads WHERE campaign_id = $1 ORDER BY no`, id)
}

// InsertLoad adds one.
func (t *campaignTx) InsertLoad(l campaign.Load) error {
	t.tx.did = append(t.tx.did, "load/"+l.ID)
	_, err := t.tx.insert("loads", loadColumns(&l), "")
	return err
}

// SaveLoad replaces one.
func (t *campaignTx) SaveLoad(l campaign.Load) error {
	return t.tx.update("loads", loadColumns(&l), 1)
}

// Part is one piece of a load's file; false behind the last one.
func (r campaignReader) Part(load string, part int) ([]byte, bool, error) {
	var data []byte
	found, err := r.get(&data, `SELECT data FROM load_files WHERE load_id = $1 AND part = $2`, load, part)
	return data, found, err
}

// InsertPart adds a piece.
func (t *campaignTx) InsertPart(load string, part int, data []byte) error {
	_, err := t.tx.exec(`INSERT INTO load_files (load_id, part, data) VALUES ($1, $2, $3)`, load, part, data)
	return err
}

// DeleteParts takes the file away.
func (t *campaignTx) DeleteParts(load string) error {
	_, err := t.tx.exec(`DELETE FROM load_files WHERE load_id = $1`, load)
	return err
}

// Rejects pages through a load's rejects by row number.
func (r campaignReader) Rejects(load string, after int64, n int) ([]campaign.Reject, error) {
	out := []campaign.Reject{}
	err := r.each(func(scan func(...any) error) error {
		var j campaign.Reject
		err := scan(&j.Row, &j.Reason, asJSON(&j.Cells))
		out = append(out, j)
		return err
	}, `SELECT row_number, reason, cells FROM load_rejects WHERE load_id = $1 AND row_number > $2 ORDER BY row_number LIMIT $3`, load, after, n)
	return out, err
}

// InsertRejects adds rejects.
func (t *campaignTx) InsertRejects(load string, rejects []campaign.Reject) error {
	if len(rejects) == 0 {
		return nil
	}
	var ids, reasons, cells []string
	var rows []int64
	for _, j := range rejects {
		b, err := json.Marshal(j.Cells)
		if err != nil {
			return fmt.Errorf("reject: %w", err)
		}
		ids, rows, reasons, cells = append(ids, load), append(rows, j.Row), append(reasons, j.Reason), append(cells, string(b))
	}
	return t.tx.bulk("load_rejects", []bulkColumn{{"load_id", ids}, {"row_number", rows}, {"reason", reasons}, {"cells", cells}}, "")
}

// DeleteRejects takes a load's rejects away.
func (t *campaignTx) DeleteRejects(load string) error {
	_, err := t.tx.exec(`DELETE FROM load_rejects WHERE load_id = $1`, load)
	return err
}
