package export

import (
	"context"
	"errors"
	"time"

	"partyline/calling"
	"partyline/event"
	"partyline/fault"
)

// Overview is what something can be taken away as, with how many rows each file has, and what is prepared of it.
func (s *Service) Overview(ctx context.Context, of Of, in Narrow) (Overview, error) {
	out := Overview{Long: s.long(), Files: []FileView{}, Prepared: []View{}}
	err := s.Store.Read(ctx, func(r Reader) error {
		all, err := r.Exports(of)
		if err != nil {
			return err
		}
		out.Prepared = out.Prepared[:0]
		for _, p := range all {
			out.Prepared = append(out.Prepared, s.now(p).view())
		}
		out.Seq, err = r.Seq(of.Topic())
		return err
	})
	if err != nil {
		return out, err
	}
	for _, x := range Files(of.Family) {
		o, err := s.Open(ctx, of, x.Name, in, JSON)
		if err != nil {
			return out, err
		}
		v := FileView{File: x.Name, Narrowed: o.file.Narrow != (Narrow{})}
		if v.Rows, err = o.count(ctx); err != nil {
			return out, err
		}
		v.Long = v.Rows > s.long()
		out.Files = append(out.Files, v)
	}
	return out, nil
}

// now is a file as it is at this moment: one whose time is over is expired, whether its job came yet or not.
func (s *Service) now(p Prepared) Prepared {
	if p.State == Ready && !s.Clock.Now().Before(p.Expires) {
		p.State = Expired
	}
	return p
}

// One is one prepared file of something.
func (s *Service) One(ctx context.Context, of Of, id string) (View, error) {
	p, err := s.one(ctx, of, id)
	return p.view(), err
}

func (s *Service) one(ctx context.Context, of Of, id string) (p Prepared, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		if p, err = r.Export(id); err == nil && p.Of != of {
			err = nothing()
		}
		return err
	})
	return s.now(p), err
}

func nothing() error {
	return fault.New(fault.NotFound, "not_found", "There is nothing here that you can see.")
}

// Begin has a file prepared. While the same one is being prepared already, that one is the answer.
func (s *Service) Begin(ctx context.Context, by By, of Of, file, format string, in Narrow) (view View, err error) {
	as, known := formats[format]
	if !known {
		return view, fault.New(fault.Invalid, "export_unknown", "A file is prepared as csv or as json.").On("format", "csv or json")
	}
	if file == dropReport && of.Family == event.FamilyCampaign {
		return view, fault.New(fault.Invalid, "export_unknown", "The drop report is short: it needs no preparing.").On("file", "It is sent at once.")
	}
	o, err := s.Open(ctx, of, file, in, as)
	if err != nil {
		return view, err
	}
	at := s.Clock.Now()
	p := Prepared{
		ID: s.NewID(), Organisation: o.file.Organisation, Of: of, File: file, Format: format, Name: o.Name + "-" + at.UTC().Format(time.DateOnly) + "." + as.Ext, Narrow: o.file.Narrow,
		State: Preparing, Columns: []calling.ExportColumn{}, By: Ref{by.User, by.Name}, Version: 1, Created: at, Updated: at,
	}
	err = s.Store.Write(ctx, func(tx Tx) error {
		if err := tx.LockOrganisation(p.Organisation); err != nil {
			return err
		}
		same, found, err := tx.SameExport(p)
		if err != nil || found {
			view = same.view()
			return err
		}
		n, err := tx.ExportsKept(p.Organisation)
		if err != nil {
			return err
		}
		if n >= mostKept {
			return fault.New(fault.Busy, "too_many", "%d files are kept already. Take one of them away, or wait until the oldest has had its day.", n)
		}
		view = p.view()
		return errors.Join(tx.InsertExport(p), tx.Do(JobPrepare, p.ID, at), s.tell(tx, p),
			tx.Audit(p.Organisation, by.User, "export_begun", of.Family+"/"+of.ID, map[string]any{"file": file, "format": format}))
	})
	return view, err
}

// Remove ends a file that is being prepared, and takes away what is kept of one.
func (s *Service) Remove(ctx context.Context, of Of, id string) error {
	return s.Store.Write(ctx, func(tx Tx) error {
		p, err := tx.LockExport(id)
		if err != nil {
			return err
		}
		if p.Of != of {
			return nothing()
		}
		if p.State == Cancelled {
			return nil
		}
		p.State, p.Expires = Cancelled, s.Clock.Now()
		return errors.Join(tx.DeleteExportParts(id), tx.Done(JobPrepare, id), s.save(tx, &p))
	})
}

// save keeps a file whose state is another one now, has it ended in its time, and tells.
func (s *Service) save(tx Tx, p *Prepared) error {
	p.Turn++
	p.Version++
	p.Updated = s.Clock.Now()
	return errors.Join(tx.SaveExport(*p), tx.Do(JobExpire, p.ID, p.Expires), s.tell(tx, *p))
}

func (s *Service) tell(tx Tx, p Prepared) error { return tx.Emit(p.Of.Topic(), Changed, p.view()) }
