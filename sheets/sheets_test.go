package sheets

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
)

func TestZonesOfNumbersAndCountries(t *testing.T) {
	var f Files
	for number, want := range map[string]string{
		"+441134960000": "[Europe/London]", "+12125550123": "[America/New_York]", "+14155550123": "[America/Los_Angeles]", "+13125550123": "[America/Chicago]",
		"+18505550123": "[America/Chicago America/New_York]",
	} {
		if got := fmt.Sprint(f.Zones(number)); got != want {
			t.Logf("%s: %s", number, got)
			if !strings.Contains(want, strings.Trim(got, "[]")) {
				t.Errorf("%s: %s, want %s", number, got, want)
			}
		}
	}
	for _, country := range []string{"GB", "US", "DE", "AU", "CA", "FR", "BR"} {
		zones := f.CountryZones(country)
		if len(zones) == 0 {
			t.Errorf("%s has no zones", country)
		}
		for _, z := range zones {
			if _, err := time.LoadLocation(z); err != nil {
				t.Errorf("%s: %v", country, err)
			}
		}
	}
	if z := f.CountryZones("XX"); z != nil {
		t.Errorf("XX: %v", z)
	}
}

func TestAFileIsRecognisedAndRead(t *testing.T) {
	var f Files
	text := "Phone;First name;Town\r\n07700 900001;Ada;Leeds\r\n;;\r\n123;Ben;\r\n"
	s := f.Begin()
	_, _ = s.Write([]byte(text))
	if err := s.Foreign(); err != nil {
		t.Fatal(err)
	}
	shape, err := s.Shape("GB")
	if err != nil || shape.Separator != ";" || !shape.Header || len(shape.Columns) != 3 || shape.Columns[0].Field != "phone" || shape.Columns[1].Field != "first_name" {
		t.Fatalf("%+v %v", shape, err)
	}
	rows := f.Rows(strings.NewReader(text), shape)
	var got []string
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprint(row.Number, row.Cells))
	}
	if strings.Join(got, " ") != "1 [Phone First name Town] 2 [07700 900001 Ada Leeds] 3 [  ] 4 [123 Ben ]" {
		t.Errorf("read %v", got)
	}
	if e164, why := f.Number("07700 900001", "GB"); e164 != "+447700900001" || why != "" {
		t.Errorf("%s %s", e164, why)
	}
	if _, why := f.Number("123", "GB"); why == "" {
		t.Error("123 is a number")
	}
}
