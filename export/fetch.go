package export

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"partyline/fault"
)

// Fetch opens a prepared file for whoever may see it now. Reading holds one part of it and no connection to the database.
func (s *Service) Fetch(ctx context.Context, of Of, id string) (Prepared, error) {
	p, err := s.one(ctx, of, id)
	if err != nil {
		return p, err
	}
	switch p.State {
	case Ready:
	case Preparing:
		return p, fault.New(fault.Conflict, "export_preparing", "We are still preparing this file; %d %%.", p.Percent())
	case Failed:
		return p, fault.New(fault.Gone, "export_failed", "%s", p.Problem)
	case Cancelled:
		return p, fault.New(fault.Gone, "export_cancelled", "This file was taken away. Have it prepared again.")
	default:
		return p, fault.New(fault.Gone, "export_expired", "This file was kept for a day. Have it prepared again.")
	}
	if !p.Numbers {
		return p, nil
	}
	var shown bool
	err = s.Store.Read(ctx, func(r Reader) (err error) {
		shown, err = r.ShowsNumbers(p.Organisation)
		return err
	})
	if err == nil && !shown {
		err = fault.New(fault.Gone, "export_numbers", "This file has phone numbers in it, and your organisation does not show them any more. Have it prepared again.")
	}
	return p, err
}

// WriteParts writes a file's bytes, part by part; before hears of each before it is written.
func (s *Service) WriteParts(ctx context.Context, p Prepared, to io.Writer, before func()) error {
	for part := range p.Parts {
		var data []byte
		var found bool
		err := s.Store.Read(ctx, func(r Reader) (err error) {
			data, found, err = r.ExportPart(p.ID, part)
			return err
		})
		if err == nil && !found {
			err = fmt.Errorf("part %d of %d is not there", part, p.Parts)
		}
		if err != nil {
			return err
		}
		z, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			return fmt.Errorf("part %d of %d: %w", part, p.Parts, err)
		}
		before()
		if _, err := io.Copy(to, z); err != nil {
			return err
		}
	}
	return nil
}

// expire ends a file whose time is over. Its parts go a little later, for who is still fetching them, and what is known of it a week later.
func (s *Service) expire(ctx context.Context, id string) error {
	var next time.Time
	err := s.Store.Write(ctx, func(tx Tx) error {
		next = time.Time{}
		p, err := tx.LockExport(id)
		if err != nil || p.State == Preparing {
			return err
		}
		at := s.Clock.Now()
		switch {
		case at.Before(p.Expires):
			next = p.Expires
		case !at.Before(p.Expires.Add(known)):
			return errors.Join(tx.DeleteExportParts(id), tx.DeleteExport(id))
		case !at.Before(p.Expires.Add(leaving)):
			next = p.Expires.Add(known)
			if err := tx.DeleteExportParts(id); err != nil {
				return err
			}
		default:
			next = p.Expires.Add(leaving)
		}
		if p.State != Ready || at.Before(p.Expires) {
			return nil
		}
		p.State, p.Updated, p.Version = Expired, at, p.Version+1
		return errors.Join(tx.SaveExport(p), s.tell(tx, p))
	})
	if err != nil || next.IsZero() {
		return err
	}
	return s.Later(next)
}
