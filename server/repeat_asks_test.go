package server

import (
	"context"
	"strings"
)

// ask is one request that can be done.
type ask struct {
	by   *browser
	path string
	body any
}

type object = map[string]any

// asks has one request for each route that writes and takes a key.
func (w *twoNodes) asks() map[string]func() ask {
	t, group := w.t, "/groups/"+w.north.group
	version := func(path string) any { t.Helper(); return w.maya.get(path).want(t, 200, "").field("version") }
	to := func(by *browser, path string, body any) func() ask { return func() ask { return ask{by, path, body} } }
	list := func(path string, body object) func() ask {
		return func() ask {
			id, _, _ := w.fresh()
			if body != nil && body["version"] == true {
				body["version"] = version("/lists/" + id)
			}
			return ask{w.maya, strings.Replace(path, "{id}", id, 1), body}
		}
	}
	session := func(path string, body object) func() ask {
		return func() ask {
			_, id, entries := w.fresh()
			return ask{w.ben, strings.NewReplacer("{id}", id, "{entry}", entries[1]).Replace(path), body}
		}
	}
	aside := func(path string) func() ask {
		return func() ask {
			_, id, entries := w.fresh()
			w.ben.post("/sessions/"+id+"/entries/"+entries[1]+"/skip", object{"type": "remove", "reason": "moved away"}).want(t, 200, "")
			return ask{w.ben, strings.NewReplacer("{id}", id, "{entry}", entries[1]).Replace(path), nil}
		}
	}
	hook := func() string {
		return w.maya.post("/webhooks", object{"url": "http://127.0.0.1:9/in"}).want(t, 201, "").text("id")
	}
	people := func() []string {
		id, _, _ := w.fresh()
		var ids []string
		if err := w.db.Find(context.Background(), &ids, `SELECT supporter_id FROM list_supporters WHERE list_id = $1 ORDER BY supporter_id`, id); err != nil {
			t.Fatal(err)
		}
		return append([]string{id}, ids...)
	}
	dev, ben, nora := w.users["Dev Patel"], w.users["Ben Adams"], w.users["Nora Berg"]
	return map[string]func() ask{
		"PATCH /me": func() ask {
			return ask{w.chloe, "/me", object{"version": w.chloe.get("/me").field("version"), "theme": "dark"}}
		},
		"POST /me/mobile/verify": func() ask {
			w.fresh()
			w.sql(`UPDATE users SET mobile = '+447700900998' WHERE id = $1`, w.users["Chloe Davies"])
			return ask{w.chloe, "/me/mobile/verify", nil}
		},
		"POST /organisation/clicking": func() ask {
			on := w.maya.get("/organisation/clicking").want(t, 200, "").field("on") == true
			return ask{w.maya, "/organisation/clicking", object{"on": !on}}
		},
		"PATCH /organisation": func() ask {
			return ask{w.maya, "/organisation", object{"version": version("/organisation"), "gap_minutes": 77}}
		},
		"POST /tokens": to(w.maya, "/tokens", object{"name": "for the website"}),
		"DELETE /tokens/{id}": func() ask {
			return ask{w.maya, "/tokens/" + w.maya.post("/tokens", object{"name": "old"}).want(t, 201, "").text("id"), nil}
		},
		"POST /webhooks":        to(w.maya, "/webhooks", object{"url": "http://127.0.0.1:9/in"}),
		"DELETE /webhooks/{id}": func() ask { return ask{w.maya, "/webhooks/" + hook(), nil} },
		"POST /webhooks/{id}/resume": func() ask {
			id := hook()
			w.sql(`UPDATE webhooks SET off_at = 5 WHERE id = $1`, id)
			return ask{w.maya, "/webhooks/" + id + "/resume", nil}
		},
		"POST /webhooks/{id}/deliveries/{delivery}/replay": func() ask {
			id := hook()
			w.sql(`INSERT INTO deliveries (id, webhook_id, topic, seq, kind, body, state, tries, created_at, since, next_at) VALUES ('d', $1, 'x', 1, 'x', '{}', 'dead', 9, 1, 1, 1)`, id)
			return ask{w.maya, "/webhooks/" + id + "/deliveries/d/replay", nil}
		},
		"POST /users": to(w.maya, "/users", object{"name": "Zoe Hall", "email": "zoe@new.example"}),
		"PATCH /users/{id}": func() ask {
			return ask{w.maya, "/users/" + nora, object{"version": w.nora.get("/me").field("version"), "name": "Nora Bergen"}}
		},
		"POST /users/{id}/invite":            to(w.maya, "/users/"+nora+"/invite", nil),
		"POST /do-not-call":                  to(w.maya, "/do-not-call", object{"phones": []string{"+447700900888"}}),
		"DELETE /do-not-call":                to(w.maya, "/do-not-call", object{"phones": []string{"+447700900888"}}),
		"POST /groups":                       to(w.maya, "/groups", object{"name": "Leeds West"}),
		"PATCH /groups/{id}":                 func() ask { return ask{w.maya, group, object{"version": version(group), "name": "Leeds North East"}} },
		"DELETE /groups/{id}":                to(w.maya, "/groups/"+w.south.group, nil),
		"PUT /groups/{id}/leaders/{user}":    to(w.maya, group+"/leaders/"+nora, object{"role": "captain"}),
		"DELETE /groups/{id}/leaders/{user}": to(w.maya, group+"/leaders/"+nora, nil),
		"POST /groups/{id}/supporters":       to(w.maya, group+"/supporters", object{"name": "Uma Rao"}),
		"PATCH /supporters/{id}":             func() ask { return ask{w.maya, "/supporters/" + people()[1], object{"version": 1, "name": "Uma Roy"}} },
		"POST /supporters/{id}/do-not-call": func() ask {
			return ask{w.maya, "/supporters/" + people()[1] + "/do-not-call", object{"reason": "asked at the door"}}
		},
		"DELETE /supporters/{id}/do-not-call": func() ask {
			path := "/supporters/" + people()[1] + "/do-not-call"
			w.maya.post(path, object{}).want(t, 200, "")
			return ask{w.maya, path, object{"reason": "the wrong person"}}
		},
		"POST /groups/{id}/lists":       to(w.maya, group+"/lists", object{"name": "Members"}),
		"PATCH /lists/{id}":             list("/lists/{id}", object{"version": true, "name": "Members of old"}),
		"DELETE /lists/{id}":            list("/lists/{id}", nil),
		"POST /lists/{id}/supporters":   list("/lists/{id}/supporters", object{"all": true}),
		"DELETE /lists/{id}/supporters": list("/lists/{id}/supporters", object{"all": true}),
		"PUT /lists/{id}/order":         list("/lists/{id}/order", object{"by": "name"}),
		"POST /lists/{id}/split":        list("/lists/{id}/split", object{"leaders": []string{ben, dev}}),
		"POST /lists/{id}/take-over": func() ask {
			id, _, _ := w.fresh()
			w.maya.post("/lists/"+id+"/split", object{"leaders": []string{ben, dev}}).want(t, 200, "")
			return ask{w.ben, "/lists/" + id + "/take-over", object{"from": dev}}
		},
		"PATCH /imports/{id}": func() ask {
			id := w.imported("columns")
			return ask{w.maya, "/imports/" + id, object{"version": w.maya.get("/imports/" + id).field("version"), "country": "FR"}}
		},
		"DELETE /imports/{id}":     func() ask { return ask{w.maya, "/imports/" + w.imported("columns"), nil} },
		"POST /imports/{id}/check": func() ask { return ask{w.maya, "/imports/" + w.imported("columns") + "/check", nil} },
		"POST /imports/{id}/run": func() ask {
			return ask{w.maya, "/imports/" + w.imported("checked") + "/run", object{"new_list": "Imported"}}
		},

		"POST /lists/{id}/sessions": func() ask {
			id, _, _ := w.fresh()
			return ask{w.ben, "/lists/" + id + "/sessions", object{"archive_old": true}}
		},
		"PATCH /sessions/{id}": func() ask {
			_, id, _ := w.fresh()
			return ask{w.ben, "/sessions/" + id, object{"version": version("/sessions/" + id), "name": "Another name"}}
		},
		"POST /sessions/{id}/start": func() ask {
			_, id, _ := w.fresh()
			w.sql(`UPDATE users SET mobile = '+447700900999' WHERE id = $1`, ben)
			return ask{w.ben, "/sessions/" + id + "/start", nil}
		},
		"POST /sessions/{id}/resume": func() ask { // and the call is moved here
			w.phone(false)
			w.n++
			id := w.maya.post(group+"/lists", object{"name": "Elsewhere"}).want(t, 201, "").text("id")
			w.maya.post("/lists/"+id+"/supporters", object{"all": true}).want(t, 200, "")
			ses := w.ben.post("/lists/"+id+"/sessions", object{}).want(t, 201, "").text("id")
			return ask{w.ben, "/sessions/" + ses + "/resume", object{"move": true}}
		},
		"POST /sessions/{id}/pause": func() ask { id, _ := w.phone(true); return ask{w.ben, "/sessions/" + id + "/pause", nil} },
		"POST /sessions/{id}/next":  func() ask { id, _ := w.phone(false); return ask{w.ben, "/sessions/" + id + "/next", nil} },
		"POST /sessions/{id}/cycles": func() ask {
			_, id, _ := w.fresh()
			w.ben.post("/sessions/"+id+"/finish-cycle", nil).want(t, 200, "")
			return ask{w.ben, "/sessions/" + id + "/cycles", nil}
		},
		"POST /sessions/{id}/finish-cycle": session("/sessions/{id}/finish-cycle", nil),
		"POST /sessions/{id}/hand-over":    session("/sessions/{id}/hand-over", object{"to": dev}),
		"POST /sessions/{id}/archive":      session("/sessions/{id}/archive", nil),

		"POST /sessions/{id}/entries/{entry}/skip":       session("/sessions/{id}/entries/{entry}/skip", object{"type": "today"}),
		"DELETE /sessions/{id}/entries/{entry}/skip":     aside("/sessions/{id}/entries/{entry}/skip"),
		"POST /sessions/{id}/entries/{entry}/prioritise": session("/sessions/{id}/entries/{entry}/prioritise", nil),
		"POST /sessions/{id}/entries/{entry}/call-next":  session("/sessions/{id}/entries/{entry}/call-next", nil),
		"POST /sessions/{id}/entries/{entry}/check": func() ask {
			_, id, entries := w.fresh()
			w.sql(`UPDATE entries SET status = 'system_skipped', cause = 'hours' WHERE id = $1`, entries[1])
			return ask{w.ben, "/sessions/" + id + "/entries/" + entries[1] + "/check", nil}
		},
		"POST /sessions/{id}/entries/{entry}/log": session("/sessions/{id}/entries/{entry}/log", object{"reached": true, "notes": "by hand"}),
		"PUT /attempts/{id}/log": func() ask {
			_, id := w.phone(true)
			return ask{w.ben, "/attempts/" + id + "/log", object{"reached": false, "outcome": "busy"}}
		},
		"PUT /logs/{id}": func() ask {
			_, id, entries := w.fresh()
			log := w.ben.post("/sessions/"+id+"/entries/"+entries[1]+"/log", object{"reached": true}).want(t, 201, "")
			return ask{w.ben, "/logs/" + log.text("id"), object{"reached": false, "outcome": "busy", "version": log.field("version")}}
		},
		"POST /attempts/{id}/hang-up": func() ask { _, id := w.phone(true); return ask{w.ben, "/attempts/" + id + "/hang-up", nil} },
		"POST /campaigns":             to(w.maya, "/campaigns", object{"name": "Autumn"}),
		"PATCH /campaigns/{id}": func() ask {
			id := w.campaign()
			return ask{w.maya, "/campaigns/" + id, object{"version": version("/campaigns/" + id), "passes": 3}}
		},
		"POST /campaigns/{id}/contacts/from-list": func() ask {
			list, _, _ := w.fresh()
			return ask{w.maya, "/campaigns/" + w.campaign() + "/contacts/from-list", object{"list": list}}
		},
		"PATCH /campaigns/{id}/contacts/{load}": func() ask {
			id := w.campaign()
			loads := w.maya.get("/campaigns/" + id).field("loads").([]any)[0].(object)
			return ask{w.maya, "/campaigns/" + id + "/contacts/" + loads["id"].(string), object{"version": loads["version"], "country": "FR"}}
		},
		"DELETE /campaigns/{id}/contacts/{load}": func() ask {
			id := w.campaign()
			loads := w.maya.get("/campaigns/" + id).field("loads").([]any)[0].(object)
			return ask{w.maya, "/campaigns/" + id + "/contacts/" + loads["id"].(string), nil}
		},
		"POST /campaigns/{id}/exports": func() ask {
			return ask{w.maya, "/campaigns/" + w.campaign() + "/exports", object{"file": "contacts", "format": "csv"}}
		},
		"DELETE /campaigns/{id}/exports/{export}": func() ask { return ask{w.maya, w.prepared("/campaigns/" + w.campaign()), nil} },
		"POST /sessions/{id}/exports":             session("/sessions/{id}/exports", object{"file": "entries", "format": "json"}),
		"DELETE /sessions/{id}/exports/{export}": func() ask {
			_, id, _ := w.fresh()
			return ask{w.maya, w.prepared("/sessions/" + id), nil}
		},
		"POST /campaigns/{id}/start": func() ask { return ask{w.maya, "/campaigns/" + w.campaign() + "/start", nil} },
		"POST /campaigns/{id}/pause": func() ask {
			id := w.campaign()
			w.sql(`UPDATE campaigns SET started_at = 1 WHERE id = $1`, id)
			return ask{w.maya, "/campaigns/" + id + "/pause", nil}
		},
		"POST /campaigns/{id}/resume": func() ask {
			id := w.campaign()
			w.sql(`UPDATE campaigns SET started_at = 1, paused_at = 2 WHERE id = $1`, id)
			return ask{w.maya, "/campaigns/" + id + "/resume", nil}
		},
		"POST /campaigns/{id}/finish": func() ask { return ask{w.maya, "/campaigns/" + w.campaign() + "/finish", nil} },
		"POST /campaigns/{id}/end": func() ask {
			id := w.campaign()
			w.sql(`UPDATE campaigns SET started_at = 1 WHERE id = $1`, id)
			return ask{w.maya, "/campaigns/" + id + "/end", nil}
		},
		"POST /campaigns/{id}/duplicate":           func() ask { return ask{w.maya, "/campaigns/" + w.campaign() + "/duplicate", object{}} },
		"POST /campaigns/{id}/links/{kind}/rotate": func() ask { return ask{w.maya, "/campaigns/" + w.campaign() + "/links/clicker/rotate", nil} },
		"PUT /campaigns/{id}/links/{kind}/passcode": func() ask {
			return ask{w.maya, "/campaigns/" + w.campaign() + "/links/caller/passcode", object{"passcode": "leeds26"}}
		},
		"POST /campaigns/{id}/alerts": func() ask { return ask{w.maya, "/campaigns/" + w.campaign() + "/alerts", object{"text": "200 to go"}} },
		"PATCH /campaigns/{id}/alerts/{alert}": func() ask {
			path := "/campaigns/" + w.campaign() + "/alerts"
			return ask{w.maya, path + "/" + w.maya.post(path, object{"text": "200 to go"}).want(t, 201, "").text("id"), object{"version": 1, "text": "100 to go"}}
		},
		"DELETE /campaigns/{id}/alerts/{alert}": func() ask {
			path := "/campaigns/" + w.campaign() + "/alerts"
			return ask{w.maya, path + "/" + w.maya.post(path, object{"text": "200 to go"}).want(t, 201, "").text("id"), nil}
		},
		"PUT /campaigns/{id}/end-cards/{kind}": func() ask {
			return ask{w.maya, "/campaigns/" + w.campaign() + "/end-cards/paused", object{"version": 0, "title": "Back at 18:00", "text": "Thank you."}}
		},
		"DELETE /campaigns/{id}/people/{person}": func() ask {
			id := w.campaign()
			link := w.maya.get("/campaigns/" + id + "/links").field("items").([]any)[1].(object)
			me := w.browser().post("/k/"+link["token"].(string)+"/join", object{"name": "Cleo"}).want(t, 200, "").text("me.id")
			return ask{w.maya, "/campaigns/" + id + "/people/" + me, nil}
		},
		"POST /undo/{id}": func() ask {
			_, id, entries := w.fresh()
			done := w.ben.post("/sessions/"+id+"/entries/"+entries[1]+"/skip", object{"type": "today"}).want(t, 200, "")
			return ask{w.ben, "/undo/" + done.text("action"), nil}
		},
	}
}
