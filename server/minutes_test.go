package server

import "testing"

// The price of a minute is set by admins, and told to everybody.
func TestAnAdminSetsThePriceOfAMinute(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		w := newWorld(t, e)
		version := w.maya.get("/organisation").want(t, 200, "").field("version")
		price := func(currency, leader, supporter string) map[string]any {
			return map[string]any{"version": version, "price": map[string]any{"currency": currency, "leader": leader, "supporter": supporter}}
		}
		w.ben.ask("PATCH", "/organisation", price("GBP", "0.01", "0.02")).want(t, 403, "")
		w.maya.ask("PATCH", "/organisation", price("pounds", "0.01", "0.02")).want(t, 422, "invalid")
		for _, bad := range []string{"-1", "1.2345678", "a lot", "1001", "1e3", "."} {
			w.maya.ask("PATCH", "/organisation", price("GBP", bad, "0.02")).want(t, 422, "invalid")
		}
		w.maya.ask("PATCH", "/organisation", price("gbp", "0.0105", "0,02")).want(t, 200, "")
		me := w.ben.get("/me")
		if c, l, s := me.text("organisation.price.currency"), me.text("organisation.price.leader"), me.text("organisation.price.supporter"); c != "GBP" || l != "0.0105" || s != "0.02" {
			t.Errorf("a leader is told %q %q %q", c, l, s)
		}
		w.maya.ask("PATCH", "/organisation", price("GBP", "0.02", "0.02")).want(t, 409, "conflict")
		w.ben.get("/organisation/minutes").want(t, 403, "")
	})
}
