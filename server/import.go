package server

import (
	"context"
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"

	"github.com/gofiber/fiber/v2"

	"partyline/fault"
	"partyline/roster"
)

// upload takes a CSV file as it comes, without holding it: the whole body is the file, or the first file of a form.
// Its name comes as ?name=. Pasted rows are sent the same way, as text.
func (s *Server) upload(c *fiber.Ctx) error {
	ctx := c.UserContext()
	body := io.Reader(&promised{from: s.stream(c, roster.FileLimit+1), left: int64(c.Request().Header.ContentLength())})
	name := c.Query("name")
	kind, params, err := mime.ParseMediaType(c.Get(fiber.HeaderContentType))
	if err == nil && kind == "multipart/form-data" {
		part, err := firstFile(body, params["boundary"])
		if err != nil {
			return err
		}
		body = part
		if name == "" {
			name = part.FileName()
		}
	}
	if why := flaw(name, false); why != "" { // a form's part brings a name of its own
		return unreadable([]fault.Field{{Field: "name", Title: why}})
	}
	v, err := s.Roster.Upload(ctx, doer(ctx), c.Params("id"), name, body)
	if err != nil {
		return err
	}
	j, err := json.Marshal(v)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
	return c.Status(http.StatusCreated).Send(j)
}

// promised is a body whose end counts only when all of it came: a connection that breaks looks like an end to
// fasthttp where the length was said ahead.
type promised struct {
	from io.Reader
	left int64 // negative when no length was said: chunks end by themselves
}

// Read reads on; io.ErrUnexpectedEOF when the body ends too early.
func (p *promised) Read(b []byte) (int, error) {
	known := p.left >= 0
	n, err := p.from.Read(b)
	p.left -= int64(n)
	if known && err == io.EOF && p.left > 0 {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

// firstFile finds the first part of a form that is a file.
func firstFile(body io.Reader, boundary string) (*multipart.Part, error) {
	form := multipart.NewReader(body, boundary)
	for {
		part, err := form.NextPart()
		if err != nil {
			return nil, fault.New(fault.Invalid, "file_empty", "There is no file in this form. Choose a CSV file.").Because(err)
		}
		if part.FileName() != "" {
			return part, nil
		}
	}
}

func (s *Server) imports(ctx context.Context, in *ByID) (*reply[Page[roster.ImportView]], error) {
	return pageOf(s.Roster.Imports(ctx, doer(ctx), in.ID))
}

func (s *Server) importByID(ctx context.Context, in *ByID) (*reply[roster.ImportView], error) {
	return of(s.Roster.Import(ctx, doer(ctx), in.ID))
}

func (s *Server) editImport(ctx context.Context, in *byIDWith[roster.ImportEdit]) (*reply[roster.ImportView], error) {
	return of(s.Roster.EditImport(ctx, doer(ctx), in.ID, in.Body))
}

func (s *Server) checkImport(ctx context.Context, in *ByID) (*reply[roster.ImportView], error) {
	return of(s.Roster.Check(ctx, doer(ctx), in.ID))
}

func (s *Server) runImport(ctx context.Context, in *byIDWith[roster.Onto]) (*reply[roster.ImportView], error) {
	return of(s.Roster.Run(ctx, doer(ctx), in.ID, in.Body))
}

func (s *Server) cancelImport(ctx context.Context, in *ByID) (*reply[roster.ImportView], error) {
	return of(s.Roster.Cancel(ctx, doer(ctx), in.ID))
}

type rejectsIn struct {
	ByID
	After int64 `query:"cursor" minimum:"0" doc:"next of the page before"`
	Limit int   `query:"limit" minimum:"1" maximum:"500" default:"100"`
}

func (s *Server) rejects(ctx context.Context, in *rejectsIn) (*reply[roster.RejectsPage], error) {
	return of(s.Roster.Rejects(ctx, doer(ctx), in.ID, in.After, in.Limit))
}

// rejectsCSV streams all rejects for a spreadsheet.
func (s *Server) rejectsCSV(c *fiber.Ctx) error {
	ctx, by, id := c.UserContext(), doer(c.UserContext()), strings.Clone(c.Params("id"))
	name, err := s.Roster.MayReadRejects(ctx, by, id)
	if err != nil {
		return err
	}
	return s.sendRejects(c, name, func(ctx context.Context, to io.Writer) error { return s.Roster.WriteRejects(ctx, by, id, to) })
}
