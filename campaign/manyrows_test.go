package campaign_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"partyline/campaign"
)

// rows is a CSV of n North American numbers, 1 % duplicates, 2 % bad, written as it is read.
func rows(n int) io.Reader {
	in, out := io.Pipe()
	go func() {
		areas := []int{212, 213, 312, 404, 415, 512, 602, 702, 713, 808}
		var b strings.Builder
		b.WriteString("Phone,First name,Last name,State,Line type\n")
		for i := range n {
			k := i
			if i%100 == 7 {
				k = i/2 + 1
			}
			phone := fmt.Sprintf("(%d) %03d-%04d", areas[k%10], 200+k/10/10000%700, k/10%10000)
			if i%50 == 3 {
				phone = "555-01"
			}
			fmt.Fprintf(&b, "%s,Person,Number %d,,%s\n", phone, i, []string{"landline", "cell"}[i%2])
			if b.Len() > 1<<16 {
				if _, err := io.WriteString(out, b.String()); err != nil {
					return
				}
				b.Reset()
			}
		}
		_, _ = io.WriteString(out, b.String())
		_ = out.Close()
	}()
	return in
}

// ROWS=1000000 go test ./campaign -run LoadOfManyRows -v: how long a load takes, and how much memory.
func TestALoadOfManyRows(t *testing.T) {
	n, _ := strconv.Atoi(os.Getenv("ROWS"))
	if n == 0 {
		n = 25_000
	}
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		if _, err := o.db.Exec(ctx, `UPDATE organisations SET country = 'US'`); err != nil {
			t.Fatal(err)
		}
		o.service.Batch = 0
		if _, err := o.service.Upload(ctx, o.by, o.campaign, "voters.csv", rows(n)); err != nil {
			t.Fatal(err)
		}
		o.edit(func(e *campaign.Edit) { e.CallerIDs = &[]string{ownNumber} })
		begun := time.Now()
		o.work()
		scanned := time.Since(begun)
		if _, err := o.service.Start(ctx, o.by, o.campaign); err != nil {
			t.Fatal(err)
		}
		var most uint64
		stop := make(chan struct{})
		go func() {
			tick := time.NewTicker(50 * time.Millisecond)
			defer tick.Stop()
			for {
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				most = max(most, m.HeapInuse+m.StackInuse)
				select {
				case <-stop:
					return
				case <-tick.C:
				}
			}
		}()
		begun = time.Now()
		o.work()
		took := time.Since(begun)
		close(stop)
		w := o.get()
		if w.Load.Percent != 100 || w.Load.Rows != int64(n) || w.Load.Loaded+w.Load.Rejected+w.Load.Duplicates != int64(n) || w.Counts.Total != w.Load.Loaded {
			t.Errorf("loaded %+v, %+v", w.Load, w.Counts)
		}
		o.recount()
		t.Logf("%s: %d rows scanned in %s, loaded in %s; at most %d MB of heap: %+v", o.db.Kind(), n, scanned, took, most>>20, w.Load)
	})
}
