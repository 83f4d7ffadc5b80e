package export

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"partyline/calling"
	"partyline/campaign"
	"partyline/dialer"
	"partyline/event"
	"partyline/fault"
)

func columns(names ...string) (out []calling.ExportColumn) {
	for _, name := range names {
		name, kind, _ := strings.Cut(name, " ")
		out = append(out, calling.ExportColumn{Name: name, Kind: kinds[kind]})
	}
	return out
}

var kinds = map[string]calling.ExportKind{"n": calling.Number, "is": calling.Truth, "at": calling.Instant}

// OfCampaigns are the files of a campaign. Phone is empty where the organisation does not show numbers. Names and order of
// columns stay as they are; new ones come at the end, but for those of questions, which come last.
var OfCampaigns = []calling.Export{
	{Name: "attempts", Columns: columns("attempt_id", "contact n", "name", "phone", "line_type", "pass n", "caller_id", "caller", "script_version n", "claimed_at at", "dialled_at at",
		"answered_at at", "verdict", "connected_at at", "ended_at at", "closed_at at", "state", "outcome", "first_answer", "call_back_at at", "talk_seconds n", "clicker_id", "clicker", "clicked_at at")},
	{Name: "contacts", Columns: columns("contact n", "name", "phone", "line_type", "load n", "row n", "attempts n", "last_attempt_at at", "outcome", "finished is", "opted_out is",
		"approved_at at", "fields")},
	{Name: "answers", Columns: columns("attempt_id", "contact n", "name", "phone", "pass n", "caller_id", "caller", "question_id", "question", "version n", "answer", "given_at at", "counts is")},
	{Name: "callers", Columns: columns("caller_id", "caller", "joined_at at", "last_seen_at at", "removed is", "state", "contacts n", "talked n", "talk_seconds n", "phone_seconds n", "first_contact_at at", "last_contact_at at")},
	{Name: "approvals", Columns: columns("contact n", "name", "phone", "line_type", "load n", "row n", "clicker_id", "clicker", "lease", "ordinal n", "approved_at at", "received_at at")},
	{Name: "drops", Columns: columns("day", "calls n", "connected n", "dropped n", "drop_rate", "window_from", "window_connected n", "window_dropped n", "window_drop_rate", "over_limit is")},
}

// dropReport has a row for each day: it is worked out, and never long.
const dropReport = "drops"

// Files are those of a family of things.
func Files(family string) []calling.Export {
	if family == event.FamilyCampaign {
		return OfCampaigns
	}
	return calling.Exports
}

// narrows says whether a file of a campaign can be narrowed down.
func narrows(of Of, file string) bool {
	return of.Family == event.FamilyCampaign && (file == "attempts" || file == "answers")
}

// AnswerColumn begins the names of columns that are questions; what follows is the question's id.
const AnswerColumn = "answer_"

// Open is a file that can be written: its name without a date, its columns as they are shown, and its rows in people's words.
type Open struct {
	Name  string
	Shown []calling.ExportColumn
	file  File
	words dialer.Wording
	rows  Source
	drops func(ctx context.Context) ([]dialer.DropDay, error) // instead of rows
}

// Open finds a file of something. What is narrowed down is so where the file can be.
func (s *Service) Open(ctx context.Context, of Of, name string, in Narrow, as Format) (Open, error) {
	at := slices.IndexFunc(Files(of.Family), func(x calling.Export) bool { return x.Name == name })
	if at < 0 {
		return Open{}, fault.New(fault.Invalid, "export_unknown", "There is no file of that name to take away.").On("file", "One of those that are offered.")
	}
	x := Files(of.Family)[at]
	o := Open{Shown: x.Columns, rows: s.Source, file: File{Kind: name, Of: of, Columns: x.Columns}}
	err := s.Store.Read(ctx, func(r Reader) (err error) {
		o.file.Organisation, o.Name, err = r.Named(of)
		return err
	})
	if err != nil {
		return Open{}, err
	}
	o.Name = FileName(o.Name, of.Family) + "-" + name
	if of.Family != event.FamilyCampaign {
		return o, nil
	}
	o.file.Kind = "campaign/" + name
	if name == dropReport {
		o.drops = func(ctx context.Context) ([]dialer.DropDay, error) { return s.Reports.Drops(ctx, of.ID) }
		return o, nil
	}
	if narrows(of, name) {
		o.file.Narrow = in
	}
	if o.words, err = s.Reports.Wording(ctx, of.ID); err != nil {
		return Open{}, err
	}
	if name == "contacts" {
		o.file.Columns, o.Shown = withQuestions(x.Columns, o.words.Asked(), as.Ext == CSV.Ext)
	}
	return o, nil
}

// Rows gives row each row, as they were at one moment.
func (o Open) Rows(ctx context.Context, row func(cells []any) error) error {
	if o.drops != nil {
		days, err := o.drops(ctx)
		if err != nil {
			return err
		}
		return dropRows(days, row)
	}
	return o.rows.Rows(ctx, o.file, worded(o.file, o.words, row))
}

// Count is how many rows it has; of the drop report that is not known before.
func (o Open) count(ctx context.Context) (int64, error) {
	if o.drops != nil {
		return 0, nil
	}
	return o.rows.CountRows(ctx, o.file)
}

// withQuestions is the columns with one for each question, and how they are called: in a spreadsheet as people worded them, with
// their ids where two are worded alike.
func withQuestions(base []calling.ExportColumn, asked []campaign.Question, sheet bool) (read, shown []calling.ExportColumn) {
	read, shown = slices.Clone(base), slices.Clone(base)
	titles := map[string]int{}
	for _, q := range asked {
		titles[q.Title]++
	}
	for _, q := range asked {
		kind := calling.Words
		if q.Kind == campaign.Multiple {
			kind = calling.Several
		}
		c := calling.ExportColumn{Name: AnswerColumn + q.ID, Kind: kind}
		read = append(read, c)
		if sheet && q.Title != "" {
			if c.Name = q.Title; titles[q.Title] > 1 {
				c.Name += " (" + q.ID + ")"
			}
		}
		shown = append(shown, c)
	}
	return read, shown
}

// worded puts in people's words what the database has as ids.
func worded(f File, words dialer.Wording, row func([]any) error) func([]any) error {
	at := func(name string) int {
		return slices.IndexFunc(f.Columns, func(c calling.ExportColumn) bool { return c.Name == name })
	}
	switch f.Kind {
	case "campaign/attempts":
		first := at("first_answer")
		return func(cells []any) error {
			cells[first] = words.First(cells[first].(string))
			return row(cells)
		}
	case "campaign/answers":
		id, title, answer := at("question_id"), at("question"), at("answer")
		return func(cells []any) error {
			question := cells[id].(string)
			cells[title], cells[answer] = words.Title(question), words.Answer(question, json.RawMessage(cells[answer].(string)))
			return row(cells)
		}
	case "campaign/contacts":
		fields := at("fields")
		return func(cells []any) error {
			cells[fields] = json.RawMessage(cells[fields].(string))
			for i, c := range f.Columns {
				if question, is := strings.CutPrefix(c.Name, AnswerColumn); is {
					if value := cells[i].(string); value != "" {
						cells[i] = words.Answer(question, json.RawMessage(value))
					}
				}
			}
			return row(cells)
		}
	}
	return row
}

// dropRows is the drop report: a row for each day, with the 30 days that end with it.
func dropRows(days []dialer.DropDay, row func([]any) error) error {
	for _, d := range days {
		if err := row([]any{
			d.Day, d.Calls, d.Connected, d.Dropped, rate(d.Dropped, d.Connected), d.From, d.WindowConnected, d.WindowDropped, rate(d.WindowDropped, d.WindowConnected), d.Over(),
		}); err != nil {
			return err
		}
	}
	return nil
}

func rate(dropped, connected int64) json.Number {
	return json.Number(strconv.FormatFloat(dialer.Rate(dropped, connected), 'f', 4, 64))
}

// FileName is a name that every system takes for a file: what something is called, or what it is.
func FileName(name, what string) string {
	name = strings.Trim(strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '-':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r == ' ', r == '_', r == '.', r == ',', r == ':', r == '/':
			return '-'
		}
		return -1
	}, name), "-")
	if name == "" {
		return what
	}
	return name[:min(len(name), 60)]
}
