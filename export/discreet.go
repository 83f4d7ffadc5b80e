package export

import (
	"encoding/json"
	"slices"

	"partyline/calling"
	"partyline/campaign"
)

// fromFiles are the columns that hold what people's files said of them, beside the number and the e-mail address. What leaders and
// callers wrote down themselves is none of it.
var fromFiles = []string{"name", "city", "tags", "fields"}

// Discreet empties a row's cells, as they are read, of what came with somebody's file and campaign.Reaches them: for an
// organisation that does not show numbers.
func Discreet(columns []calling.ExportColumn, cells []any) error {
	for i, c := range columns {
		if !slices.Contains(fromFiles, c.Name) {
			continue
		}
		switch cell := cells[i].(type) {
		case []string:
			cells[i] = slices.DeleteFunc(cell, campaign.Reaches)
		case string:
			if c.Name != "fields" {
				cells[i] = campaign.Discreet(cell)
				continue
			}
			var fields map[string]string
			if err := json.Unmarshal([]byte(cell), &fields); err != nil {
				return err
			}
			for name, text := range fields {
				fields[name] = campaign.Discreet(text)
			}
			b, err := json.Marshal(fields)
			if err != nil {
				return err
			}
			cells[i] = string(b)
		}
	}
	return nil
}
