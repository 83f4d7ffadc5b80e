package roster

import (
	"encoding/binary"
	"strings"
	"testing"
	"unicode/utf16"

	"partyline/fault"
)

func recognise(t *testing.T, file []byte) (Shape, error) {
	t.Helper()
	var s Sniffer
	for i := 0; i < len(file); i += 7 { // in odd pieces
		_, _ = s.Write(file[i:min(i+7, len(file))])
	}
	enc, marked := s.Encoding()
	return look(s.Head(), enc, marked, len(file) == len(s.Head()), s.Lines(), told{Country: "GB"}, &Numbers{})
}

func utf16Bytes(text string, order binary.ByteOrder, mark bool) []byte {
	var b []byte
	if mark {
		b = append(b, 0, 0)
		order.PutUint16(b, 0xFEFF)
	}
	for _, u := range utf16.Encode([]rune(text)) {
		b = append(b, 0, 0)
		order.PutUint16(b[len(b)-2:], u)
	}
	return b
}

func latin1(text string) []byte {
	var b []byte
	for _, r := range text {
		b = append(b, byte(r))
	}
	return b
}

const people1 = "First name,Surname,Mobile no.,E-mail,Town\nZoë,Élan,0113 496 0001,zoe@example.org,Leeds\nBen,Okafor,0113 496 0002,,York\n"

func TestEncodingsAndSeparatorsAreRecognised(t *testing.T) {
	semi, tab := strings.ReplaceAll(people1, ",", ";"), strings.ReplaceAll(people1, ",", "\t")
	for name, c := range map[string]struct {
		file     []byte
		encoding Encoding
		sep      string
	}{
		"utf-8":                      {[]byte(people1), UTF8, ","},
		"utf-8 with mark":            {[]byte("\xEF\xBB\xBF" + people1), UTF8, ","},
		"utf-8, semicolons":          {[]byte(semi), UTF8, ";"},
		"utf-8, tabs":                {[]byte(tab), UTF8, "\t"},
		"utf-16 le with mark":        {utf16Bytes(tab, binary.LittleEndian, true), UTF16LE, "\t"},
		"utf-16 be with mark":        {utf16Bytes(people1, binary.BigEndian, true), UTF16BE, ","},
		"utf-16 le without":          {utf16Bytes(semi, binary.LittleEndian, false), UTF16LE, ";"},
		"utf-16 be without":          {utf16Bytes(people1, binary.BigEndian, false), UTF16BE, ","},
		"latin-1":                    {latin1(semi), Latin1, ";"},
		"windows-1252":               {append(latin1(people1), []byte("Ann \x93Annie\x94,Day,0113 496 0003,,\n")...), Win1252, ","},
		"utf-8 with one byte broken": {[]byte(people1 + "Zo\xff,Ünal,0113 496 0004,,Ürün\n"), UTF8, ","},
		"a hint for spreadsheets":    {[]byte("sep=;\n" + semi), UTF8, ";"},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := recognise(t, c.file)
			if err != nil {
				t.Fatal(err)
			}
			if s.Encoding != c.encoding || s.Separator != c.sep || !s.Header {
				t.Errorf("%s, %q, header %v", s.Encoding, s.Separator, s.Header)
			}
			var fields []string
			for _, col := range s.Columns {
				fields = append(fields, string(col.Field))
			}
			if got := strings.Join(fields, " "); got != "first_name last_name phone email city" {
				t.Errorf("fields %q", got)
			}
			if s.Sample[0][0] != "Zoë" || s.Sample[0][1] != "Élan" {
				t.Errorf("the first person is %q", s.Sample[0])
			}
		})
	}
}

func TestColumnsAreGuessedInSeveralLanguages(t *testing.T) {
	for header, want := range map[string]string{
		"Name,Phone,Email,City,Time zone,Tags,Notes,Level":           "name phone email city zone tags notes level",
		"Vorname,Nachname,Handynummer,E-Mail-Adresse,Wohnort":        "first_name last_name phone email city",
		"Prénom,Nom,Téléphone portable,Courriel,Ville":               "first_name last_name phone email city",
		"Nombre,Apellidos,Teléfono,Correo electrónico,Ciudad":        "first_name last_name phone email city",
		"Nome,Cognome,Cellulare,E-mail,Città":                        "first_name last_name phone email city",
		"Voornaam,Achternaam,Mobiel,E-mailadres,Woonplaats":          "first_name last_name phone email city",
		"Imię,Nazwisko,Numer telefonu,Adres e-mail,Miasto":           "first_name last_name phone email city",
		"Enw,Rhif ffôn,Ebost,Tref,Nodiadau":                          "name phone email city notes",
		"firstName,lastName,phone_number,email_address,Do not call":  "first_name last_name phone email do_not_call",
		"Supporter ID,Full Name,Mobile Phone (preferred),Home Phone": " name phone phone",
		"Email,Email,Name,Phone":                                     "email  name phone",
		"Nom,Téléphone":                                              "name phone",
		"Age,Shoe size,Name,Tel":                                     "  name phone",
	} {
		fields := guess(strings.Split(header, ","), nil, &Numbers{}, "GB")
		got := make([]string, len(fields))
		for i, f := range fields {
			got[i] = string(f)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s:\n got %q\nwant %q", header, strings.Join(got, " "), want)
		}
	}
}

func TestAFileWithoutHeaderIsReadByWhatStandsInIt(t *testing.T) {
	s, err := recognise(t, []byte("Ada Clarke,0113 496 0001,ada@example.org\nBen Okafor,07700 900123,ben@example.org\n"))
	if err != nil {
		t.Fatal(err)
	}
	if s.Header || s.Columns[0].Field != FullName || s.Columns[1].Field != PhoneField || s.Columns[2].Field != EmailField {
		t.Errorf("%+v", s)
	}
	if len(s.Sample) != 2 || s.Columns[0].Title != "Column 1" {
		t.Errorf("sample %q, title %q", s.Sample, s.Columns[0].Title)
	}
	s, err = recognise(t, []byte("Wer,Wohin\nAda Clarke,0113 496 0001\nBen Okafor,0113 496 0002\n"))
	if err != nil || !s.Header || s.Columns[1].Field != PhoneField || s.Columns[0].Field != FullName {
		t.Errorf("an unknown header: %v %+v", err, s)
	}
}

func TestBadFilesAreRefusedWithTheirSentence(t *testing.T) {
	wide := strings.Repeat("h,", ColumnsLimit) + "h\n" + strings.Repeat("1,", ColumnsLimit) + "1\n"
	for name, c := range map[string]struct{ file, code string }{
		"empty":            {"", "file_empty"},
		"blank":            {" \r\n\r\n , \n", "file_empty"},
		"only a mark":      {"\xEF\xBB\xBF", "file_empty"},
		"only a header":    {"Name,Phone\n", "file_no_rows"},
		"excel":            {"PK\x03\x04\x14\x00[Content_Types].xml", "file_excel"},
		"old excel":        {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "file_excel"},
		"libreoffice":      {"PK\x03\x04..mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "file_spreadsheet"},
		"zip":              {"PK\x03\x04people.csv", "file_archive"},
		"gzip":             {"\x1F\x8B\x08", "file_archive"},
		"pdf":              {"%PDF-1.7", "file_pdf"},
		"rtf":              {"{\\rtf1", "file_document"},
		"web page":         {"\n <!DOCTYPE html><html>", "file_web_page"},
		"json":             {`[{"name":"Ada"}]`, "file_json"},
		"picture":          {"\x89PNG\r\n\x1A\n", "file_not_csv"},
		"noise":            {strings.Repeat("\x01\x02\x03a\x05\x06\n", 50), "file_not_csv"},
		"too many columns": {wide, "too_many_columns"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := recognise(t, []byte(c.file))
			if !fault.Is(err, c.code) {
				t.Errorf("got %v, want %s", err, c.code)
			}
		})
	}
	if !strings.Contains(fault.As(foreign([]byte("PK\x03\x04xl/"))).Title, "save it as CSV") {
		t.Error("the sentence on Excel says what to do")
	}
}

func TestWideAndOddFilesAreRead(t *testing.T) {
	var h, r []string
	for range 198 {
		h, r = append(h, "x"), append(r, "1")
	}
	s, err := recognise(t, []byte("Name,Phone,"+strings.Join(h, ",")+"\nAda Clarke,0113 496 0001,"+strings.Join(r, ",")+"\n"))
	if err != nil || len(s.Columns) != 200 {
		t.Fatalf("200 columns: %v, %d", err, len(s.Columns))
	}
	found := false
	for _, n := range s.Notices {
		found = found || n.Code == "duplicate_header"
	}
	if !found {
		t.Error("columns of the same name are not noticed")
	}
	// one column of names and numbers apart by nothing
	if s, err = recognise(t, []byte("Phone\n0113 496 0001\n")); err != nil || len(s.Columns) != 1 || s.Columns[0].Field != PhoneField {
		t.Errorf("one column: %v %+v", err, s)
	}
}
