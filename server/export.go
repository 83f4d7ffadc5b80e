package server

import (
	"bufio"
	"context"
	"errors"
	"io"
	"mime"
	"net"
	"strings"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"partyline/account"
	"partyline/calling"
	"partyline/dialer"
	"partyline/event"
	"partyline/export"
	"partyline/fault"
	"partyline/press"
)

// How many files are sent at the same time: while it is read each holds a connection to the database for as long as whoever fetches it takes;
// one that was prepared holds a part of it, rejects a page of theirs.
const (
	exportsAtOnce = 2
	fetchesAtOnce = 8
)

// export sends one file of a session or a campaign, row by row as they are read. It holds one row and a small buffer,
// however long the file is. When the reading breaks off, so does the connection: half a file never looks whole.
func (s *Server) export(family string, x calling.Export, as export.Format) fiber.Handler {
	return func(c *fiber.Ctx) error {
		id := strings.Clone(c.Params("id"))
		in, err := s.narrowed(c.UserContext(), family, id, narrowedBy(c))
		if err != nil {
			return err
		}
		o, err := s.Exports.Open(c.UserContext(), export.Of{Family: family, ID: id}, x.Name, in, as)
		if err != nil {
			return err
		}
		name := o.Name + "-" + s.Clock.Now().UTC().Format(time.DateOnly) + "." + as.Ext
		return s.send(c, sending{name: name, kind: as.Type, length: -1, room: s.exporting, within: writeTimeout, write: func(ctx context.Context, to io.Writer) error {
			sheet, err := as.Begin(to, o.Shown)
			if err != nil {
				return err
			}
			if err := o.Rows(ctx, sheet.Row); err != nil {
				return err
			}
			return sheet.End()
		}})
	}
}

// fetch sends a file that was prepared.
func (s *Server) fetch(family string) fiber.Handler {
	return func(c *fiber.Ctx) error {
		p, err := s.Exports.Fetch(c.UserContext(), export.Of{Family: family, ID: c.Params("id")}, c.Params("export"))
		if err != nil {
			return err
		}
		kind := export.CSV.Type
		if p.Format == export.JSON.Ext {
			kind = export.JSON.Type
		}
		conn := c.Context().Conn()
		return s.send(c, sending{name: p.Name, kind: kind, length: int(p.Bytes), room: s.fetching, write: func(ctx context.Context, to io.Writer) error {
			return s.Exports.WriteParts(ctx, p, to, func() {
				_ = conn.SetWriteDeadline(time.Now().Add(writeTimeout)) // for this part: a slow line may take an hour for all of them
			})
		}})
	}
}

// sendRejects sends the rows of a file that could not be used. They are read a page at a time, for as long as somebody takes them.
func (s *Server) sendRejects(c *fiber.Ctx, name string, write func(ctx context.Context, to io.Writer) error) error {
	conn := c.Context().Conn()
	return s.send(c, sending{name: name, kind: export.CSV.Type, length: -1, room: s.fetching, write: func(ctx context.Context, to io.Writer) error {
		return write(ctx, &unhurried{to, conn})
	}})
}

// unhurried has the time for writing begin anew with each piece: a slow line may take an hour for all of them.
type unhurried struct {
	to   io.Writer
	conn net.Conn
}

// Write writes one piece.
func (u *unhurried) Write(b []byte) (int, error) {
	_ = u.conn.SetWriteDeadline(time.Now().Add(writeTimeout))
	return u.to.Write(b)
}

// sending is a file that is written while it is sent.
type sending struct {
	name, kind string
	length     int // -1: not known
	room       chan struct{}
	within     time.Duration // 0: as long as somebody reads
	write      func(ctx context.Context, to io.Writer) error
}

func (s *Server) send(c *fiber.Ctx, f sending) error {
	select {
	case f.room <- struct{}{}:
	default:
		return fault.New(fault.Busy, "exports_busy", "Other files are being sent just now. Try again in a minute.")
	}
	c.Set(fiber.HeaderContentType, f.kind)
	c.Set(fiber.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": f.name}))
	ctx, stop := context.WithCancel(context.WithoutCancel(c.UserContext())) // the handler's ends with it; what follows runs behind it
	if f.within > 0 {
		stop()
		ctx, stop = context.WithTimeout(context.WithoutCancel(c.UserContext()), f.within)
	}
	c.Context().SetBodyStream(pour(func(to io.Writer) error {
		out := bufio.NewWriterSize(to, 32<<10)
		if err := f.write(ctx, out); err != nil {
			return err
		}
		return out.Flush()
	}, stop, func(err error) {
		left := errors.Is(err, io.ErrClosedPipe) || ctx.Err() != nil // whoever fetched it
		stop()
		<-f.room
		if err != nil && !left {
			s.Log.Warn("a file was not sent whole", "name", f.name, "error", err)
		}
	}), f.length)
	return nil
}

// NarrowedIn is what the calls and answers of a campaign can be narrowed down to.
type NarrowedIn struct {
	Period dialer.Period `query:"period" enum:"day,week,month" doc:"today, the last 7 or the last 30 days in the campaign's zone; without it: all of it"`
	Pass   int           `query:"pass" minimum:"0" maximum:"20" doc:"one pass; without it: all"`
	Caller string        `query:"caller" maxLength:"64" doc:"one caller's contacts; without it: everybody's"`
}

// narrowedBy is what stands in an address.
func narrowedBy(c *fiber.Ctx) NarrowedIn {
	return NarrowedIn{Period: dialer.Period(strings.Clone(c.Query("period"))), Pass: c.QueryInt("pass"), Caller: strings.Clone(c.Query("caller"))}
}

// narrowed is where a period began.
func (s *Server) narrowed(ctx context.Context, family, id string, in NarrowedIn) (export.Narrow, error) {
	out := export.Narrow{Pass: in.Pass, Caller: in.Caller}
	if in.Period == dialer.AllTime || family != event.FamilyCampaign {
		return out, nil
	}
	from, err := s.Reports.Since(ctx, id, in.Period)
	if from.IsZero() && err == nil {
		err = fault.New(fault.Invalid, "period_unknown", "A period is day, week or month.").On("period", "day, week or month")
	}
	out.From = from
	return out, err
}

type overviewIn struct {
	ByID
	NarrowedIn
}

type beginIn struct {
	ByID
	Body struct {
		File   string        `json:"file" maxLength:"40" doc:"one of those that GET answers"`
		Format string        `json:"format" enum:"csv,json"`
		Period dialer.Period `json:"period,omitempty" enum:"day,week,month" doc:"of calls and answers of a campaign: as results are narrowed down"`
		Pass   int           `json:"pass,omitempty" minimum:"0" maximum:"20"`
		Caller string        `json:"caller,omitempty" maxLength:"64"`
	}
}

// ByExport is the input of routes with one prepared file.
type ByExport struct {
	ByID
	Export string `path:"export" maxLength:"64"`
}

// prepared is the routes of files that are prepared, under a thing's path.
func (s *Server) prepared(family, path string, a account.Action) {
	what := func(id string) export.Of { return export.Of{Family: family, ID: id} }
	one := func(ctx context.Context, in *ByExport) (*reply[export.View], error) {
		return of(s.Exports.One(ctx, what(in.ID), in.Export))
	}
	handle(s, "GET", path, a, func(ctx context.Context, in *overviewIn) (*reply[export.Overview], error) {
		narrow, err := s.narrowed(ctx, family, in.ID, in.NarrowedIn)
		if err != nil {
			return nil, err
		}
		return of(s.Exports.Overview(ctx, what(in.ID), narrow))
	}, summary("The files to take away, each with its rows, and what is prepared of them; subscribe to "+family+"/{id} from its seq"))
	handle(s, "POST", path, a, func(ctx context.Context, in *beginIn) (*reply[export.View], error) {
		b := in.Body
		narrow, err := s.narrowed(ctx, family, in.ID, NarrowedIn{Period: b.Period, Pass: b.Pass, Caller: b.Caller})
		if err != nil {
			return nil, err
		}
		k := asker(ctx)
		return of(s.Exports.Begin(ctx, export.By{User: k.User, Name: k.Name}, what(in.ID), b.File, b.Format, narrow))
	}, created, shows(func(ctx context.Context, k *press.Key) (*reply[export.View], error) {
		id := k.Made("export")
		if id == "" {
			return nil, alreadyDone
		}
		return one(ctx, &ByExport{ByID: ByID{ID: param(ctx, "id")}, Export: id})
	}), summary("Have a file prepared that is too long to wait for; it can be fetched for a day"))
	handle(s, "GET", path+"/{export}", a, one, summary("A prepared file, and how far it is"))
	handle(s, "DELETE", path+"/{export}", a, func(ctx context.Context, in *ByExport) (*nothing, error) {
		return done(s.Exports.Remove(ctx, what(in.ID), in.Export))
	}, summary("Stop preparing a file, or take away what was prepared"))
	s.raw("GET", path+"/{export}/file", a, s.fetch(family), summary("The file itself, once it is ready"))
}

// poured is a body that is written while it is being read.
type poured struct {
	from  *io.PipeReader
	to    *io.PipeWriter
	once  sync.Once // the first of Read and Close decides whether anything is written
	write func(to io.Writer) error
	gone  func()
	ended func(error)
}

// pour makes a body of what write writes from the first Read on; its error is the reader's, and cuts the connection.
// Close fails whatever write writes after it, and calls gone. ended is called once, when write is over or never was.
func pour(write func(to io.Writer) error, gone func(), ended func(error)) *poured {
	from, to := io.Pipe()
	return &poured{from: from, to: to, write: write, gone: gone, ended: ended}
}

// Read reads what was written.
func (p *poured) Read(b []byte) (int, error) {
	p.once.Do(func() {
		go func() {
			err := p.write(p.to)
			p.ended(err)
			_ = p.to.CloseWithError(err) // never fails; nil is the end of the body
		}()
	})
	return p.from.Read(b)
}

// Close lets go of it; it may be called twice, and before the first Read.
func (p *poured) Close() error {
	p.gone()
	p.once.Do(func() { p.ended(nil) })
	return p.from.Close()
}
