package server

import (
	"bufio"
	"context"
	"errors"
	"io"
	"mime"
	"strings"
	"sync"

	"github.com/gofiber/fiber/v2"

	"partyline/calling"
	"partyline/fault"
)

// Exports reads the rows of a session or a campaign as they were at one moment; storage does.
type Exports interface {
	// Export gives row the cells of each row, in the order of the columns; they are gone when row returns.
	Export(ctx context.Context, x calling.Export, id string, row func(cells []any) error) error
}

// exportsAtOnce is how many are sent at the same time: each holds a connection to the database for as long as
// whoever fetches it takes.
const exportsAtOnce = 2

// export sends one kind of file of a session, row by row as they are read. It holds one row and a small buffer,
// however long the session is. When the reading breaks off, so does the connection: half a file never looks whole.
func (s *Server) export(x calling.Export, as format) fiber.Handler {
	return func(c *fiber.Ctx) error {
		id := strings.Clone(c.Params("id"))
		session, err := s.Calling.Session(c.UserContext(), id)
		if err != nil {
			return err
		}
		return s.sendRows(c, x, id, fileName(session.Name)+"-"+x.Name, as)
	}
}

// sendRows sends an export's rows as they are read, as a file of that name and today's date.
func (s *Server) sendRows(c *fiber.Ctx, x calling.Export, id, name string, as format) error {
	return s.send(c, x, id, name, as, func(ctx context.Context, row func([]any) error) error { return s.Exports.Export(ctx, x, id, row) })
}

// send sends what rows reads, under the names of x's columns.
func (s *Server) send(c *fiber.Ctx, x calling.Export, id, name string, as format, rows func(ctx context.Context, row func([]any) error) error) error {
	select {
	case s.exporting <- struct{}{}:
	default:
		return fault.New(fault.Busy, "exports_busy", "Other files are being sent just now. Try again in a minute.")
	}
	name += "-" + s.Clock.Now().UTC().Format("2006-01-02") + "." + as.ext
	c.Set(fiber.HeaderContentType, as.kind)
	c.Set(fiber.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	ctx, stop := context.WithTimeout(context.WithoutCancel(c.UserContext()), writeTimeout) // the handler's ends with it; what follows runs behind it
	c.Context().SetBodyStream(pour(func(to io.Writer) error {
		out := bufio.NewWriterSize(to, 32<<10)
		sheet, err := as.begin(out, x.Columns)
		if err != nil {
			return err
		}
		if err := rows(ctx, sheet.row); err != nil {
			return err
		}
		if err := sheet.end(); err != nil {
			return err
		}
		return out.Flush()
	}, stop, func(err error) {
		left := errors.Is(err, io.ErrClosedPipe) || ctx.Err() != nil // whoever fetched it
		stop()
		<-s.exporting
		if err != nil && !left {
			s.Log.Warn("an export was not sent whole", "what", x.Name, "of", id, "error", err)
		}
	}), -1)
	return nil
}

// fileName is a name that every system takes for a file.
func fileName(name string) string {
	name = strings.Trim(strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '-':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r == ' ', r == '_', r == '.', r == ',', r == ':', r == '/':
			return '-'
		}
		return -1
	}, name), "-")
	if name == "" {
		return "session"
	}
	return name[:min(len(name), 60)]
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
