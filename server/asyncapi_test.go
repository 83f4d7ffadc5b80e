package server

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"partyline/client"
)

func TestTheSocketsDocumentHasEveryFrameAndEveryCloseCode(t *testing.T) {
	body, err := SocketDocument()
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Channels struct {
			Socket struct {
				Messages map[string]any   `json:"messages"`
				Codes    []client.Closing `json:"x-close-codes"`
			} `json:"socket"`
		} `json:"channels"`
		Components struct {
			Messages map[string]struct {
				Name    string `json:"name"`
				Payload struct {
					Schema asyncRef `json:"schema"`
				} `json:"payload"`
			} `json:"messages"`
		} `json:"components"`
		Operations map[string]struct {
			Action string `json:"action"`
		} `json:"operations"`
	}
	if err := json.Unmarshal(body, &doc); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(doc.Channels.Socket.Codes, client.Closings[:]) {
		t.Errorf("close codes: %v", doc.Channels.Socket.Codes)
	}
	var open struct {
		Components struct {
			Schemas map[string]any `json:"schemas"`
		} `json:"components"`
	}
	beside, err := Document()
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(beside, &open); err != nil {
		t.Fatal(err)
	}
	for _, frame := range slices.Concat(client.FromBrowser, client.FromServer) {
		kind, schema := frameType(frame)
		m := doc.Components.Messages[schema]
		if m.Name != kind || doc.Channels.Socket.Messages[schema] == nil {
			t.Errorf("%s frames are not described", kind)
		}
		if _, name, ok := strings.Cut(m.Payload.Schema.Ref, "openapi.json#/components/schemas/"); !ok || open.Components.Schemas[name] == nil {
			t.Errorf("%s: %s leads nowhere", kind, m.Payload.Schema.Ref)
		}
	}
	for _, frame := range client.FromBrowser {
		if kind, _ := frameType(frame); doc.Operations[kind].Action != "receive" {
			t.Errorf("nothing says what a %s frame is for", kind)
		}
	}
}

func TestTheServedDocumentOfTheSocketNamesItsAddress(t *testing.T) {
	for public, want := range map[string][2]string{
		"https://phones.example.org/bank": {"phones.example.org", "wss"},
		"http://127.0.0.1:8080":           {"127.0.0.1:8080", "ws"},
	} {
		body, err := asyncDocument(public, "1")
		if err != nil {
			t.Fatal(err)
		}
		var doc struct {
			Servers map[string]struct{ Host, Protocol string } `json:"servers"`
		}
		if err := json.Unmarshal(body, &doc); err != nil {
			t.Fatal(err)
		}
		if here := doc.Servers["here"]; here.Host != want[0] || here.Protocol != want[1] {
			t.Errorf("%s: %+v", public, here)
		}
	}
}
