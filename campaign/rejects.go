package campaign

import (
	"cmp"
	"context"
	"encoding/csv"
	"io"
	"slices"
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

// WriteRejects writes all of one load's rejects as CSV for a spreadsheet: row, reason, then the cells as they stood in the file.
// Cells that a spreadsheet would run as a formula are made harmless.
func (s *Service) WriteRejects(ctx context.Context, campaign, load string, to io.Writer) error {
	var of Load
	err := s.Store.Read(ctx, func(r Reader) (err error) {
		if of, err = r.Load(load); err == nil && of.Campaign != campaign {
			err = noLoad()
		}
		return err
	})
	if err != nil {
		return err
	}
	return asCSV(to, func(w *csv.Writer) error {
		title := append([]string{"Row", "Reason"}, of.titles()...)
		if err := w.Write(title); err != nil {
			return err
		}
		return s.eachReject(ctx, of, func(j Reject) error {
			line := append([]string{strconv.FormatInt(j.Row, 10), harmless(j.Reason)}, j.harmless()...)
			return w.Write(append(line, make([]string, max(0, len(title)-len(line)))...))
		})
	})
}

// WriteAllRejects writes those of all of a campaign's loads, oldest load first: file, row, reason, then the cells.
func (s *Service) WriteAllRejects(ctx context.Context, campaign string, to io.Writer) error {
	var loads []Load
	err := s.Store.Read(ctx, func(r Reader) (err error) {
		loads, err = r.Loads(campaign)
		return err
	})
	if err != nil {
		return err
	}
	slices.SortFunc(loads, func(a, b Load) int { return cmp.Compare(a.No, b.No) })
	return asCSV(to, func(w *csv.Writer) error {
		if err := w.Write([]string{"File", "Row", "Reason", "Cells"}); err != nil {
			return err
		}
		for _, l := range loads {
			err := s.eachReject(ctx, l, func(j Reject) error {
				return w.Write(append([]string{harmless(l.FileName), strconv.FormatInt(j.Row, 10), harmless(j.Reason)}, j.harmless()...))
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// titles are the names of a load's columns, as its rejects have cells: a call list's first column is nobody's to see.
func (l Load) titles() (out []string) {
	for i, c := range l.Shape.Columns {
		if l.List == "" || i > 0 {
			out = append(out, harmless(c.Title))
		}
	}
	return out
}

func (j Reject) harmless() (out []string) {
	for _, c := range j.Cells {
		out = append(out, harmless(c))
	}
	return out
}

// eachReject reads a load's rejects by row, a page at a time.
func (s *Service) eachReject(ctx context.Context, l Load, do func(Reject) error) error {
	for after := int64(0); ; {
		rejects, err := s.Rejects(ctx, l.Campaign, l.ID, after, rejectsPage)
		if err != nil {
			return err
		}
		for _, j := range rejects {
			if err := do(j); err != nil {
				return err
			}
			after = j.Row
		}
		if len(rejects) < rejectsPage {
			return nil
		}
	}
}

// asCSV writes lines as spreadsheets like them: marked as UTF-8, with CR LF.
func asCSV(to io.Writer, lines func(*csv.Writer) error) error {
	if _, err := io.WriteString(to, "\uFEFF"); err != nil {
		return err
	}
	w := csv.NewWriter(to)
	w.UseCRLF = true
	if err := lines(w); err != nil {
		return err
	}
	w.Flush()
	return w.Error()
}

// harmless keeps a spreadsheet from running a cell: a quote ahead of what would begin a formula.
func harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
