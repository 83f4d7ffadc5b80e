package account

import (
	"testing"
	"time"

	"partyline/fault"
)

// cells is "Who may do what", as it is written down for people, one row for each action:
// owner, admin, captain, vice-captain, somebody without a group; o is "own sessions only".
var cells = map[Action]string{
	Anyone:             "yyyyy",
	SignedIn:           "yyyyy",
	OwnOrganisation:    "ynnnn",
	ManageOrganisation: "yynnn",
	ManageUsers:        "yynnn",
	ManageTokens:       "yynnn",
	ReadAudit:          "yynnn",
	ManageOptOuts:      "yynnn",
	ManageWebhooks:     "yynnn",
	CreateGroup:        "yynnn",
	ManageCampaigns:    "yynnn",
	ViewGroup:          "yyyy-",
	EditGroup:          "yynn-",
	ManageLeaders:      "yynn-",
	EditSupporters:     "yyyy-",
	CorrectDoNotCall:   "yynn-",
	ImportSupporters:   "yyyn-",
	EditLists:          "yyyy-",
	CreateSession:      "yyyy-",
	RunSession:         "oooo-",
	MindSession:        "yyyo-",
	LogContact:         "yyyo-",
}

func TestEveryCellOfTheTableOfRights(t *testing.T) {
	if len(cells) != len(Rights) {
		t.Errorf("the table has %d rows, this test %d", len(Rights), len(cells))
	}
	askers := []Asker{
		{User: "u", Organisation: "o", Role: Owner},
		{User: "u", Organisation: "o", Role: Admin},
		{User: "u", Organisation: "o", Groups: map[string]Role{"g": Captain}},
		{User: "u", Organisation: "o", Groups: map[string]Role{"g": ViceCaptain}},
		{User: "u", Organisation: "o"},
	}
	own := &Place{Organisation: "o", Group: "g", Leader: "u"}
	other := &Place{Organisation: "o", Group: "g", Leader: "x", LeaderName: "Sarah"}
	for action, row := range cells {
		rule, known := RuleFor(action)
		if !known {
			t.Errorf("%s has no rule", action)
			continue
		}
		for i, k := range askers {
			mine, theirs := own, other
			if rule.Scope != InGroup {
				mine, theirs = nil, nil
			}
			atMine, atTheirs := codeOf(Judge(k, action, mine)), codeOf(Judge(k, action, theirs))
			wantMine, wantTheirs := "", ""
			switch row[i] {
			case 'n':
				wantMine, wantTheirs = "forbidden", "forbidden"
			case 'o':
				wantTheirs = "forbidden"
				if action == RunSession {
					wantTheirs = "not_leader"
				}
			case '-':
				wantMine, wantTheirs = "not_found", "not_found"
			}
			if atMine != wantMine || atTheirs != wantTheirs {
				t.Errorf("%s by asker %d: own %q, want %q; somebody else's %q, want %q", action, i, atMine, wantMine, atTheirs, wantTheirs)
			}
		}
	}
}

func TestForeignThingsAreNotThereWhateverTheRole(t *testing.T) {
	for _, rule := range Rights {
		if rule.Scope != InGroup {
			continue
		}
		for name, k := range map[string]Asker{
			"a captain of another group":        {User: "u", Organisation: "o", Groups: map[string]Role{"other": Captain}},
			"a captain of another organisation": {User: "u", Organisation: "x", Groups: map[string]Role{"g": Captain}},
			"an owner of another organisation":  {User: "u", Organisation: "x", Role: Owner},
		} {
			if code := codeOf(Judge(k, rule.Action, &Place{Organisation: "o", Group: "g", Leader: "u"})); code != "not_found" {
				t.Errorf("%s gets %q for %s", name, code, rule.Action)
			}
		}
		if code := codeOf(Judge(Asker{}, rule.Action, &Place{Organisation: "", Group: ""})); code != "signed_out" {
			t.Errorf("nobody gets %q for %s", code, rule.Action)
		}
	}
}

func TestDeletedThingsSayWhoDeletedThemToThoseWhoCouldSeeThem(t *testing.T) {
	at := time.Date(2026, 4, 14, 12, 0, 0, 0, time.UTC)
	place := &Place{Family: FamilyList, Organisation: "o", Group: "g", Deleted: &Deletion{At: at, By: "Dev Patel"}}
	err := Judge(Asker{User: "u", Organisation: "o", Groups: map[string]Role{"g": ViceCaptain}}, ViewGroup, place)
	if f := fault.As(err); f.Kind != fault.Gone || f.Title != "This list was deleted by Dev Patel on 14 Apr 2026." {
		t.Errorf("got %v", err)
	}
	if code := codeOf(Judge(Asker{User: "u", Organisation: "o"}, ViewGroup, place)); code != "not_found" {
		t.Errorf("somebody outside of the group gets %q", code)
	}
}

func codeOf(err error) string {
	if err == nil {
		return ""
	}
	return fault.As(err).Code
}
