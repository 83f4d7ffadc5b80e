package roster_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"partyline/roster"
)

func TestBadFilesLeaveNothingBehind(t *testing.T) {
	onBoth(t, 0, func(t *testing.T, h *house) {
		for code, file := range map[string]string{"file_empty": "", "file_no_rows": "Name,Phone\n", "file_excel": "PK\x03\x04xl/", "file_pdf": "%PDF-1.4"} {
			_, err := h.Upload(h.ctx, h.by, h.place.Group, "x", strings.NewReader(file))
			wantCode(t, err, code)
		}
		_, err := h.Upload(h.ctx, h.by, h.place.Group, "x", io.MultiReader(strings.NewReader(csvOf(0, 40_000)), iotest.ErrReader(io.ErrUnexpectedEOF), iotest.ErrReader(errors.New("reset"))))
		if err == nil {
			t.Error("an upload that breaks off is an error")
		}
		_, err = h.Upload(h.ctx, h.by, h.place.Group, "x", io.MultiReader(strings.NewReader(csvOf(0, 40_000)), iotest.ErrReader(errors.New("reset"))))
		wantCode(t, err, "upload_broken")
		if list := must[[]roster.ImportView](t)(h.Imports(h.ctx, h.by, h.place.Group)); len(list) != 0 {
			t.Errorf("%d imports are left", len(list))
		}
		ctx, cancel := context.WithCancel(h.ctx)
		body := &cancelling{r: strings.NewReader(csvOf(0, 100_000)), cancel: cancel}
		if _, err := h.Upload(ctx, h.by, h.place.Group, "x", body); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		if list := must[[]roster.ImportView](t)(h.Imports(h.ctx, h.by, h.place.Group)); len(list) != 0 {
			t.Errorf("%d imports are left", len(list))
		}
		must[roster.ImportView](t)(h.Upload(h.ctx, h.by, h.place.Group, "x", strings.NewReader(csvOf(0, 3))))
	})
}

type cancelling struct {
	r      io.Reader
	cancel func()
	n      int
}

func (c *cancelling) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	if c.n += n; c.n > 2<<20 {
		c.cancel()
	}
	return n, err
}

func TestHostileRowsAreReportedAndTheOthersTaken(t *testing.T) {
	onBoth(t, 0, func(t *testing.T, h *house) {
		v := h.checked("Name,Phone,Notes\n" +
			"=HYPERLINK(\"http://evil\"),0113 496 0001,formula in a name\n" +
			"Ben Okafor,0113 496 0002,\"" + strings.Repeat("x", 1<<20) + "\"\n" +
			"Nul\x00Byte,0113 496 0003,\n" +
			"Broken \xff\xfe,0113 496 0004,\n" +
			"Zoë Élan,0113 496 0005,=cmd|' /C calc'!A0\n" +
			"Too,0113 496 0006,many,cells,here\n" +
			"=1+1,0770,@SUM(A1)\n" +
			"Open,\"0113 496 0007,\n" +
			"Last One,0113 496 0008\n")
		if v.State != "checked" || v.Ready != 3 || v.Rejected != 6 {
			t.Fatalf("%+v", v.Figures)
		}
		var out bytes.Buffer
		if err := h.WriteRejects(h.ctx, h.by, v.ID, &out); err != nil {
			t.Fatal(err)
		}
		if !bytes.HasPrefix(out.Bytes(), []byte("\xEF\xBB\xBF")) {
			t.Error("no byte order mark")
		}
		sheet := csv.NewReader(bytes.NewReader(out.Bytes()[3:]))
		sheet.FieldsPerRecord = -1 // a row with too many cells has them all
		rows := must[[][]string](t)(sheet.ReadAll())
		if strings.Join(rows[0], "|") != "Row|Reason|Name|Phone|Notes" {
			t.Errorf("header %q", rows[0])
		}
		numbers := []string{}
		for _, r := range rows[1:] {
			numbers = append(numbers, r[0])
			for _, c := range r {
				if c != "" && strings.ContainsRune("=+-@\t\r", rune(c[0])) {
					t.Errorf("row %s can run %q", r[0], c)
				}
			}
		}
		if got := strings.Join(numbers, " "); got != "3 4 5 7 8 9" {
			t.Errorf("rows %s", got)
		}
		h.imported(v.ID, roster.Onto{})
		if n := h.count(""); n != 3 {
			t.Errorf("%d people", n)
		}
	})
}

func TestAFullListIsRefusedBeforeAnythingIsDone(t *testing.T) {
	onBoth(t, 4, func(t *testing.T, h *house) {
		h.Longest = 5
		v := h.checked("Name,Phone\nAda Clarke,0113 496 0001\nBen Okafor,0113 496 0002\n")
		_, err := h.Run(h.ctx, h.by, v.ID, roster.Onto{List: h.place.List})
		wantCode(t, err, "list_full")
		if got := h.see(v.ID); got.State != "checked" || got.List != nil {
			t.Errorf("%+v", got)
		}
		made := must[roster.SupporterView](t)(h.CreateSupporter(h.ctx, h.by, h.place.Group, roster.NewSupporter{Name: "The Fifth", List: h.place.List}))
		if made.ID == "" {
			t.Error("the last place can be taken")
		}
		_, err = h.CreateSupporter(h.ctx, h.by, h.place.Group, roster.NewSupporter{Name: "One Too Many", List: h.place.List})
		wantCode(t, err, "list_full")
		if n := h.count("one too many"); n != 0 {
			t.Error("she was made all the same")
		}
		// the rows that are there already find their places taken while the run goes on
		other := must[roster.ListView](t)(h.CreateList(h.ctx, h.by, h.place.Group, roster.NewList{Name: "Other"}))
		must[roster.Moved](t)(h.AddPeople(h.ctx, h.by, other.ID, roster.Choice{Search: "person"}))
		file := "Name,Phone\nAda Clarke,0113 496 0001\nBen Okafor,0113 496 0002\n"
		h.imported(h.checked(file).ID, roster.Onto{})
		v = h.imported(h.checked(file).ID, roster.Onto{List: other.ID})
		if v.State != "done" || v.Figures.Merged != 2 || v.Figures.Listed != 1 || v.Figures.LeftOut != 1 {
			t.Errorf("%+v", v.Figures)
		}
	})
}

func TestAnImportOfADeletedGroupFails(t *testing.T) {
	onBoth(t, 0, func(t *testing.T, h *house) {
		v := h.checked(csvOf(0, 30))
		must[roster.ImportView](t)(h.Run(h.ctx, h.by, v.ID, roster.Onto{List: h.place.List}))
		if _, err := h.db.Exec(h.ctx, `UPDATE groups SET deleted_at = 1 WHERE id = $1`, h.place.Group); err != nil {
			t.Fatal(err)
		}
		h.work()
		if v = h.see(v.ID); v.State != "failed" || v.Problem == nil || v.Problem.Code != "group_deleted" || v.Figures.Added != 0 {
			t.Errorf("%+v", v)
		}
	})
}

func TestAGroupHasAtMostTenUnfinishedImports(t *testing.T) {
	onBoth(t, 0, func(t *testing.T, h *house) {
		var last roster.ImportView
		for range 10 {
			last = h.upload(csvOf(0, 1))
		}
		_, err := h.Upload(h.ctx, h.by, h.place.Group, "x", strings.NewReader(csvOf(0, 1)))
		wantCode(t, err, "too_many")
		must[roster.ImportView](t)(h.Cancel(h.ctx, h.by, last.ID))
		h.upload(csvOf(0, 1))
	})
}
