package roster_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"partyline/roster"
)

// dying is a store that dies at the n-th transaction, before or behind its commit.
type dying struct {
	roster.Store
	left   int
	behind bool
}

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
