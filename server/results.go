package server

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"partyline/calling"
	"partyline/campaign"
	"partyline/dialer"
)

type resultsIn struct {
	ByID
	Period dialer.Period `query:"period" enum:"day,week,month" doc:"today, the last 7 or the last 30 days in the campaign's zone; without it: all of it"`
	Pass   int           `query:"pass" minimum:"0" maximum:"20" doc:"one pass; without it: all"`
	Caller string        `query:"caller" maxLength:"64" doc:"one caller's contacts; without it: everybody's"`
}

func (s *Server) results(ctx context.Context, in *resultsIn) (*reply[dialer.Results], error) {
	return of(s.Reports.Results(ctx, in.ID, dialer.Narrowed{Period: in.Period, Pass: in.Pass, Caller: in.Caller}))
}

func columns(names ...string) (out []calling.ExportColumn) {
	for _, name := range names {
		name, kind, _ := strings.Cut(name, " ")
		out = append(out, calling.ExportColumn{Name: name, Kind: exportKinds[kind]})
	}
	return out
}

var exportKinds = map[string]calling.ExportKind{"n": calling.Number, "is": calling.Truth, "at": calling.Instant}

// campaignExports are the files of a campaign. Phone is empty where the organisation does not show numbers. Names and order of
// columns stay as they are; new ones come at the end, but for those of questions, which come last.
var campaignExports = []calling.Export{
	{Name: "attempts", Columns: columns("attempt_id", "contact n", "name", "phone", "line_type", "pass n", "caller_id", "caller", "script_version n", "claimed_at at", "dialled_at at",
		"answered_at at", "verdict", "connected_at at", "ended_at at", "closed_at at", "state", "outcome", "first_answer", "call_back_at at", "talk_seconds n", "clicker_id", "clicker", "clicked_at at")},
	{Name: "contacts", Columns: columns("contact n", "name", "phone", "line_type", "load n", "row n", "attempts n", "last_attempt_at at", "outcome", "finished is", "opted_out is",
		"approved_at at", "fields")},
	{Name: "answers", Columns: columns("attempt_id", "contact n", "name", "phone", "pass n", "caller_id", "caller", "question_id", "question", "version n", "answer", "given_at at", "counts is")},
	{Name: "callers", Columns: columns("caller_id", "caller", "joined_at at", "last_seen_at at", "removed is", "state", "contacts n", "talked n", "talk_seconds n", "phone_seconds n", "first_contact_at at", "last_contact_at at")},
	{Name: "approvals", Columns: columns("contact n", "name", "phone", "line_type", "load n", "row n", "clicker_id", "clicker", "lease", "ordinal n", "approved_at at", "received_at at")},
	{Name: "drops", Columns: columns("day", "calls n", "connected n", "dropped n", "drop_rate", "window_from", "window_connected n", "window_dropped n", "window_drop_rate", "over_limit is")},
}

// exportCampaign is export of a campaign's file.
func (s *Server) exportCampaign(x calling.Export, as format) fiber.Handler {
	return func(c *fiber.Ctx) error {
		id := strings.Clone(c.Params("id"))
		ctx := c.UserContext()
		w, err := s.Campaigns.Campaign(ctx, id)
		if err != nil {
			return err
		}
		name := campaignFile(w.Name) + "-" + x.Name
		of := x
		of.Name = "campaign/" + x.Name
		if x.Name == "drops" {
			return s.send(c, of, id, name, as, func(ctx context.Context, row func([]any) error) error { return s.dropRows(ctx, id, row) })
		}
		words, err := s.Reports.Wording(ctx, id)
		if err != nil {
			return err
		}
		shown := of
		if x.Name == "contacts" {
			of.Columns, shown.Columns = withQuestions(x.Columns, words.Asked(), as.ext == "csv")
		}
		return s.send(c, shown, id, name, as, func(ctx context.Context, row func([]any) error) error {
			return s.Exports.Export(ctx, of, id, worded(of, words, row))
		})
	}
}

// answerColumn begins the names of columns that are questions; what follows is the question's id.
const answerColumn = "answer_"

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
		c := calling.ExportColumn{Name: answerColumn + q.ID, Kind: kind}
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
func worded(x calling.Export, words dialer.Wording, row func([]any) error) func([]any) error {
	at := func(name string) int {
		return slices.IndexFunc(x.Columns, func(c calling.ExportColumn) bool { return c.Name == name })
	}
	switch x.Name {
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
			for i, c := range x.Columns {
				if question, is := strings.CutPrefix(c.Name, answerColumn); is {
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
func (s *Server) dropRows(ctx context.Context, id string, row func([]any) error) error {
	days, err := s.Reports.Drops(ctx, id)
	if err != nil {
		return err
	}
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

func campaignFile(name string) string {
	if name = fileName(name); name == "session" {
		return "campaign"
	}
	return name
}
