package roster

import (
	"context"
	"encoding/csv"
	"io"
	"strings"

	"partyline/fault"
)

// Rejects is one page of the rows that cannot be used, by row number.
func (s *Service) Rejects(ctx context.Context, by By, id string, after int64, limit int) (RejectsPage, error) {
	limit = page(limit)
	out := RejectsPage{}
	err := s.Store.Read(ctx, func(r Reader) error {
		im, err := r.Import(id)
		if err != nil {
			return err
		}
		if err := im.openTo(r, by); err != nil {
			return err
		}
		rejects, err := r.Rejects(id, after, limit)
		if err != nil {
			return err
		}
		out = RejectsPage{Items: make([]RejectView, len(rejects)), Total: im.Rejected}
		for i, j := range rejects {
			out.Items[i] = RejectView(j)
		}
		if len(rejects) == limit {
			out.Next = itoa(rejects[limit-1].Row)
		}
		return nil
	})
	return out, err
}

// WriteRejects writes all rejects as CSV for a spreadsheet: row, reason, then the cells as they stood in the file.
// Cells that a spreadsheet would run as a formula are made harmless. It reads a page at a time.
func (s *Service) WriteRejects(ctx context.Context, by By, id string, to io.Writer) error {
	im, err := s.mayReadRejects(ctx, by, id)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(to, "\uFEFF"); err != nil {
		return err
	}
	w := csv.NewWriter(to)
	w.UseCRLF = true
	title := []string{"Row", "Reason"}
	for _, c := range im.Shape.Columns {
		title = append(title, harmless(c.Title))
	}
	if err := w.Write(title); err != nil {
		return err
	}
	for after := int64(0); ; {
		var rejects []Reject
		if err := s.Store.Read(ctx, func(r Reader) (err error) {
			rejects, err = r.Rejects(id, after, PageLimit)
			return err
		}); err != nil {
			return err
		}
		for _, j := range rejects {
			line := append(make([]string, 0, len(j.Cells)+2), itoa(j.Row), harmless(j.Reason))
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
		if len(rejects) < PageLimit {
			w.Flush()
			return w.Error()
		}
	}
}

// MayReadRejects refuses whoever may not, before the first byte of a download is written; it also gives the file a name.
func (s *Service) MayReadRejects(ctx context.Context, by By, id string) (fileName string, err error) {
	im, err := s.mayReadRejects(ctx, by, id)
	name := strings.Trim(strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, Fold(strings.TrimSuffix(im.FileName, ".csv"))), "-")
	if name == "" {
		name = "import"
	}
	return name + "-rejects-" + im.Created.Format("2006-01-02") + ".csv", err
}

func (s *Service) mayReadRejects(ctx context.Context, by By, id string) (Import, error) {
	var im Import
	err := s.Store.Read(ctx, func(r Reader) (err error) {
		if im, err = r.Import(id); err != nil {
			return err
		}
		return im.openTo(r, by)
	})
	return im, err
}

// harmless keeps a spreadsheet from running a cell: a quote ahead of what would begin a formula.
func harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

// openTo refuses to show what stood in the file, but to who sent it, and to everybody who may import where the
// organisation shows numbers: a captain never learns numbers from another captain's file.
func (im Import) openTo(r Reader, by By) error {
	if by.User == im.User {
		return nil
	}
	g, err := r.Group(im.Group)
	if err != nil || g.ShowNumbers {
		return err
	}
	name, err := r.UserName(im.User)
	if err != nil {
		return err
	}
	return fault.New(fault.Forbidden, "not_your_file", "Only %s, who sent this file, can see its rows: your organisation does not show numbers to leaders.", name)
}
