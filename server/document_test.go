package server

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"partyline/account"
	"partyline/calling"
	"partyline/campaign"
	"partyline/dialer"
	"partyline/export"
	"partyline/hooks"
	"partyline/roster"
)

var update = flag.Bool("update", false, "write static/api/openapi.json and asyncapi.json anew")

func TestTheDocumentsAreNotStale(t *testing.T) {
	for _, d := range []struct {
		file string
		make func() ([]byte, error)
	}{{"openapi.json", Document}, {"asyncapi.json", SocketDocument}} {
		now, err := d.make()
		if err != nil {
			t.Fatal(err)
		}
		if *update {
			if err := os.WriteFile("../static/api/"+d.file, now, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		kept, err := os.ReadFile("../static/api/" + d.file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(now, kept) {
			t.Errorf("static/api/%s is stale: run make generate", d.file)
		}
	}
}

func TestEveryReferenceInTheDocumentLeadsSomewhere(t *testing.T) {
	body, err := Document()
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Components struct {
			Schemas map[string]any `json:"schemas"`
		} `json:"components"`
	}
	if err := json.Unmarshal(body, &doc); err != nil {
		t.Fatal(err)
	}
	for _, part := range strings.Split(string(body), `"$ref": "#/components/schemas/`)[1:] {
		name, _, _ := strings.Cut(part, `"`)
		if doc.Components.Schemas[name] == nil {
			t.Errorf("nothing is called %s", name)
		}
	}
}

func TestEveryKindOfEventIsInTheClosedUnion(t *testing.T) {
	body, err := Document()
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Components struct {
			Schemas map[string]struct {
				OneOf         []any `json:"oneOf"`
				Discriminator struct {
					Mapping map[string]string `json:"mapping"`
				} `json:"discriminator"`
			} `json:"schemas"`
		} `json:"components"`
	}
	if err := json.Unmarshal(body, &doc); err != nil {
		t.Fatal(err)
	}
	union := doc.Components.Schemas["Event"]
	kinds := slices.Concat(calling.Kinds, account.Kinds, roster.Kinds, hooks.Kinds, campaign.Kinds, dialer.Kinds, export.Kinds)
	for _, k := range kinds {
		if union.Discriminator.Mapping[string(k)] == "" {
			t.Errorf("%s is not in the union of events", k)
		}
	}
	if len(union.OneOf) != len(kinds) {
		t.Errorf("the union has %d kinds, the packages have %d", len(union.OneOf), len(kinds))
	}
}
