package roster_test

import (
	"strings"
	"testing"

	"partyline/fault"
	"partyline/roster"
)

func TestAScriptIsKeptWithKnownFieldsOnlyAndNotOverwrittenUnseen(t *testing.T) {
	onBoth(t, 1, func(t *testing.T, h *house) {
		l := must[roster.ListView](t)(h.CreateList(h.ctx, h.by, h.place.Group, roster.NewList{Name: "Rally", Script: "Hi {first_name}, I'm {leader_first_name}.\n\nWill you come?"}))
		edit := func(version int, script string) (roster.ListView, error) {
			return h.EditList(h.ctx, h.by, l.ID, roster.ListEdit{Version: version, Script: &script})
		}
		for _, bad := range []string{"Hi {name}", "Hi {First_Name}", "Hi { first_name }", "Hi {}"} {
			_, err := edit(l.Version, bad)
			if f := fault.As(err); f.Code != "invalid" || len(f.Fields) != 1 || f.Fields[0].Field != "script" {
				t.Errorf("%q: %v", bad, err)
			}
		}
		if _, err := edit(l.Version, strings.Repeat("é", roster.ScriptLimit+1)); fault.As(err).Code != "invalid" {
			t.Errorf("too long: %v", err)
		}
		if v, err := edit(l.Version, strings.Repeat("é", roster.ScriptLimit)); err != nil || v.Version != l.Version+1 {
			t.Errorf("as long as it may be: %v", err)
		}
		_, err := edit(l.Version, "Somebody else's")
		wantCode(t, err, "conflict")
		if v, err := edit(l.Version+1, ""); err != nil || v.Script != "" {
			t.Errorf("taken away: %v", err)
		}
	})
}
