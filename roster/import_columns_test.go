package roster_test

import (
	"bytes"
	"testing"
	"time"

	"partyline/roster"
)

func TestColumnsCanBeSaidOtherwise(t *testing.T) {
	onBoth(t, 0, func(t *testing.T, h *house) {
		v := h.upload("Ada Clarke;0113 496 0001;Leeds\nBen Okafor;0113 496 0002;York\n")
		if v.Shape.Header || v.Shape.Separator != ";" {
			t.Fatalf("%+v", v.Shape)
		}
		yes, comma := true, ","
		headed := must[roster.ImportView](t)(h.EditImport(h.ctx, h.by, v.ID, roster.ImportEdit{Version: v.Version, Header: &yes}))
		if !headed.Shape.Header || headed.Shape.Columns[0].Title != "Ada Clarke" || len(headed.Shape.Sample) != 1 {
			t.Errorf("%+v", headed.Shape)
		}
		_, err := h.EditImport(h.ctx, h.by, v.ID, roster.ImportEdit{Version: v.Version, Header: &yes})
		wantCode(t, err, "conflict")
		one := must[roster.ImportView](t)(h.EditImport(h.ctx, h.by, v.ID, roster.ImportEdit{Version: headed.Version, Separator: &comma}))
		if len(one.Shape.Columns) != 1 {
			t.Errorf("%d columns", len(one.Shape.Columns))
		}
		no, semi := false, ";"
		back := must[roster.ImportView](t)(h.EditImport(h.ctx, h.by, v.ID, roster.ImportEdit{Version: one.Version, Separator: &semi, Header: &no}))
		fields := []roster.Field{roster.FullName, roster.Ignored, roster.CityField}
		set := must[roster.ImportView](t)(h.EditImport(h.ctx, h.by, v.ID, roster.ImportEdit{Version: back.Version, Fields: &fields}))
		_, err = h.Check(h.ctx, h.by, v.ID)
		wantCode(t, err, "phone_column_missing")
		for code, fields := range map[string][]roster.Field{
			"name_column_missing": {roster.CityField, roster.PhoneField, roster.Ignored},
			"columns_invalid":     {roster.FullName, roster.PhoneField, roster.FullName},
		} {
			set = must[roster.ImportView](t)(h.EditImport(h.ctx, h.by, v.ID, roster.ImportEdit{Version: set.Version, Fields: &fields}))
			_, err = h.Check(h.ctx, h.by, v.ID)
			wantCode(t, err, code)
		}
		for _, fields := range [][]roster.Field{{"wrong", roster.PhoneField, ""}, {roster.FullName, roster.PhoneField}} {
			_, err = h.EditImport(h.ctx, h.by, v.ID, roster.ImportEdit{Version: set.Version, Fields: &fields})
			wantCode(t, err, "columns_invalid")
		}
		nowhere := "ZZ"
		_, err = h.EditImport(h.ctx, h.by, v.ID, roster.ImportEdit{Version: set.Version, Country: &nowhere})
		wantCode(t, err, "country_invalid")
	})
}

func TestWhatStoodInAFileIsForItsSender(t *testing.T) {
	onBoth(t, 0, func(t *testing.T, h *house) {
		v := h.checked("Name,Phone\nAda Clarke,0113 496 0001\n,0113 496 0002\n")
		other := roster.By{User: h.place.Leaders[1], Name: "Leader 2", Organisation: h.place.Organisation, Manages: true}
		seen := must[roster.ImportView](t)(h.Import(h.ctx, other, v.ID))
		if seen.Shape != nil || seen.Ready != 1 {
			t.Errorf("another leader sees %+v", seen.Shape)
		}
		_, err := h.Rejects(h.ctx, other, v.ID, 0, 10)
		wantCode(t, err, "not_your_file")
		_, err = h.MayReadRejects(h.ctx, other, v.ID)
		wantCode(t, err, "not_your_file")
		var out bytes.Buffer
		wantCode(t, h.WriteRejects(h.ctx, other, v.ID, &out), "not_your_file")
		h.showNumbers(true)
		if seen = must[roster.ImportView](t)(h.Import(h.ctx, other, v.ID)); seen.Shape == nil {
			t.Error("where numbers are shown, so are files")
		}
		if page := must[roster.RejectsPage](t)(h.Rejects(h.ctx, other, v.ID, 0, 10)); len(page.Items) != 1 {
			t.Error("and rejects")
		}
	})
}

func TestProgressIsToldAtMostFourTimesASecondAndWithoutNumbers(t *testing.T) {
	onBoth(t, 0, func(t *testing.T, h *house) {
		began := time.Now()
		v := h.checked(csvOf(0, 900))
		h.imported(v.ID, roster.Onto{List: h.place.List})
		told := h.told.of(roster.ImportChanged)
		most := 6 + int(time.Since(began)/(250*time.Millisecond)) + 3 // changes of state are always told
		if len(told) < 5 || len(told) > most {
			t.Errorf("%d events in %s", len(told), time.Since(began))
		}
		h.told.mu.Lock()
		defer h.told.mu.Unlock()
		for _, e := range h.told.events {
			if bytes.Contains(e.Data, []byte("7400")) || bytes.Contains(e.Data, []byte("sample")) {
				t.Fatalf("%s carries what stood in the file: %s", e.Kind, e.Data)
			}
		}
	})
}
