package e2e

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"testing"
	"time"

	"partyline/campaign"
)

// ROWS=1000000 go test ./e2e -run KilledWhileContactsLoad -v: with as many rows as a large campaign has.
//
// A server that is killed again and again while contacts load goes on behind what it has written: what is there in the end
// is what is there without a kill, and the percentage has never fallen.
func TestKilledWhileContactsLoad(t *testing.T) {
	n, kills := 24_000, 2
	if most, err := strconv.Atoi(os.Getenv("ROWS")); err == nil {
		n, kills = most, 5
	}
	each(t, func(t *testing.T, database func(*testing.T) string) {
		t.Parallel()
		h := build(t, database(t), wall)
		admin := h.signIn("Maya")
		file := voters(n)
		calm, killed := admin.campaign("Calm", file), admin.campaign("Killed", file)
		h.loading(admin, calm, nil)

		var at []int
		h.loading(admin, killed, func(percent int) *user {
			if percent == 0 || percent == 100 || len(at) == kills || len(at) > 0 && percent <= at[len(at)-1] {
				return nil
			}
			at = append(at, percent)
			h.kill()
			h.start()
			h.sql(`UPDATE jobs SET claimed_until = 0`) // what was claimed by who is dead would wait for half a minute
			return h.signIn("Maya")
		})
		if len(at) == 0 {
			t.Error("it was never killed in the middle")
		}
		h.sameContacts(calm, killed)
		t.Logf("%d rows, killed at %v %%", n, at)
	})
}

// voters is a file with this many rows: one in a hundred has a number that was there before, one in fifty has none.
func voters(n int) []byte {
	var b bytes.Buffer
	b.WriteString("Phone,First name,Last name,Line type,Ward\n")
	for i := range n {
		phone := fmt.Sprintf("+4420%08d", 70_000_000+i)
		switch {
		case i%100 == 7:
			phone = fmt.Sprintf("+4420%08d", 70_000_000+i-1) // another one at that number
		case i%50 == 3:
			phone = "none"
		}
		fmt.Fprintf(&b, "%s,Person,Number %d,%s,Ward %d\n", phone, i, []string{"landline", "cell"}[i%2], i%40)
	}
	return b.Bytes()
}

// campaign makes one with a file and a caller ID, and answers its id once the file was scanned.
func (u *user) campaign(name string, file []byte) string {
	u.h.t.Helper()
	var c campaign.Whole
	u.must("POST", "/campaigns", map[string]any{"name": name}, &c)
	if err := u.uploads(c.ID, file); err != nil {
		u.h.t.Fatal(err)
	}
	u.h.following("the file is scanned", func() (int64, bool) {
		u.must("GET", "/campaigns/"+c.ID, nil, &c)
		return c.Loads[0].Rows + c.Loads[0].Done, c.Loads[0].State == campaign.LoadScanned
	})
	var own struct {
		Items []struct {
			Number string `json:"number"`
		} `json:"items"`
	}
	u.must("GET", "/campaigns/"+c.ID+"/caller-ids", nil, &own)
	u.must("PATCH", "/campaigns/"+c.ID, map[string]any{"version": c.Version, "caller_ids": []string{own.Items[0].Number}}, nil)
	return c.ID
}

// uploads adds a file of contacts to a campaign.
func (u *user) uploads(id string, file []byte) error {
	q, err := http.NewRequest("POST", u.server()+"/api/v1/campaigns/"+id+"/contacts?name=voters.csv", bytes.NewReader(file))
	if err != nil {
		return err
	}
	q.Header.Set("Content-Type", "text/csv")
	reply, err := (&http.Client{Jar: u.web.Jar, Timeout: 5 * time.Minute}).Do(q)
	if err != nil {
		return err
	}
	defer reply.Body.Close()
	said, err := io.ReadAll(reply.Body)
	if err == nil && reply.StatusCode != http.StatusCreated {
		err = fmt.Errorf("%d %s", reply.StatusCode, said)
	}
	return err
}

// loading starts a campaign and looks on until everything can be dialled. look hears each new percentage; when it has
// had the server killed it answers with who goes on.
func (h *house) loading(u *user, id string, look func(percent int) *user) {
	h.t.Helper()
	u.must("POST", "/campaigns/"+id+"/start", nil, nil)
	before := 0
	h.following("the contacts are loaded", func() (int64, bool) {
		var c campaign.Whole
		u.must("GET", "/campaigns/"+id, nil, &c)
		if c.StatusView.Load.Percent < before {
			h.t.Errorf("%d %% after %d %%", c.StatusView.Load.Percent, before)
		}
		before = c.StatusView.Load.Percent
		if look != nil {
			if next := look(before); next != nil {
				u = next
			}
		}
		return c.StatusView.Load.Loaded, c.StatusView.Load.Percent == 100 && c.Loads[0].State == campaign.LoadDone
	})
}

// following is until, for what may take long: it gives up when nothing has moved for three minutes.
func (h *house) following(what string, f func() (far int64, over bool)) {
	h.t.Helper()
	moved, last := time.Now(), int64(-1)
	for {
		far, over := f()
		switch {
		case over:
			return
		case far != last:
			moved, last = time.Now(), far
		case time.Since(moved) > 3*time.Minute:
			h.t.Fatalf("nothing moved for three minutes, at %d, before %s", far, what)
		}
		time.Sleep(20 * time.Millisecond) // between two looks
	}
}

// sameContacts compares all that a load writes of two campaigns, but for what is drawn at random.
func (h *house) sameContacts(one, other string) {
	h.t.Helper()
	b := h.books()
	defer b.close()
	no := func(id string) int { return b.count(`SELECT no FROM campaigns WHERE id = '` + id + `'`) }
	x, y := no(one), no(other)
	for what, rows := range map[string]string{
		"contacts":   `SELECT no, phone, name, line, zone_set, row_number, fields, opted_out, approved_at, attempts FROM contacts WHERE campaign = %d`,
		"households": `SELECT contact, row_number, name, fields FROM households WHERE campaign = %d`,
		"ready":      `SELECT level, stream, contact FROM ready WHERE campaign = %d`,
		"streams":    `SELECT level, stream, size FROM streams WHERE campaign = %d`,
		"clickable":  `SELECT contact FROM clickable WHERE campaign = %d`,
		"counts":     `SELECT zone_set, landlines, cells, retries, click, gap, other, finished, opted_out, invalid, approved FROM campaign_counts WHERE campaign = %d`,
		"rejects": `SELECT r.row_number, r.reason FROM load_rejects r JOIN loads l ON l.id = r.load_id JOIN campaigns c ON c.id = l.campaign_id
			WHERE c.no = %d`,
		"loads": `SELECT l.state, l.rows_total, l.rows_done, l.valid, l.loaded, l.rejected, l.duplicates, l.opted_out FROM loads l JOIN campaigns c ON c.id = l.campaign_id WHERE c.no = %d`,
	} {
		all := b.count(fmt.Sprintf(`SELECT COUNT(*) FROM (`+rows+`) t`, x))
		same := b.count(fmt.Sprintf(`SELECT COUNT(*) FROM (`+rows+` INTERSECT `+rows+`) t`, x, y))
		more := b.count(fmt.Sprintf(`SELECT COUNT(*) FROM (`+rows+`) t`, y))
		if all == 0 || all != same || more != all {
			h.t.Errorf("%s: %d without a kill, %d with, %d of them the same", what, all, more, same)
		}
	}
}
