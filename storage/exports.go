package storage

import (
	"context"
	"fmt"
	"time"

	"partyline/event"
	"partyline/export"
)

// Exports is the store of prepared files.
func (db *DB) Exports() export.Store { return exportStore{db} }

type exportStore struct{ db *DB }

// Write runs f in one transaction; see DB.Write.
func (s exportStore) Write(ctx context.Context, f func(tx export.Tx) error) error {
	return s.db.Write(ctx, func(tx *Tx) error {
		return f(&exportTx{exportReader: exportReader{&tx.Reader}, tx: tx})
	})
}

// Read runs f on one snapshot; see DB.Read.
func (s exportStore) Read(ctx context.Context, f func(r export.Reader) error) error {
	return s.db.Read(ctx, func(r *Reader) error { return f(exportReader{r}) })
}

type exportReader struct{ *Reader }

type exportTx struct {
	exportReader
	tx *Tx
}

var (
	_ export.Store  = exportStore{}
	_ export.Reader = exportReader{}
	_ export.Tx     = (*exportTx)(nil)
	_ export.Source = (*DB)(nil)
)

func exportColumns(p *export.Prepared) columns {
	return columns{
		{"id", &p.ID}, {"organisation_id", &p.Organisation}, {"family", &p.Of.Family}, {"of_id", &p.Of.ID}, {"file", &p.File}, {"format", &p.Format}, {"name", &p.Name},
		{"narrowed", asJSON(&p.Narrow)}, {"state", &p.State}, {"columns", asJSON(&p.Columns)}, {"rows_total", &p.Rows}, {"rows_done", &p.Done}, {"parts", &p.Parts}, {"bytes", &p.Bytes},
		{"place", &p.Place}, {"from_at", instant(&p.From)}, {"until_at", instant(&p.Until)}, {"numbers", &p.Numbers}, {"turn", &p.Turn}, {"tries", &p.Tries},
		{"problem", &p.Problem}, {"by_user", asJSON(&p.By)}, {"version", &p.Version},
		{"created_at", instant(&p.Created)}, {"updated_at", instant(&p.Updated)}, {"expires_at", instant(&p.Expires)},
	}
}

// Named is whose a session or a campaign is, and what it is called.
func (r exportReader) Named(of export.Of) (organisation, name string, err error) {
	table := map[string]string{event.FamilySession: "sessions", event.FamilyCampaign: "campaigns"}[of.Family]
	if table == "" {
		return "", "", fmt.Errorf("nothing is exported of a %q", of.Family)
	}
	found, err := r.one(columns{{"organisation_id", &organisation}, {"name", &name}}, `FROM `+table+` WHERE id = $1`, of.ID)
	if err == nil && !found {
		err = missing(of.Family)
	}
	return organisation, name, err
}

// ShowsNumbers says whether an organisation shows phone numbers.
func (r exportReader) ShowsNumbers(organisation string) (shown bool, err error) {
	_, err = r.get(&shown, `SELECT show_numbers FROM organisations WHERE id = $1`, organisation)
	return shown, err
}

// Export finds one.
func (r exportReader) Export(id string) (export.Prepared, error) { return r.prepared(id, "") }

// LockExport is Export with a row lock.
func (t *exportTx) LockExport(id string) (export.Prepared, error) {
	return t.prepared(id, "FOR UPDATE")
}

func (r exportReader) prepared(id, lock string) (export.Prepared, error) {
	var p export.Prepared
	found, err := r.one(exportColumns(&p), `FROM exports WHERE id = $1 `+lock, id)
	if err == nil && !found {
		err = missing("file")
	}
	return p, err
}

// Exports is those of a session or campaign, the newest first.
func (r exportReader) Exports(of export.Of) ([]export.Prepared, error) {
	return all(r.Reader, exportColumns, `FROM exports WHERE family = $1 AND of_id = $2 ORDER BY created_at DESC, id DESC`, of.Family, of.ID)
}

// ExportsKept is how many of an organisation are being prepared, or ready.
func (r exportReader) ExportsKept(organisation string) (n int, err error) {
	_, err = r.get(&n, `SELECT count(*) FROM exports WHERE organisation_id = $1 AND state IN ('preparing', 'ready')`, organisation)
	return n, err
}

// ExportPart is one part of a file; false behind the last one.
func (r exportReader) ExportPart(id string, part int) ([]byte, bool, error) {
	var data []byte
	found, err := r.get(&data, `SELECT data FROM export_parts WHERE export_id = $1 AND part = $2`, id, part)
	return data, found, err
}

// Seq is the newest event of a topic, 0 when it has none.
func (r exportReader) Seq(topic event.Topic) (int64, error) {
	return campaignReader{r.Reader}.Seq(topic)
}

// LockOrganisation holds others back who begin something of it.
func (t *exportTx) LockOrganisation(id string) error {
	var found string
	_, err := t.get(&found, `SELECT id FROM organisations WHERE id = $1 FOR UPDATE`, id)
	return err
}

// SameExport is what is being prepared already of the same file.
func (t *exportTx) SameExport(p export.Prepared) (same export.Prepared, found bool, err error) {
	found, err = t.one(exportColumns(&same), `FROM exports WHERE family = $1 AND of_id = $2 AND file = $3 AND format = $4 AND narrowed = $5 AND state = 'preparing'`,
		p.Of.Family, p.Of.ID, p.File, p.Format, asJSON(&p.Narrow))
	if found {
		t.tx.did = append(t.tx.did, "export/"+same.ID)
	}
	return same, found, err
}

// InsertExport adds one.
func (t *exportTx) InsertExport(p export.Prepared) error {
	t.tx.did = append(t.tx.did, "export/"+p.ID)
	_, err := t.tx.insert("exports", exportColumns(&p), "")
	return err
}

// SaveExport replaces one.
func (t *exportTx) SaveExport(p export.Prepared) error {
	return t.tx.update("exports", exportColumns(&p), 1)
}

// DeleteExport takes one away that has no parts any more.
func (t *exportTx) DeleteExport(id string) error {
	_, err := t.tx.exec(`DELETE FROM exports WHERE id = $1`, id)
	return err
}

// InsertExportPart adds a part.
func (t *exportTx) InsertExportPart(id string, part int, data []byte) error {
	_, err := t.tx.exec(`INSERT INTO export_parts (export_id, part, data) VALUES ($1, $2, $3)`, id, part, data)
	return err
}

// DeleteExportParts takes the file away.
func (t *exportTx) DeleteExportParts(id string) error {
	_, err := t.tx.exec(`DELETE FROM export_parts WHERE export_id = $1`, id)
	return err
}

// Do puts a job into the outbox.
func (t *exportTx) Do(kind, subject string, due time.Time) error {
	return t.tx.do(Job{Kind: kind, Subject: subject, Due: due})
}

// Done takes a job out.
func (t *exportTx) Done(kind, subject string) error { return t.tx.done(kind, subject) }

// Emit says what happened.
func (t *exportTx) Emit(topic event.Topic, kind event.Kind, data any) error {
	return t.tx.emit(topic, kind, data)
}

// Audit keeps who did what.
func (t *exportTx) Audit(organisation, user, action, thing string, data any) error {
	return t.tx.audit(organisation, user, action, thing, data)
}
