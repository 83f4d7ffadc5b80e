package export_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/export"
	"partyline/fault"
	"partyline/storage"
)

const people = 600

// Prepared in many parts, a file is what would have been sent at once, in each of its formats; pages hear of each step of it.
func TestAPreparedFileIsWhatWouldHaveBeenSent(t *testing.T) {
	on(t, people, func(w *world) {
		ctx := context.Background()
		for _, of := range []export.Of{w.campaign, w.session} {
			for _, x := range export.Files(of.Family) {
				if x.Name == "drops" {
					continue
				}
				for _, as := range []export.Format{export.CSV, export.JSON} {
					v := w.begin(of, x.Name, as.Ext)
					if v.State != export.Preparing || v.Percent != 0 || v.By.Name != "Maya" {
						t := w.one(of, v.ID)
						w.Errorf("%s: begun as %+v", x.Name, t)
					}
					w.must(w.node.Work(ctx, export.JobPrepare, v.ID))
					got, refused := w.fetched(of, v.ID)
					if want := w.sent(of, x.Name, as, export.Narrow{}); refused != "" || !bytes.Equal(got, want) {
						w.Errorf("%s.%s: %s, %d bytes instead of %d", x.Name, as.Ext, refused, len(got), len(want))
					}
					now := w.one(of, v.ID)
					if now.State != export.Ready || now.Percent != 100 || !now.From.Equal(noon) || now.Until != nil || !now.Expires.Equal(noon.Add(24*time.Hour)) || now.Problem != "" {
						w.Errorf("%s: ready as %+v", x.Name, now)
					}
					if parts := w.count(`SELECT count(*) FROM export_parts WHERE export_id = $1`, v.ID); now.Rows >= people && (parts < 4 || now.Rows < people) {
						w.Errorf("%s: %d parts of %d rows", x.Name, parts, now.Rows)
					}
					told, last := w.told(of, v.ID), -1
					for _, s := range told {
						if s.Percent < last || s.Percent == 100 && s.State != export.Ready {
							w.Errorf("%s: %d %% after %d %%, %s", x.Name, s.Percent, last, s.State)
						}
						last = s.Percent
					}
					if last != 100 || told[0].State != export.Preparing {
						w.Errorf("%s: pages heard %+v", x.Name, told)
					}
					w.must(w.node.Remove(ctx, of, v.ID))
				}
			}
		}
		if n := w.count(`SELECT count(*) FROM export_parts`); n != 0 {
			w.Errorf("%d parts of files that were taken away", n)
		}
	})
}

// A node that dies in the middle leaves its parts; another one goes on behind them, and the file is whole, without a row twice. It says
// between which moments its rows were read.
func TestAnotherNodeGoesOnWithAFile(t *testing.T) {
	on(t, people, func(w *world) {
		ctx := context.Background()
		for _, of := range []export.Of{w.campaign, w.session} {
			for _, x := range export.Files(of.Family) {
				if x.Name == "drops" || x.Name == "approvals" || x.Name == "callers" {
					continue
				}
				v := w.begin(of, x.Name, "json")
				killed := w.another()
				killed.Store = &dying{w.node.Store, 5} // its turn, the beginning, three parts
				if err := killed.Work(ctx, export.JobPrepare, v.ID); !errors.Is(err, errKilled) {
					w.Fatalf("%s: %v", x.Name, err)
				}
				half := w.one(of, v.ID)
				if half.State != export.Preparing || half.Percent < 1 || half.Percent > 99 {
					w.Errorf("%s: killed at %+v", x.Name, half)
				}
				if _, refused := w.fetched(of, v.ID); refused != "export_preparing" {
					w.Errorf("%s: half of it is %q", x.Name, refused)
				}
				w.clock.Advance(time.Minute)
				next, rows := w.another(), &watched{Source: w.db}
				next.Source = rows
				w.must(next.Work(ctx, export.JobPrepare, v.ID))
				got, refused := w.fetched(of, v.ID)
				if want := w.sent(of, x.Name, export.JSON, export.Narrow{}); refused != "" || !bytes.Equal(got, want) {
					w.Errorf("%s: %s, %d bytes instead of %d", x.Name, refused, len(got), len(want))
				}
				now := w.one(of, v.ID)
				if len(rows.behind) != 1 || rows.behind[0] == "" || int64(rows.rows) >= now.Rows || rows.rows == 0 {
					w.Errorf("%s: of %d rows %d were read again, behind %q", x.Name, now.Rows, rows.rows, rows.behind)
				}
				if now.Until == nil || now.Until.Sub(*now.From) != time.Minute {
					w.Errorf("%s: its rows are of %v until %v", x.Name, now.From, now.Until)
				}
				w.must(w.node.Remove(ctx, of, v.ID))
			}
		}
	})
}

// Two nodes at one file: the older one's turn is over, and whatever it still does changes nothing.
func TestTheLaterTurnHasTheFile(t *testing.T) {
	on(t, people, func(w *world) {
		ctx := context.Background()
		v := w.begin(w.campaign, "attempts", "csv")
		slow, reached := w.another(), false
		slow.Source = &watched{Source: w.db, each: func(n int) {
			if n == people/2 { // it looks dead, and another one takes over, and dies on the way
				reached = true
				other := w.another()
				other.Store = &dying{w.node.Store, 4}
				if err := other.Work(ctx, export.JobPrepare, v.ID); !errors.Is(err, errKilled) {
					w.Error(err)
				}
			}
		}}
		w.must(slow.Work(ctx, export.JobPrepare, v.ID))
		if now := w.one(w.campaign, v.ID); now.State != export.Preparing {
			w.Errorf("who was taken over has made it %s", now.State)
		}
		w.must(w.node.Work(ctx, export.JobPrepare, v.ID))
		got, refused := w.fetched(w.campaign, v.ID)
		if want := w.sent(w.campaign, "attempts", export.CSV, export.Narrow{}); !reached || refused != "" || !bytes.Equal(got, want) {
			w.Errorf("%v %s: %d bytes instead of %d", reached, refused, len(got), len(want))
		}
	})
}

// A question that comes while nobody is at a file has it begun anew: its columns would not fit.
func TestAFileWhoseColumnsChangeIsBegunAnew(t *testing.T) {
	on(t, people, func(w *world) {
		ctx := context.Background()
		v := w.begin(w.campaign, "contacts", "csv")
		killed := w.another()
		killed.Store = &dying{w.node.Store, 5}
		_ = killed.Work(ctx, export.JobPrepare, v.ID)
		w.asks(campaign.Question{ID: "support", Title: "Do you support us?", Kind: campaign.Multiple}, campaign.Question{ID: "age", Title: "How old?", Kind: campaign.Number})
		w.must(w.node.Work(ctx, export.JobPrepare, v.ID))
		got, refused := w.fetched(w.campaign, v.ID)
		if want := w.sent(w.campaign, "contacts", export.CSV, export.Narrow{}); refused != "" || !bytes.Equal(got, want) || bytes.Count(got, []byte("Do you support us?")) != 1 {
			w.Errorf("%s: %d bytes instead of %d", refused, len(got), len(want))
		}
	})
}

func TestAFileThatIsStopped(t *testing.T) {
	on(t, people, func(w *world) {
		ctx := context.Background()
		v := w.begin(w.session, "logs", "csv")
		node := w.another()
		node.Source = &watched{Source: w.db, each: func(n int) {
			if n == people/2 {
				w.must(w.node.Remove(ctx, w.session, v.ID))
			}
		}}
		w.must(node.Work(ctx, export.JobPrepare, v.ID))
		if now := w.one(w.session, v.ID); now.State != export.Cancelled || now.Percent > 99 {
			w.Errorf("%+v", now)
		}
		if _, refused := w.fetched(w.session, v.ID); refused != "export_cancelled" || w.count(`SELECT count(*) FROM export_parts`) != 0 {
			w.Errorf("%q, %d parts", refused, w.count(`SELECT count(*) FROM export_parts`))
		}
		w.must(w.node.Work(ctx, export.JobPrepare, v.ID)) // a job that came too late
		w.must(w.node.Remove(ctx, w.session, v.ID))       // pressed twice
		if now := w.one(w.session, v.ID); now.State != export.Cancelled {
			w.Errorf("%+v", now)
		}
	})
}

// broken reads some rows and then no more.
type broken struct {
	export.Source
	after int
}

func (b broken) Stretch(ctx context.Context, f export.File, behind string, begin func(export.Moment) error, row func([]any, func() (string, error)) error) error {
	n := 0
	return b.Source.Stretch(ctx, f, behind, begin, func(cells []any, place func() (string, error)) error {
		if n++; n > b.after {
			return errors.New("a page of it cannot be read")
		}
		return row(cells, place)
	})
}

// What cannot be read is tried again, and five times in vain end it with a sentence. A try that kept something counts for nothing.
func TestAFileThatCannotBePrepared(t *testing.T) {
	on(t, people, func(w *world) {
		ctx := context.Background()
		v := w.begin(w.campaign, "answers", "csv")
		w.node.Source = broken{w.db, 200}
		for range 3 {
			if err := w.node.Work(ctx, export.JobPrepare, v.ID); err == nil {
				w.Fatal("it is not tried again")
			}
		}
		if now := w.one(w.campaign, v.ID); now.State != export.Preparing || now.Percent == 0 {
			w.Errorf("%+v", now)
		}
		w.node.Source = broken{w.db, 0}
		tries := 1
		for w.node.Work(ctx, export.JobPrepare, v.ID) != nil {
			if tries++; tries > 10 {
				w.Fatal("it is tried for ever")
			}
		}
		now := w.one(w.campaign, v.ID)
		if now.State != export.Failed || !strings.HasPrefix(now.Problem, "It could not be prepared: something broke on our side.") || tries < 4 || w.count(`SELECT count(*) FROM export_parts`) != 0 {
			w.Errorf("%d tries, %+v", tries, now)
		}
		if _, refused := w.fetched(w.campaign, v.ID); refused != "export_failed" {
			w.Errorf("%q", refused)
		}
	})
}

// A file is kept for a day. Who began to fetch it in time gets it whole; then its parts go, and a week later that there was one.
func TestAFileIsKeptForADay(t *testing.T) {
	on(t, 50, func(w *world) {
		ctx := context.Background()
		v := w.begin(w.campaign, "contacts", "csv")
		w.must(w.node.Work(ctx, export.JobPrepare, v.ID))
		expire := func() time.Time {
			w.Helper()
			err := w.node.Work(ctx, export.JobExpire, v.ID)
			var again storage.Later
			if err != nil && !errors.As(err, &again) {
				w.Fatal(err)
			}
			return again.At
		}
		parts := func() int { return w.count(`SELECT count(*) FROM export_parts`) }
		if due := w.count(`SELECT due_at FROM jobs WHERE kind = 'export.expire' AND subject = $1`, v.ID); int64(due) != noon.Add(24*time.Hour).UnixMilli() {
			w.Errorf("its end is due at %d", due)
		}
		w.clock.Advance(24*time.Hour - time.Millisecond)
		again := expire()
		if _, refused := w.fetched(w.campaign, v.ID); refused != "" || !again.Equal(noon.Add(24*time.Hour)) {
			w.Errorf("within its day: %q, again at %v", refused, again)
		}
		p, err := w.node.Fetch(ctx, w.campaign, v.ID)
		w.must(err)
		w.clock.Advance(time.Millisecond)
		if _, refused := w.fetched(w.campaign, v.ID); refused != "export_expired" || w.one(w.campaign, v.ID).State != export.Expired {
			w.Errorf("after its day, before its job: %q", refused)
		}
		if again = expire(); parts() == 0 || !again.Equal(noon.Add(24*time.Hour+10*time.Minute)) {
			w.Errorf("%d parts, again at %v", parts(), again)
		}
		var b bytes.Buffer
		if err := w.node.WriteParts(ctx, p, &b, func() {}); err != nil || int64(b.Len()) != p.Bytes {
			w.Errorf("who began in time gets %d of %d bytes, %v", b.Len(), p.Bytes, err)
		}
		w.clock.Advance(10 * time.Minute)
		if again = expire(); parts() != 0 || !again.Equal(noon.Add(8*24*time.Hour)) {
			w.Errorf("%d parts, again at %v", parts(), again)
		}
		if told := w.told(w.campaign, v.ID); told[len(told)-1].State != export.Expired {
			w.Errorf("pages heard %+v", told)
		}
		w.clock.Advance(8 * 24 * time.Hour)
		if again = expire(); !again.IsZero() || w.count(`SELECT count(*) FROM exports`) != 0 {
			w.Errorf("again at %v", again)
		}
	})
}

// Numbers are in a file only where they are shown, and a file that has them is nobody's once they are not.
func TestAFileWithNumbersIsForWhoMaySeeThem(t *testing.T) {
	on(t, 20, func(w *world) {
		ctx := context.Background()
		for _, of := range []export.Of{w.campaign, w.session} {
			for _, shown := range []bool{false, true} {
				w.set(`UPDATE organisations SET show_numbers = $1`, shown)
				v := w.begin(of, "attempts", "json")
				w.must(w.node.Work(ctx, export.JobPrepare, v.ID))
				got, refused := w.fetched(of, v.ID)
				if refused != "" || bytes.Contains(got, []byte(`"+44`)) != shown || w.one(of, v.ID).Numbers != shown {
					w.Errorf("%s, numbers shown %v: %q %s", of.Family, shown, refused, got)
				}
				w.set(`UPDATE organisations SET show_numbers = $1`, false)
				want := ""
				if shown {
					want = "export_numbers"
				}
				if _, refused := w.fetched(of, v.ID); refused != want {
					w.Errorf("%s, made with numbers %v, hidden since: %q", of.Family, shown, refused)
				}
			}
		}
	})
}

// Pressed by many at the same moment, one file is prepared, and an organisation never has more than ten.
func TestManyBeginFilesAtTheSameMoment(t *testing.T) {
	on(t, 10, func(w *world) {
		ctx := context.Background()
		ids := make([]string, 12)
		var all sync.WaitGroup
		for i := range ids {
			all.Go(func() {
				v, err := w.another().Begin(ctx, maya, w.campaign, "attempts", "csv", export.Narrow{})
				if err != nil {
					w.Error(err)
				}
				ids[i] = v.ID
			})
		}
		all.Wait()
		for _, id := range ids {
			if id != ids[0] || id == "" {
				w.Errorf("%s and %s are both being prepared", id, ids[0])
			}
		}
		var refused int
		var mu sync.Mutex
		for i := range 20 {
			all.Go(func() {
				_, err := w.another().Begin(ctx, maya, w.campaign, "answers", "csv", export.Narrow{Pass: i + 1})
				mu.Lock()
				defer mu.Unlock()
				if fault.Is(err, "too_many") {
					refused++
				} else if err != nil {
					w.Error(err)
				}
			})
		}
		all.Wait()
		if n := w.count(`SELECT count(*) FROM exports WHERE state = 'preparing'`); n != 10 || refused != 11 {
			w.Errorf("%d are kept, %d were refused", n, refused)
		}
	})
}

func TestFilesAreNarrowedAsResultsAre(t *testing.T) {
	on(t, 30, func(w *world) {
		ctx := context.Background()
		w.set(`UPDATE contact_attempts SET pass = 2 WHERE contact < 10`)
		w.set(`UPDATE script_answers SET pass = 2 WHERE attempt_id < 'a10000010'`)
		w.set(`UPDATE contact_attempts SET caller_id = 'p2' WHERE contact >= 25`)
		w.set(`UPDATE script_answers SET caller_id = 'p2' WHERE attempt_id >= 'a10000025'`)
		for _, c := range []struct {
			in                export.Narrow
			attempts, answers int64
		}{
			{export.Narrow{}, 30, 91}, {export.Narrow{Pass: 2}, 10, 31}, {export.Narrow{Pass: 1, Caller: "p2"}, 5, 15}, {export.Narrow{Pass: 3}, 0, 0},
			{export.Narrow{From: noon.Add(-2*time.Hour + 20*time.Millisecond)}, 10, 30}, {export.Narrow{From: noon.Add(-2*time.Hour + 20*time.Millisecond), Caller: "p1"}, 5, 15},
		} {
			o, err := w.node.Overview(ctx, w.campaign, c.in)
			w.must(err)
			for _, f := range o.Files {
				want, narrowed := map[string]int64{"attempts": c.attempts, "answers": c.answers, "contacts": 30, "callers": 1, "approvals": 0, "drops": 0}[f.File], f.File == "attempts" || f.File == "answers"
				if f.Rows != want || f.Narrowed != (narrowed && c.in != export.Narrow{}) {
					w.Errorf("%+v: %+v, want %d", c.in, f, want)
				}
				if !narrowed {
					continue
				}
				v, err := w.node.Begin(ctx, maya, w.campaign, f.File, "json", c.in)
				w.must(err)
				w.must(w.node.Work(ctx, export.JobPrepare, v.ID))
				got, _ := w.fetched(w.campaign, v.ID)
				if !bytes.Equal(got, w.sent(w.campaign, f.File, export.JSON, c.in)) || int64(bytes.Count(got, []byte("\n{"))) != want || w.one(w.campaign, v.ID).Rows != want {
					w.Errorf("%+v: %s has not %d rows: %s", c.in, f.File, want, got)
				}
				w.must(w.node.Remove(ctx, w.campaign, v.ID))
			}
		}
	})
}
