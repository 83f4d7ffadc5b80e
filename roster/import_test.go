package roster_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

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

var errDied = errors.New("the node died here")
