package server

import (
	"context"
	"io"
	"mime"
	"net/http"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"partyline/fault"
	"partyline/roster"
)

type optOutsIn struct {
	Cursor string `query:"cursor" maxLength:"1024" doc:"next of the page before"`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"100"`
	Phone  string `query:"phone" maxLength:"40" doc:"this number only"`
}

func (s *Server) optOuts(ctx context.Context, in *optOutsIn) (*reply[roster.OptOutPage], error) {
	return of(s.Roster.OptOuts(ctx, doer(ctx), in.Phone, in.Cursor, in.Limit))
}

type phonesIn struct{ Body roster.Phones }

func (s *Server) optOut(ctx context.Context, in *phonesIn) (*reply[roster.OptedOut], error) {
	return of(s.Roster.OptOut(ctx, doer(ctx), in.Body))
}

func (s *Server) optIn(ctx context.Context, in *phonesIn) (*reply[roster.OptedOut], error) {
	return of(s.Roster.OptIn(ctx, doer(ctx), in.Body))
}

// optOutFile takes a CSV file of numbers as it comes: the whole body is the file, or the first file of a form.
func (s *Server) optOutFile(c *fiber.Ctx) error {
	body := io.Reader(&promised{from: s.stream(c, roster.FileLimit+1), left: int64(c.Request().Header.ContentLength())})
	if kind, params, err := mime.ParseMediaType(c.Get(fiber.HeaderContentType)); err == nil && kind == "multipart/form-data" {
		part, err := firstFile(body, params["boundary"])
		if err != nil {
			return err
		}
		body = part
	}
	column := 0
	if said := c.Query("column"); said != "" {
		n, err := strconv.Atoi(said)
		if err != nil || n < 1 || n > roster.ColumnsLimit {
			return unreadable([]fault.Field{{Field: "column", Title: "Say the column as a number, from 1."}})
		}
		column = n
	}
	out, err := s.Roster.OptOutFile(c.UserContext(), doer(c.UserContext()), column, body)
	if err != nil {
		return err
	}
	return c.Status(http.StatusOK).JSON(out)
}
