package roster

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"

	"partyline/fault"
)

// OptOutsTaken is what came of a file of numbers for the Do Not Call list.
type OptOutsTaken struct {
	Rows     int64          `json:"rows" doc:"below the header, without blank ones"`
	Added    int64          `json:"added"`
	Already  int64          `json:"already" doc:"stood on the list, or earlier in the file"`
	Rejected int64          `json:"rejected"`
	Rejects  []OptOutReject `json:"rejects" doc:"the first hundred rows that hold no number"`
	Column   string         `json:"column" doc:"the title of the column that was taken for the numbers"`
	Total    int            `json:"total" doc:"on the list now"`
}

// OptOutReject is a row without a number that can be read.
type OptOutReject struct {
	Row    int64  `json:"row" doc:"as a spreadsheet numbers it"`
	Reason string `json:"reason"`
}

const (
	optOutsAtOnce = 500 // numbers in one transaction
	optOutRejects = 100 // that are told
)

// OptOutFile puts the numbers of a CSV file on the organisation's Do Not Call list, as it comes: a batch in a transaction each, and
// no more of it in memory. When it breaks off, what came stays on the list, and the same file can be sent again. The column is
// the one that holds phone numbers; column, from 1, says otherwise, 0 nothing.
func (s *Service) OptOutFile(ctx context.Context, by By, column int, body io.Reader) (OptOutsTaken, error) {
	out := OptOutsTaken{Rejects: []OptOutReject{}}
	var country string
	err := s.Store.Read(ctx, func(r Reader) (err error) {
		_, country, err = r.Numbering(by.Organisation)
		return err
	})
	if err != nil {
		return out, err
	}
	shape, whole, err := s.recognise(body, country)
	if err != nil {
		return out, err
	}
	at, err := numbersIn(shape, column)
	if err != nil {
		return out, err
	}
	out.Column = shape.Columns[at].Title
	rows, header, batch := ReadRows(whole, shape), shape.Header, []string{}
	put := func() error {
		some := slices.Compact(slices.Sorted(slices.Values(batch)))
		got, err := s.optOutAll(ctx, by, some)
		out.Added, out.Already, out.Total = out.Added+int64(got.Changed), out.Already+int64(len(batch)-got.Changed), got.Total
		batch = batch[:0]
		return err
	}
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return out, put()
		}
		if err != nil {
			if f := fault.As(err); f.Kind != fault.Internal {
				return out, err
			}
			return out, fault.New(fault.Invalid, "upload_broken", "The file did not arrive whole. The numbers that came are on the list; send it again for the rest.").Because(err)
		}
		if header {
			header = false
			continue
		}
		if !filled(row) {
			continue
		}
		out.Rows++
		phone, why := s.numberOf(row, at, country)
		if why != "" {
			if out.Rejected++; len(out.Rejects) < optOutRejects {
				out.Rejects = append(out.Rejects, OptOutReject{row.Number, why})
			}
			continue
		}
		if batch = append(batch, phone); len(batch) == optOutsAtOnce {
			if err := put(); err != nil {
				return out, err
			}
		}
	}
}

// recognise looks at the head of a file; whole is all of it still.
func (s *Service) recognise(body io.Reader, country string) (Shape, io.Reader, error) {
	sniff, head := &Sniffer{}, make([]byte, headSize)
	n, err := fillPiece(body, head)
	last := err == io.EOF
	if err != nil && !last {
		if f := fault.As(err); f.Kind != fault.Internal {
			return Shape{}, nil, err
		}
		return Shape{}, nil, fault.New(fault.Invalid, "upload_broken", "The file did not arrive whole. Nothing of it was kept; send it again.").Because(err)
	}
	head = head[:n]
	_, _ = sniff.Write(head)
	if err := sniff.Foreign(); err != nil {
		return Shape{}, nil, err
	}
	enc, marked := sniff.Encoding()
	shape, err := look(head, enc, marked, last, sniff.Lines(), told{Country: country}, &s.numbers)
	if last {
		return shape, bytes.NewReader(head), err
	}
	return shape, io.MultiReader(bytes.NewReader(head), body), err
}

// numbersIn is which column holds the numbers: the one that was said, the first that looks like it, the only one there is.
func numbersIn(s Shape, said int) (int, error) {
	at := slices.IndexFunc(s.Columns, func(c Column) bool { return c.Field == PhoneField })
	switch {
	case said > len(s.Columns):
		return 0, fault.New(fault.Invalid, "column_unknown", "This file has %d columns.", len(s.Columns)).On("column", "Choose one of them.")
	case said > 0:
		return said - 1, nil
	case at >= 0:
		return at, nil
	case len(s.Columns) == 1:
		return 0, nil
	}
	return 0, fault.New(fault.Invalid, "column_missing", "No column of this file looks like phone numbers. Name the column Phone, or send the numbers alone.").On("column", "Say which column holds the numbers.")
}

func filled(row Row) bool {
	return row.Problem != "" || slices.ContainsFunc(row.Cells, func(c string) bool { return tidy(c) != "" })
}

// numberOf is the number of a row, or why there is none, in a sentence without it.
func (s *Service) numberOf(row Row, at int, country string) (phone, why string) {
	if row.Problem != "" {
		return "", row.Problem.Sentence("", country)
	}
	if at >= len(row.Cells) || tidy(row.Cells[at]) == "" {
		return "", "there is no phone number"
	}
	phone, reason := s.numbers.Normal(row.Cells[at], country)
	if reason != "" {
		return "", phoneSentence(reason, country)
	}
	return phone, ""
}

// optOutAll puts a batch of numbers on the list.
func (s *Service) optOutAll(ctx context.Context, by By, phones []string) (OptedOut, error) {
	var out OptedOut
	err := s.Store.Write(ctx, func(tx Tx) (err error) {
		out, err = s.listed(tx, by, phones, "opted_out", func(tx Tx, phones []string) (int, error) {
			return tx.InsertOptOuts(by.Organisation, phones, by.User, s.Clock.Now())
		})
		return err
	})
	return out, err
}
