package campaign

import (
	"context"
	"encoding/csv"
	"io"
	"strconv"
	"strings"
)

// rejectsPage is how many are read at once.
const rejectsPage = 500

// Rejects is one page of a file's rows that cannot be used, by row number.
func (s *Service) Rejects(ctx context.Context, campaign, load string, after int64, limit int) (out []Reject, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		l, err := r.Load(load)
		if err != nil {
			return err
		}
		if l.Campaign != campaign {
			return noLoad()
		}
		out, err = r.Rejects(load, after, limit)
		return err
	})
	return out, err
}

// WriteRejects writes all of them as CSV for a spreadsheet: row, reason, then the cells as they stood in the file. Cells that a
// spreadsheet would run as a formula are made harmless.
func (s *Service) WriteRejects(ctx context.Context, campaign, load string, to io.Writer) error {
	title := []string{"Row", "Reason"}
	err := s.Store.Read(ctx, func(r Reader) error {
		l, err := r.Load(load)
		title = title[:2]
		for i, c := range l.Shape.Columns {
			if l.List != "" && i == 0 {
				continue
			}
			title = append(title, harmless(c.Title))
		}
		return err
	})
	if err != nil {
		return err
	}
	if _, err := io.WriteString(to, "\uFEFF"); err != nil {
		return err
	}
	w := csv.NewWriter(to)
	w.UseCRLF = true
	if err := w.Write(title); err != nil {
		return err
	}
	for after := int64(0); ; {
		rejects, err := s.Rejects(ctx, campaign, load, after, rejectsPage)
		if err != nil {
			return err
		}
		for _, j := range rejects {
			line := []string{strconv.FormatInt(j.Row, 10), harmless(j.Reason)}
			for _, c := range j.Cells {
				line = append(line, harmless(c))
			}
			for len(line) < len(title) {
				line = append(line, "")
			}
			if err := w.Write(line); err != nil {
				return err
			}
			after = j.Row
		}
		if len(rejects) < rejectsPage {
			w.Flush()
			return w.Error()
		}
	}
}

// harmless keeps a spreadsheet from running a cell: a quote ahead of what would begin a formula.
func harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
