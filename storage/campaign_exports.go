package storage

import (
	"fmt"
	"strings"

	"partyline/export"
)

// lineWords says a contact's line type.
const lineWords = `CASE c.line WHEN 1 THEN 'landline' WHEN 2 THEN 'cell' WHEN 3 THEN 'voip' ELSE 'unknown' END`

// talkSeconds is how long an attempt's talk was. Carriers date the end of a line by the second that had begun, so a begun second counts:
// else a talk would be half a second short on average, and one of a second none.
const talkSeconds = `CASE WHEN ` + connected + ` AND leg_ended_at + 999 > bridged_at THEN (leg_ended_at + 999 - bridged_at) / 1000 ELSE 0 END`

// The files of campaigns, but for approvals.
var (
	attemptRows = fileRows{
		columns: `a.id, a.contact, COALESCE(c.name, ''), CASE WHEN o.show_numbers THEN a.phone ELSE '' END, ` + lineWords + `, a.pass, a.caller_id, COALESCE(p.name, ''),
			a.script_no, a.claimed_at, a.sent_at, a.answered_at, a.verdict, a.bridged_at, a.leg_ended_at, a.closed_at, a.state, a.outcome, a.first_answer, a.call_back_at,
		CASE WHEN a.bridged_at IS NOT NULL AND a.outcome NOT IN ('machine', 'dropped') AND a.leg_ended_at + 999 > a.bridged_at THEN (a.leg_ended_at + 999 - a.bridged_at) / 1000 ELSE 0 END,
			COALESCE(l.person, ''), COALESCE(q.name, ''), l.at`,
		from: `campaigns k JOIN organisations o ON o.id = k.organisation_id JOIN contact_attempts a ON a.campaign = k.no
			LEFT JOIN contacts c ON c.campaign = a.campaign AND c.no = a.contact LEFT JOIN people p ON p.id = a.caller_id
			LEFT JOIN launches l ON l.attempt_id = a.id LEFT JOIN people q ON q.id = l.person
			WHERE k.id = $1`,
		keys:     []string{"a.claimed_at", "a.id"},
		counted:  `campaigns k JOIN contact_attempts a ON a.campaign = k.no WHERE k.id = $1`,
		narrowed: "a",
	}
	answerRows = fileRows{
		columns: `s.attempt_id, a.contact, COALESCE(c.name, ''), CASE WHEN o.show_numbers THEN a.phone ELSE '' END, a.pass, s.caller_id, COALESCE(p.name, ''),
			s.question, '', s.version, s.value, s.at, s.counts`,
		from: `campaigns k JOIN organisations o ON o.id = k.organisation_id JOIN script_answers s ON s.campaign = k.no JOIN contact_attempts a ON a.id = s.attempt_id
			LEFT JOIN contacts c ON c.campaign = a.campaign AND c.no = a.contact LEFT JOIN people p ON p.id = s.caller_id
			WHERE k.id = $1`,
		keys:     []string{"s.claimed_at", "s.attempt_id", "s.at", "s.question", "s.version"},
		counted:  `campaigns k JOIN script_answers s ON s.campaign = k.no WHERE k.id = $1`,
		narrowed: "s",
	}
	callerRows = fileRows{
		columns: `p.id, p.name, p.joined_at, p.seen_at, p.removed_at IS NOT NULL, COALESCE(r.state, ''), COALESCE(t.contacts, 0), COALESCE(t.talked, 0), COALESCE(t.seconds, 0),
			COALESCE(l.seconds, 0), t.first_at, t.last_at`,
		from: `campaigns k JOIN people p ON p.campaign_id = k.id AND p.kind = 'caller' LEFT JOIN callers r ON r.id = p.id
			LEFT JOIN (SELECT caller_id, campaign, SUM(CASE WHEN ` + connected + ` THEN 1 ELSE 0 END) AS contacts, SUM(CASE WHEN outcome = 'talked' THEN 1 ELSE 0 END) AS talked,
				CAST(SUM(` + talkSeconds + `) AS BIGINT) AS seconds, MIN(bridged_at) AS first_at, MAX(bridged_at) AS last_at
				FROM contact_attempts WHERE caller_id <> '' GROUP BY caller_id, campaign) t ON t.caller_id = p.id AND t.campaign = k.no
			LEFT JOIN (SELECT user_id, CAST(SUM(ended_at - answered_at) / 1000 AS BIGINT) AS seconds FROM legs WHERE kind = 'caller' AND user_id <> '' AND answered_at IS NOT NULL
				AND ended_at IS NOT NULL GROUP BY user_id) l ON l.user_id = p.id
			WHERE k.id = $1`,
		keys:    []string{"p.joined_at", "p.id"},
		counted: `campaigns k JOIN people p ON p.campaign_id = k.id AND p.kind = 'caller' WHERE k.id = $1`,
	}
	// contactRows has each contact as many times as it has answers that count, the latest attempt's last.
	contactRows = fileRows{
		columns: `c.no, c.name, CASE WHEN o.show_numbers THEN c.phone ELSE '' END, ` + lineWords + `, c.load_no, c.row_number, c.attempts, c.attempted_at, c.outcome, c.final, c.opted_out,
			c.approved_at, c.fields`,
		from: `campaigns k JOIN organisations o ON o.id = k.organisation_id JOIN contacts c ON c.campaign = k.no
			LEFT JOIN contact_attempts a ON a.campaign = c.campaign AND a.contact = c.no LEFT JOIN script_answers s ON s.attempt_id = a.id AND s.counts
			WHERE k.id = $1`,
		keys:    []string{"c.no"},
		counted: `campaigns k JOIN contacts c ON c.campaign = k.no WHERE k.id = $1`,
	}
)

// contactRows reads a row for each contact, with a cell for each question: the answer as it is kept, of the latest talk that has one.
func (r *Reader) contactRows(f export.File, behind string, row func(cells []any, place func() (string, error)) error) error {
	base := len(f.Columns)
	at := map[string]int{} // question to its cell
	for i, c := range f.Columns {
		if question, is := strings.CutPrefix(c.Name, export.AnswerColumn); is {
			at[question], base = i, min(base, i)
		}
	}
	query, args, err := contactRows.reading(contactRows.columns+`, o.show_numbers, COALESCE(s.question, ''), COALESCE(s.value, '')`, contactRows.from, export.Narrow{}, "", behind)
	if err != nil {
		return err
	}
	cells, places := exportCells(f.Columns[:base])
	cells = append(cells, make([]any, len(f.Columns)-base)...)
	var question, value string
	var shown bool
	places = append(places, &shown, &question, &value)
	var now []any // the contact that is being gathered
	place := func() (string, error) { return placeOf([]any{now[0]}) }
	began := false
	err = r.each(func(scan func(...any) error) error {
		began = true
		if err := scan(places...); err != nil {
			return err
		}
		exportRow(places[:base], cells)
		if now != nil && now[0] != cells[0] {
			if err := row(now, place); err != nil {
				return err
			}
			now = nil
		}
		if now == nil {
			for i := base; i < len(cells); i++ {
				cells[i] = ""
			}
			if !shown {
				if err := export.Discreet(f.Columns[:base], cells); err != nil {
					return err
				}
			}
			now = append(now[:0], cells...)
		}
		if i, asked := at[question]; asked {
			now[i] = value
		}
		return nil
	}, query+` ORDER BY c.no, a.claimed_at, a.id`, append([]any{f.Of.ID}, args...)...)
	if err == nil && now != nil {
		err = row(now, place)
	}
	if err != nil && began {
		return fmt.Errorf("the export broke off: %v", err) // not wrapped: nobody may begin anew
	}
	return err
}
