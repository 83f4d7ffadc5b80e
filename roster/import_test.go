package roster_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"pgregory.net/rapid"

	"partyline/roster"
)

func TestAFileBecomesSupportersInThreeParts(t *testing.T) {
	onBoth(t, 0, func(t *testing.T, h *house) {
		v := h.upload("First,Last,Mobile no.,E-mail,Town,Tags\n" +
			"Zoë,Élan,0113 496 0001,zoe@example.org,Leeds,\"member, student\"\n" +
			"Ben,Okafor,0770 90,,York,\n" +
			"ZOE,ELAN,+44 113 496 0001,,,union\n" +
			"\n" +
			"Ada,Clarke,,ada@example.org,,\n")
		if v.State != "columns" || v.Shape.Columns[2].Field != roster.PhoneField || v.Plan.Country != "GB" || len(v.Shape.Sample) != 4 {
			t.Fatalf("%+v", v)
		}
		started := must[roster.ImportView](t)(h.Check(h.ctx, h.by, v.ID))
		if started.State != "checking" {
			t.Fatalf("state %s", started.State)
		}
		h.work()
		v = h.see(v.ID)
		if v.State != "checked" || v.Rows != 4 || v.Done != 4 || v.Ready != 2 || v.Duplicates != 1 || v.Rejected != 1 || v.Figures.WithoutNumber != 1 {
			t.Fatalf("%+v", v)
		}
		if n := h.count(""); n != 0 {
			t.Fatalf("the check made %d people", n)
		}
		rejects := must[roster.RejectsPage](t)(h.Rejects(h.ctx, h.by, v.ID, 0, 10))
		if len(rejects.Items) != 1 || rejects.Items[0].Reason != "Row 3: '0770 90' is too short for a GB number" || rejects.Items[0].Cells[0] != "Ben" {
			t.Fatalf("%+v", rejects)
		}
		v = h.imported(v.ID, roster.Onto{NewList: "From the stall"})
		if v.State != "done" || v.Figures.Added != 2 || v.Figures.Merged != 1 || v.Figures.Listed != 2 || v.List == nil || v.List.Name != "From the stall" {
			t.Fatalf("%+v", v)
		}
		people := h.supporters()
		if len(people) != 2 || people[1].Name != "Zoë Élan" || people[1].Phone != "+441134960001" || !slices.Equal(people[1].Tags, []string{"member", "student", "union"}) {
			t.Fatalf("%+v", people)
		}
		page := must[roster.PeoplePage](t)(h.People(h.ctx, v.List.ID, "", "", 0))
		if page.Total != 2 || page.Items[0].Name != "Zoë Élan" || page.Items[1].Name != "Ada Clarke" {
			t.Fatalf("the list has the order of the file: %+v", page)
		}
		if got := h.waiting(roster.JobRoster); !slices.Equal(got, []string{v.List.ID}) {
			t.Errorf("open sessions follow: %v", got)
		}
		if _, err := h.Run(h.ctx, h.by, v.ID, roster.Onto{}); err == nil {
			t.Error("a second run is refused")
		} else {
			wantCode(t, err, "import_state")
		}
	})
}

func TestMergingCompletesPeopleAndOverwritesNothing(t *testing.T) {
	onBoth(t, 0, func(t *testing.T, h *house) {
		there := must[roster.SupporterView](t)(h.CreateSupporter(h.ctx, h.by, h.place.Group, roster.NewSupporter{Name: "Zoë Élan", Phone: "0113 496 0001", City: "Leeds", Tags: []string{"member"}}))
		h.waiting(roster.JobRecheck)
		v := h.checked("Name,Phone,City,E-mail,Tags,Do not call\nzoe elan,0113 496 0001,York,zoe@example.org,Union,yes\n")
		if v.Ready != 0 || v.Duplicates != 1 {
			t.Fatalf("%+v", v)
		}
		h.imported(v.ID, roster.Onto{List: h.place.List})
		p := h.supporters()[0]
		if p.ID != there.ID || p.Name != "Zoë Élan" || p.City != "Leeds" || p.Email != "zoe@example.org" || !slices.Equal(p.Tags, []string{"member", "Union"}) || !p.DoNotCall || p.Version != 2 {
			t.Errorf("%+v", p)
		}
		if got := h.waiting(roster.JobRecheck); !slices.Equal(got, []string{p.ID}) {
			t.Errorf("who must not be called is judged again: %v", got)
		}
		if n := must[roster.PeoplePage](t)(h.People(h.ctx, h.place.List, "", "", 0)).Total; n != 1 {
			t.Errorf("%d people on the list", n)
		}
	})
}

// The rows of a file are each counted once, whatever stands in them, in the check and in the run; and importing the
// same file again adds nobody.
func TestRowsAddUp(t *testing.T) {
	onBoth(t, 0, func(t *testing.T, h *house) {
		cell := rapid.SampledFrom([]string{"", " ", "Ada Clarke", "Zoë", "zoe", "0113 496 0001", "0113 496 0002", "07700 900123", "0770 90", "no", "a@example.org", "\"quoted, cell\"", "\"", "\"two\nlines\"", "=1+1", "x\x00y", "\xff", "Europe/London", strings.Repeat("n", 130)})
		rapid.Check(t, func(rt *rapid.T) {
			var b strings.Builder
			b.WriteString("Name,Phone,E-mail,Tags,Notes\nFirst One,0113 496 0999,,,\n")
			for range rapid.IntRange(0, 30).Draw(rt, "rows") {
				var row []string
				for range rapid.IntRange(1, 7).Draw(rt, "cells") {
					row = append(row, cell.Draw(rt, "cell"))
				}
				b.WriteString(strings.Join(row, ",") + "\n")
			}
			before := h.count("")
			v := h.checked(b.String())
			if v.State != "checked" || v.Ready+v.Duplicates+v.Rejected != v.Done || v.Rows != v.Done {
				rt.Fatalf("check: %d ready + %d duplicates + %d rejected, %d done of %d", v.Ready, v.Duplicates, v.Rejected, v.Done, v.Rows)
			}
			var reasons int64
			for _, n := range v.Figures.Reasons {
				reasons += n
			}
			if rejects, err := h.Rejects(h.ctx, h.by, v.ID, 0, 500); err != nil || int64(len(rejects.Items)) != v.Rejected || reasons != v.Rejected {
				rt.Fatalf("%d rejects kept, %d reasons, %d counted: %v", len(rejects.Items), reasons, v.Rejected, err)
			}
			ready := v.Ready
			v = h.imported(v.ID, roster.Onto{})
			if v.Figures.Added+v.Figures.Merged+v.Rejected != v.Done || v.Figures.Added != ready || int64(h.count("")-before) != ready {
				rt.Fatalf("run: %d added + %d merged + %d rejected of %d; the check promised %d, the group grew by %d", v.Figures.Added, v.Figures.Merged, v.Rejected, v.Done, ready, h.count("")-before)
			}
			again := h.checked(b.String())
			if again.Ready != 0 || again.Rejected != v.Rejected {
				rt.Fatalf("the same file again: %d ready, %d rejected", again.Ready, again.Rejected)
			}
			if _, err := h.Cancel(h.ctx, h.by, again.ID); err != nil {
				rt.Fatal(err)
			}
		})
	})
}

// dying is a store that dies at the n-th transaction, before or behind its commit.
type dying struct {
	roster.Store
	left   int
	behind bool
}

var errDied = errors.New("the node died here")

func (d *dying) Write(ctx context.Context, f func(roster.Tx) error) error {
	if d.left--; d.left < 0 {
		return errDied
	}
	err := d.Store.Write(ctx, f)
	if err == nil && d.left == 0 && d.behind {
		d.left = -1
		return errDied
	}
	return err
}

func TestARunThatIsCutOffAnywhereGoesOnWithoutDoubles(t *testing.T) {
	onBoth(t, 0, func(t *testing.T, h *house) {
		const rows = 250
		for i, cut := range []int{0, 1, 2, 3} { // before the turn, before and behind the first batches
			for _, behind := range []bool{false, true} {
				first := 2 * i * rows
				if behind {
					first += rows
				}
				v := h.checked(csvOf(first, rows))
				if v.Ready != rows {
					t.Fatalf("%+v", v)
				}
				before := h.count("")
				if _, err := h.Run(h.ctx, h.by, v.ID, roster.Onto{List: h.place.List}); err != nil {
					t.Fatal(err)
				}
				h.Store = &dying{Store: h.db.Roster(), left: cut, behind: behind}
				err := h.Work(h.ctx, roster.JobLoad, v.ID)
				if err == nil {
					t.Fatalf("it did not die at %d", cut)
				}
				h.Service = service(h.db, h.clock) // another node
				h.clock.Advance(2 * time.Minute)
				h.work()
				v = h.see(v.ID)
				if v.State != "done" || v.Done != rows || v.Figures.Added != rows || v.Figures.Merged != 0 || v.Figures.Listed != rows || h.count("")-before != rows {
					t.Fatalf("cut at %d (%v): %+v, %d people", cut, behind, v, h.count("")-before)
				}
			}
		}
	})
}

func TestACheckThatIsCutOffBeginsAnew(t *testing.T) {
	onBoth(t, 0, func(t *testing.T, h *house) {
		v := h.upload(csvOf(0, 250) + "Bad,0770 90,,\n")
		must[roster.ImportView](t)(h.Check(h.ctx, h.by, v.ID))
		h.Store = &dying{Store: h.db.Roster(), left: 3}
		if err := h.Work(h.ctx, roster.JobCheck, v.ID); !errors.Is(err, errDied) {
			t.Fatal(err)
		}
		h.Service = service(h.db, h.clock)
		h.work()
		v = h.see(v.ID)
		if v.State != "checked" || v.Ready != 250 || v.Rejected != 1 || v.Done != 251 || v.Figures.Reasons[roster.TooShort] != 1 {
			t.Errorf("%+v", v)
		}
	})
}

// gate lets one worker wait in the middle of its run until another has taken over.
type gate struct {
	roster.Store
	writes  int
	reached chan struct{}
	open    chan struct{}
}

func (g *gate) Write(ctx context.Context, f func(roster.Tx) error) error {
	if g.writes++; g.writes == 3 {
		close(g.reached)
		<-g.open
	}
	return g.Store.Write(ctx, f)
}

func TestTwoNodesAtOneImportDoNotDoubleAnybody(t *testing.T) {
	onBoth(t, 0, func(t *testing.T, h *house) {
		v := h.checked(csvOf(0, 420))
		must[roster.ImportView](t)(h.Run(h.ctx, h.by, v.ID, roster.Onto{}))
		slow := service(h.db, h.clock)
		g := &gate{Store: h.db.Roster(), reached: make(chan struct{}), open: make(chan struct{})}
		slow.Store = g
		ended := make(chan error, 1)
		go func() { ended <- slow.Work(h.ctx, roster.JobLoad, v.ID) }()
		<-g.reached
		h.work()
		close(g.open)
		if err := <-ended; err != nil {
			t.Errorf("the slow node stops quietly: %v", err)
		}
		v = h.see(v.ID)
		if v.State != "done" || v.Figures.Added != 420 || v.Figures.Merged != 0 || v.Done != 420 || h.count("") != 420 {
			t.Errorf("%+v, %d people", v, h.count(""))
		}
	})
}

func TestCancellingStopsARunAndTakesTheFileAway(t *testing.T) {
	onBoth(t, 0, func(t *testing.T, h *house) {
		v := h.checked(csvOf(0, 420))
		must[roster.ImportView](t)(h.Run(h.ctx, h.by, v.ID, roster.Onto{}))
		slow := service(h.db, h.clock)
		g := &gate{Store: h.db.Roster(), reached: make(chan struct{}), open: make(chan struct{})}
		slow.Store = g
		ended := make(chan error, 1)
		go func() { ended <- slow.Work(h.ctx, roster.JobLoad, v.ID) }()
		<-g.reached
		c := must[roster.ImportView](t)(h.Cancel(h.ctx, h.by, v.ID))
		close(g.open)
		if err := <-ended; err != nil {
			t.Fatal(err)
		}
		if c.State != "cancelled" || int(c.Figures.Added) != h.count("") || h.count("") != 100 {
			t.Errorf("%+v, %d people", c, h.count(""))
		}
		err := h.db.Roster().Read(h.ctx, func(r roster.Reader) error {
			_, found, err := r.Part(v.ID, 0)
			if found {
				t.Error("the file is still there")
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		_, err = h.Check(h.ctx, h.by, v.ID)
		wantCode(t, err, "import_state")
	})
}

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

func TestColumnsCanBeSaidOtherwise(t *testing.T) {
	onBoth(t, 0, func(t *testing.T, h *house) {
		v := h.upload("Ada Clarke;0113 496 0001;Leeds\nBen Okafor;0113 496 0002;York\n")
		if v.Shape.Header || v.Shape.Separator != ";" {
			t.Fatalf("%+v", v.Shape)
		}
		yes, comma := true, ","
		headed := must[roster.ImportView](t)(h.EditImport(h.ctx, h.by, v.ID, roster.ImportEdit{Version: v.Version, Header: &yes}))
		if !headed.Shape.Header || headed.Shape.Columns[0].Title != "Ada Clarke" || len(headed.Shape.Sample) != 1 {
			t.Errorf("%+v", headed.Shape)
		}
		_, err := h.EditImport(h.ctx, h.by, v.ID, roster.ImportEdit{Version: v.Version, Header: &yes})
		wantCode(t, err, "conflict")
		one := must[roster.ImportView](t)(h.EditImport(h.ctx, h.by, v.ID, roster.ImportEdit{Version: headed.Version, Separator: &comma}))
		if len(one.Shape.Columns) != 1 {
			t.Errorf("%d columns", len(one.Shape.Columns))
		}
		no, semi := false, ";"
		back := must[roster.ImportView](t)(h.EditImport(h.ctx, h.by, v.ID, roster.ImportEdit{Version: one.Version, Separator: &semi, Header: &no}))
		fields := []roster.Field{roster.FullName, roster.Ignored, roster.CityField}
		set := must[roster.ImportView](t)(h.EditImport(h.ctx, h.by, v.ID, roster.ImportEdit{Version: back.Version, Fields: &fields}))
		_, err = h.Check(h.ctx, h.by, v.ID)
		wantCode(t, err, "phone_column_missing")
		for code, fields := range map[string][]roster.Field{
			"name_column_missing": {roster.CityField, roster.PhoneField, roster.Ignored},
			"columns_invalid":     {roster.FullName, roster.PhoneField, roster.FullName},
		} {
			set = must[roster.ImportView](t)(h.EditImport(h.ctx, h.by, v.ID, roster.ImportEdit{Version: set.Version, Fields: &fields}))
			_, err = h.Check(h.ctx, h.by, v.ID)
			wantCode(t, err, code)
		}
		for _, fields := range [][]roster.Field{{"wrong", roster.PhoneField, ""}, {roster.FullName, roster.PhoneField}} {
			_, err = h.EditImport(h.ctx, h.by, v.ID, roster.ImportEdit{Version: set.Version, Fields: &fields})
			wantCode(t, err, "columns_invalid")
		}
		nowhere := "ZZ"
		_, err = h.EditImport(h.ctx, h.by, v.ID, roster.ImportEdit{Version: set.Version, Country: &nowhere})
		wantCode(t, err, "country_invalid")
	})
}

func TestWhatStoodInAFileIsForItsSender(t *testing.T) {
	onBoth(t, 0, func(t *testing.T, h *house) {
		v := h.checked("Name,Phone\nAda Clarke,0113 496 0001\n,0113 496 0002\n")
		other := roster.By{User: h.place.Leaders[1], Name: "Leader 2", Organisation: h.place.Organisation, Manages: true}
		seen := must[roster.ImportView](t)(h.Import(h.ctx, other, v.ID))
		if seen.Shape != nil || seen.Ready != 1 {
			t.Errorf("another leader sees %+v", seen.Shape)
		}
		_, err := h.Rejects(h.ctx, other, v.ID, 0, 10)
		wantCode(t, err, "not_your_file")
		_, err = h.MayReadRejects(h.ctx, other, v.ID)
		wantCode(t, err, "not_your_file")
		var out bytes.Buffer
		wantCode(t, h.WriteRejects(h.ctx, other, v.ID, &out), "not_your_file")
		h.showNumbers(true)
		if seen = must[roster.ImportView](t)(h.Import(h.ctx, other, v.ID)); seen.Shape == nil {
			t.Error("where numbers are shown, so are files")
		}
		if page := must[roster.RejectsPage](t)(h.Rejects(h.ctx, other, v.ID, 0, 10)); len(page.Items) != 1 {
			t.Error("and rejects")
		}
	})
}

func TestProgressIsToldAtMostFourTimesASecondAndWithoutNumbers(t *testing.T) {
	onBoth(t, 0, func(t *testing.T, h *house) {
		began := time.Now()
		v := h.checked(csvOf(0, 900))
		h.imported(v.ID, roster.Onto{List: h.place.List})
		told := h.told.of(roster.ImportChanged)
		most := 6 + int(time.Since(began)/(250*time.Millisecond)) + 3 // changes of state are always told
		if len(told) < 5 || len(told) > most {
			t.Errorf("%d events in %s", len(told), time.Since(began))
		}
		h.told.mu.Lock()
		defer h.told.mu.Unlock()
		for _, e := range h.told.events {
			if bytes.Contains(e.Data, []byte("7400")) || bytes.Contains(e.Data, []byte("sample")) {
				t.Fatalf("%s carries what stood in the file: %s", e.Kind, e.Data)
			}
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

func TestWhatIsLeftOfImportsIsTakenAway(t *testing.T) {
	onBoth(t, 0, func(t *testing.T, h *house) {
		left := h.upload(csvOf(0, 3))
		over := h.checked("Name,Phone\nAda,0113 496 0001\nBen,1\n")
		h.imported(over.ID, roster.Onto{})
		h.clock.Advance(8 * 24 * time.Hour)
		h.work()
		if got := h.see(left.ID); got.State != "cancelled" {
			t.Errorf("a file that nobody went on with is %s", got.State)
		}
		if page := must[roster.RejectsPage](t)(h.Rejects(h.ctx, h.by, over.ID, 0, 10)); len(page.Items) != 1 {
			t.Error("rejects stay for a month")
		}
		h.clock.Advance(30 * 24 * time.Hour)
		h.work()
		if page := must[roster.RejectsPage](t)(h.Rejects(h.ctx, h.by, over.ID, 0, 10)); len(page.Items) != 0 {
			t.Error("and then go")
		}
		if n := h.count(""); n != 1 {
			t.Errorf("%d people", n)
		}
	})
}
