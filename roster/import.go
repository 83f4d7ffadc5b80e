package roster

import (
	"context"
	"io"
	"slices"
	"strings"

	"partyline/event"
	"partyline/fault"
)

// ImportEdit says what a file's columns are, against the guesses; Version is the one that was seen.
type ImportEdit struct {
	Version   int      `json:"version" minimum:"1"`
	Fields    *[]Field `json:"fields,omitempty" doc:"the field of each column, in their order; empty: ignored"`
	Country   *string  `json:"country,omitempty" doc:"for numbers without a country code: GB"`
	Header    *bool    `json:"header,omitempty" doc:"the first row names the columns"`
	Separator *string  `json:"separator,omitempty" doc:"a comma, a semicolon or a tab" lines:"many"`
	Encoding  *string  `json:"encoding,omitempty" enum:"utf-8,utf-16le,utf-16be,latin-1,windows-1252"`
}

// Import is one import, with the seq to follow it from; its shape only for whom the file is open to.
func (s *Service) Import(ctx context.Context, by By, id string) (ImportView, error) {
	var out ImportView
	err := s.Store.Read(ctx, func(r Reader) error {
		im, err := r.Import(id)
		if err != nil {
			return err
		}
		if out, err = im.view(r, by, true); err != nil {
			return err
		}
		out.Seq, err = r.Seq(event.On(event.FamilyImport, id))
		return err
	})
	return out, err
}

// Imports is a group's newest imports.
func (s *Service) Imports(ctx context.Context, by By, group string) ([]ImportView, error) {
	var out []ImportView
	err := s.Store.Read(ctx, func(r Reader) error {
		ims, err := r.Imports(group, 20)
		if err != nil {
			return err
		}
		out = make([]ImportView, len(ims))
		for i, im := range ims {
			if out[i], err = im.view(r, by, false); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

// EditImport puts columns to fields. Saying that the separator, the encoding or the header is another one looks
// at the file again and guesses anew. A check that was made is void.
func (s *Service) EditImport(ctx context.Context, by By, id string, e ImportEdit) (ImportView, error) {
	var shape *Shape
	if e.Header != nil || e.Separator != nil || e.Encoding != nil {
		again, err := s.lookAgain(ctx, id, e)
		if err != nil {
			return ImportView{}, err
		}
		shape = &again
	}
	return s.change(ctx, by, id, func(tx Tx, im *Import) error {
		if im.State != Choosing && im.State != Checked {
			return wrongState(*im)
		}
		if e.Version != im.Version {
			v, err := im.view(tx, by, true)
			if err != nil {
				return err
			}
			return stale("This import was changed meanwhile.", v)
		}
		plan := im.Plan
		if shape != nil {
			im.Shape, plan.Fields = *shape, shape.fields()
		}
		if e.Country != nil {
			plan.Country = strings.ToUpper(tidy(*e.Country))
			if !knownCountry(plan.Country) {
				return fault.New(fault.Invalid, "country_invalid", "Choose the country whose numbers these are.").On("country", "Use a two-letter code like GB.")
			}
		}
		if e.Fields != nil {
			if len(*e.Fields) != len(im.Shape.Columns) {
				return plan.withFields(*e.Fields).check(len(im.Shape.Columns))
			}
			plan.Fields = slices.Clone(*e.Fields)
			for _, f := range plan.Fields {
				if f != Ignored && !slices.Contains(Fields, f) {
					return plan.check(len(im.Shape.Columns))
				}
			}
		}
		im.Plan = plan
		im.forget()
		im.State = Choosing
		if err := tx.DeleteRejects(id); err != nil {
			return err
		}
		return s.sweepIn(tx, id, fileStays)
	})
}

func (p Plan) withFields(f []Field) Plan { p.Fields = f; return p }

// lookAgain reads the file's head with what somebody said about it.
func (s *Service) lookAgain(ctx context.Context, id string, e ImportEdit) (Shape, error) {
	var im Import
	if err := s.Store.Read(ctx, func(r Reader) (err error) { im, err = r.Import(id); return err }); err != nil {
		return Shape{}, err
	}
	if im.State != Choosing && im.State != Checked {
		return Shape{}, wrongState(im)
	}
	enc, t := im.Shape.Encoding, told{Separator: im.Shape.Separator, Header: e.Header, Country: im.Plan.Country}
	if e.Encoding != nil {
		enc = Encoding(*e.Encoding)
		if !slices.Contains([]Encoding{UTF8, UTF16LE, UTF16BE, Latin1, Win1252}, enc) {
			return Shape{}, fault.New(fault.Invalid, "encoding_invalid", "This is not an encoding we know.").On("encoding", "Choose one of those offered.")
		}
	}
	if e.Separator != nil {
		if t.Separator = *e.Separator; t.Separator != "," && t.Separator != ";" && t.Separator != "\t" {
			return Shape{}, fault.New(fault.Invalid, "separator_invalid", "Cells can be set apart by commas, semicolons or tabs.").On("separator", "Choose one of the three.")
		}
	}
	if t.Header == nil {
		t.Header = &im.Shape.Header
	}
	head := make([]byte, headSize)
	n, err := io.ReadFull(&file{ctx: ctx, store: s.Store, id: id}, head)
	if err != nil && n == 0 {
		return Shape{}, err
	}
	return look(head[:n], enc, im.Shape.Marked, int64(n) == im.Bytes, im.Shape.Lines, t, &s.numbers)
}

// Check begins to look at every row, in the background. It needs a name column and a phone column.
func (s *Service) Check(ctx context.Context, by By, id string) (ImportView, error) {
	return s.change(ctx, by, id, func(tx Tx, im *Import) error {
		if im.State != Choosing && im.State != Checked {
			return wrongState(*im)
		}
		if err := im.Plan.check(len(im.Shape.Columns)); err != nil {
			return err
		}
		im.forget()
		im.State = Checking
		if err := tx.Done(JobSweep, id); err != nil {
			return err
		}
		return tx.Do(JobCheck, id, s.Clock.Now())
	})
}

// Onto says which list everybody of an import is also put on: one that is there, a new one, or none.
type Onto struct {
	List    string `json:"list,omitempty" doc:"a list of the group"`
	NewList string `json:"new_list,omitempty" doc:"the name of a list to make"`
}

// Run begins to import what was checked, in the background. It goes on whatever becomes of the tab or the server.
func (s *Service) Run(ctx context.Context, by By, id string, onto Onto) (ImportView, error) {
	return s.change(ctx, by, id, func(tx Tx, im *Import) error {
		if im.State != Checked {
			return wrongState(*im)
		}
		if im.Ready+im.Duplicates == 0 {
			return fault.New(fault.Invalid, "nobody_to_import", "None of the rows can be imported. Look at the reasons, and choose other columns or correct the file.")
		}
		switch {
		case onto.NewList != "":
			l, err := s.createList(tx, by, im.Group, NewList{Name: onto.NewList})
			if err != nil {
				return err
			}
			im.List = l.ID
		case onto.List != "":
			l, err := tx.LockList(onto.List)
			if err != nil || l.Group != im.Group {
				return noList()
			}
			im.List = l.ID
		}
		if im.List != "" {
			n, err := tx.Size(im.List)
			if err != nil {
				return err
			}
			if int64(n)+im.Ready > int64(s.longest()) {
				return s.full(n, int(im.Ready))
			}
		}
		im.State, im.Completed = Running, 0
		im.Figures.Added, im.Figures.Merged, im.Figures.Listed, im.Figures.LeftOut = 0, 0, 0, 0
		if err := tx.Do(JobLoad, id, s.Clock.Now()); err != nil {
			return err
		}
		if im.List != "" { // so that the list's page can show the progress
			if err := tx.SaveImport(*im); err != nil {
				return err
			}
			if err := tellList(tx, im.List, false); err != nil {
				return err
			}
		}
		return tx.Audit(im.Organisation, by.User, "import_run", "import/"+id, map[string]any{"ready": im.Ready, "duplicates": im.Duplicates, "rejected": im.Rejected})
	})
}

// Cancel stops an import for good and takes its file away. Who was imported already stays.
func (s *Service) Cancel(ctx context.Context, by By, id string) (ImportView, error) {
	return s.change(ctx, by, id, func(tx Tx, im *Import) error {
		if im.State.over() {
			return nil
		}
		was := im.State
		im.State = Cancelled
		for _, kind := range []string{JobCheck, JobLoad} {
			if err := tx.Done(kind, id); err != nil {
				return err
			}
		}
		if err := s.finish(tx, im); err != nil {
			return err
		}
		return tx.Audit(im.Organisation, by.User, "import_cancelled", "import/"+id, map[string]any{"state": was, "added": im.Figures.Added, "merged": im.Figures.Merged})
	})
}

// change runs one change of an import under its lock, and tells of it.
func (s *Service) change(ctx context.Context, by By, id string, f func(tx Tx, im *Import) error) (ImportView, error) {
	var out ImportView
	err := s.Store.Write(ctx, func(tx Tx) error {
		im, err := tx.LockImport(id)
		if err != nil {
			return err
		}
		if err := f(tx, &im); err != nil {
			return err
		}
		im.Version++
		im.Updated = s.Clock.Now()
		if err := tx.SaveImport(im); err != nil {
			return err
		}
		if err := s.tell(tx, im); err != nil {
			return err
		}
		if out, err = im.view(tx, by, true); err != nil {
			return err
		}
		out.Seq, err = tx.Seq(event.On(event.FamilyImport, id))
		return err
	})
	return out, err
}

// forget makes a check void.
func (im *Import) forget() {
	im.Completed, im.Ready, im.Duplicates, im.Rejected = 0, 0, 0, 0
	im.Figures = Figures{Turn: im.Figures.Turn}
	im.Total = im.Shape.about()
}

// finish takes away what an import that is over no longer needs: its file at once, its sample, its rejects later.
func (s *Service) finish(tx Tx, im *Import) error {
	im.Shape.Sample = nil
	if err := tx.DeleteParts(im.ID); err != nil {
		return err
	}
	if im.List != "" {
		if err := tx.SaveImport(*im); err != nil {
			return err
		}
		if err := s.rosterChanged(tx, im.List); err != nil {
			return err
		}
	}
	return s.sweepIn(tx, im.ID, rejectsStays)
}

// view is the import for somebody; whole: with what stood in the file, if that is open to them.
func (im Import) view(r Reader, by By, whole bool) (ImportView, error) {
	name, err := r.UserName(im.User)
	if err != nil {
		return ImportView{}, err
	}
	v := ImportView{
		ID: im.ID, Group: im.Group, State: string(im.State), FileName: im.FileName, By: Ref{ID: im.User, Name: name}, Bytes: im.Bytes, Plan: im.Plan,
		Rows: im.Total, Done: im.Completed, Ready: im.Ready, Duplicates: im.Duplicates, Rejected: im.Rejected, Figures: im.Figures.FiguresView,
		Version: im.Version, Created: im.Created, Updated: im.Updated,
	}
	if whole && im.Shape.Encoding != "" {
		switch err := im.openTo(r, by); {
		case err == nil:
			shape := im.Shape
			if shape.Sample == nil {
				shape.Sample = [][]string{}
			}
			v.Shape = &shape
		case !fault.Is(err, "not_your_file"):
			return v, err
		}
	}
	if im.Problem.Code != "" {
		p := im.Problem
		v.Problem = &p
	}
	if v.Plan.Fields == nil {
		v.Plan.Fields = []Field{}
	}
	if v.Figures.Reasons == nil {
		v.Figures.Reasons = map[Reason]int64{}
	}
	if im.List != "" {
		l, err := r.List(im.List)
		switch {
		case err == nil:
			v.List = &Ref{ID: l.ID, Name: l.Name}
		case fault.As(err).Kind != fault.NotFound:
			return v, err
		}
	}
	return v, nil
}

func wrongState(im Import) error {
	title := map[State]string{
		Uploading: "The file is still arriving.", Choosing: "Choose the columns and check the file first.", Checking: "The file is being checked; wait until that is over.",
		Checked: "This file was checked already.", Running: "This import is running already.", Done: "This import is done.", Cancelled: "This import was cancelled.",
		Failed: "This import failed; send the file again.",
	}[im.State]
	return fault.New(fault.Conflict, "import_state", "%s", title).With("state", string(im.State))
}
