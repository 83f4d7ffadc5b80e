package server

import (
	"strings"
	"testing"

	"partyline/hooks"
)

func TestAnAdminAddsLooksAtAndRemovesAWebhook(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		w := newWorld(t, e)
		in := map[string]any{"url": "http://127.0.0.1:9/in?token=abc", "kinds": []string{"calling.contact_logged"}}
		made := w.ada.post("/webhooks", in).want(t, 201, "")
		id := made.text("id")
		if made.text("secret") != "whsec_of_"+id || made.text("state") != "on" {
			t.Errorf("%s", made.body)
		}
		list := w.maya.get("/webhooks").want(t, 200, "")
		if strings.Contains(string(list.body), "whsec_") || !strings.Contains(string(list.body), id) {
			t.Errorf("%s", list.body)
		}
		var page Page[hooks.DeliveryView]
		w.ada.get("/webhooks/"+id+"/deliveries?state=dead").want(t, 200, "").into(t, &page)
		w.ada.post("/webhooks/"+id+"/resume", nil).want(t, 200, "")
		w.ada.post("/webhooks/"+id+"/deliveries/none/replay", nil).want(t, 404, "not_found")
		w.ada.post("/webhooks", map[string]any{"url": "ftp://example.org"}).want(t, 422, "url_invalid")
		for who, b := range map[string]*browser{"a captain": w.chloe, "nobody's": w.nora} {
			if r := b.get("/webhooks"); r.status != 403 {
				t.Errorf("%s: %d", who, r.status)
			}
		}
		w.olga.get("/webhooks/"+id+"/deliveries").want(t, 404, "not_found")
		w.olga.ask("DELETE", "/webhooks/"+id, nil).want(t, 404, "not_found")
		w.ada.ask("DELETE", "/webhooks/"+id, nil).want(t, 204, "")
		w.ada.ask("DELETE", "/webhooks/"+id, nil).want(t, 404, "not_found")
		if log := e.log.String(); strings.Contains(log, "token=abc") || strings.Contains(log, "whsec_") {
			t.Error("the log has an address or a secret")
		}
		if audit := w.ada.get("/audit").want(t, 200, ""); !strings.Contains(string(audit.body), "webhook_added") || strings.Contains(string(audit.body), "token=abc") {
			t.Errorf("%s", audit.body)
		}
	})
}
