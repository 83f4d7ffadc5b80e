package roster

import (
	"slices"
	"strings"
	"unicode"
)

// Field is what a column of a file holds.
type Field string

// The fields that columns can be put to; Ignored is none of them.
const (
	Ignored     Field = ""
	FullName    Field = "name"
	FirstName   Field = "first_name"
	LastName    Field = "last_name"
	PhoneField  Field = "phone"
	EmailField  Field = "email"
	CityField   Field = "city"
	ZoneField   Field = "zone"
	TagsField   Field = "tags"
	NotesField  Field = "notes"
	LevelField  Field = "level"
	NoCallField Field = "do_not_call"
)

// Fields is every field, in the order in which a page offers them.
var Fields = []Field{FullName, FirstName, LastName, PhoneField, EmailField, CityField, ZoneField, TagsField, NotesField, LevelField, NoCallField}

// headings are what people call their columns: English, German, French, Spanish, Italian, Portuguese, Dutch,
// Polish, Swedish and Welsh, folded. The first of a name's fields wins where a word stands in two.
var headings = map[Field]string{
	FullName: "name|full name|fullname|display name|supporter|supporter name|contact|contact name|person|voter name|vollstandiger name|vor- und nachname|nom complet|nom et prenom|" +
		"nombre completo|nombre y apellidos|nome completo|nome e cognome|volledige naam|naam|imie i nazwisko|namn|fullstandigt namn|enw|enw llawn",
	FirstName: "first name|firstname|first|forename|given name|given names|christian name|vorname|prenom|nombre|nome|primeiro nome|voornaam|imie|fornamn|enw cyntaf|fname",
	LastName: "last name|lastname|last|surname|family name|second name|nachname|familienname|nom|nom de famille|apellido|apellidos|cognome|sobrenome|apelido|" +
		"achternaam|nazwisko|efternamn|cyfenw|lname",
	PhoneField: "phone|phone number|telephone|telephone number|tel|tel no|mobile|mobile no|mobile number|mobile phone|cell|cell phone|cellphone|cell number|phone 1|phone1|number|contact number|" +
		"primary phone|preferred phone|best phone|landline|home phone|work phone|telefon|telefonnummer|handy|handynummer|mobil|mobilnummer|mobiltelefon|festnetz|rufnummer|" +
		"numero de telephone|portable|tel portable|telephone portable|fixe|telefono|numero de telefono|movil|celular|cellulare|telefone|telemovel|telefoon|telefoonnummer|mobiel|gsm|" +
		"numer telefonu|komorka|telefonnr|mobilnr|ffon|rhif ffon|symudol",
	EmailField: "email|e-mail|email address|e-mail address|mail|emailadresse|e-mail-adresse|courriel|adresse email|adresse e-mail|mel|correo|correo electronico|correo-e|" +
		"indirizzo email|posta elettronica|e-mailadres|adres e-mail|e-post|epost|ebost|e-bost",
	CityField:   "city|town|town/city|city/town|post town|place|locality|municipality|stadt|ort|wohnort|ville|commune|localite|ciudad|localidad|municipio|citta|comune|cidade|plaats|woonplaats|stad|miasto|miejscowosc|ort/stad|tref|dinas",
	ZoneField:   "time zone|timezone|tz|zone|zeitzone|fuseau horaire|zona horaria|fuso orario|fuso horario|tijdzone|strefa czasowa|tidszon|cylchfa amser",
	TagsField:   "tags|tag|labels|label|tag list|taglist|groups|segments|schlagworte|schlagworter|etiquettes|etiquetas|etichette|tagi|etykiety|taggar|tagiau",
	NotesField:  "notes|note|comments|comment|remarks|notizen|notiz|bemerkung|bemerkungen|kommentar|remarques|commentaire|commentaires|notas|observaciones|comentarios|commenti|opmerkingen|notities|uwagi|notatki|anteckningar|nodiadau",
	LevelField:  "level|engagement|engagement level|support level|supporter level|rating|score|tier|stufe|niveau|nivel|livello|poziom|niva|lefel",
	NoCallField: "do not call|do not phone|do not contact by phone|dnc|no calls|opt out|opted out|phone opt out|nicht anrufen|ne pas appeler|no llamar|non chiamare|niet bellen|nie dzwonic|ring inte",
}

var heading = func() map[string]Field {
	m := map[string]Field{}
	for _, f := range Fields {
		for _, w := range strings.Split(headings[f], "|") {
			if _, taken := m[w]; !taken {
				m[w] = f
			}
		}
	}
	return m
}()

// named is the field that a heading names.
func named(title string) Field {
	t := strings.Map(func(r rune) rune {
		switch {
		case r == '_' || r == '.' || r == ':' || r == '*' || r == '#' || r == '(' || r == ')' || r == '"':
			return ' '
		}
		return r
	}, Fold(camel(title)))
	t = strings.Join(strings.Fields(t), " ")
	if f, ok := heading[t]; ok {
		return f
	}
	if f, ok := heading[strings.ReplaceAll(t, "-", " ")]; ok {
		return f
	}
	for _, w := range strings.Fields(t) {
		if slices.Contains(about, w) {
			return Ignored
		}
	}
	// "Mobile phone (preferred)", "Your e-mail", "Supporter: first name": the longest heading inside it.
	best, length := Ignored, 4
	for w, f := range heading {
		if len(w) > length && (strings.HasPrefix(t, w+" ") || strings.HasSuffix(t, " "+w) || strings.Contains(t, " "+w+" ")) {
			best, length = f, len(w)
		}
	}
	return best
}

// about are words of columns that tell something about a phone or a person, and not the phone or the person.
var about = []string{"id", "ids", "type", "date", "status", "code", "count", "url", "link", "at", "since", "valid", "verified", "by", "consent", "carrier", "extension", "ext"}

// camel sets the words of "firstName" apart.
func camel(s string) string {
	var b strings.Builder
	var last rune
	for _, r := range s {
		if unicode.IsUpper(r) && unicode.IsLower(last) {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		last = r
	}
	return b.String()
}

// guess puts each column to a field: by its heading, and where none names the phone, the e-mail or the
// name, by what stands in it. Only phones, tags and notes may be in several columns.
func guess(titles []string, rows [][]string, numbers *Numbers, country string) []Field {
	width := len(titles)
	for _, r := range rows {
		width = max(width, len(r))
	}
	fields := make([]Field, width)
	taken := map[Field]bool{}
	for i, t := range titles {
		f := named(t)
		if f == Ignored || taken[f] && !several(f) {
			continue
		}
		fields[i], taken[f] = f, true
	}
	if taken[FirstName] && !taken[LastName] && taken[FullName] { // "Name, Vorname": the name is the last name
		fields[slices.Index(fields, FullName)] = LastName
		taken[LastName], taken[FullName] = true, false
	}
	if taken[LastName] && !taken[FirstName] && !taken[FullName] { // "Nom" alone is the name
		fields[slices.Index(fields, LastName)] = FullName
		taken[FullName], taken[LastName] = true, false
	}
	content := func(f Field, fits func(string) bool) {
		if taken[f] {
			return
		}
		best, most := -1, 0.5
		for i := range fields {
			if fields[i] != Ignored {
				continue
			}
			if share := share(rows, i, fits); share > most {
				best, most = i, share
			}
		}
		if best >= 0 {
			fields[best], taken[f] = f, true
		}
	}
	content(EmailField, looksLikeEmail)
	content(PhoneField, func(c string) bool {
		e164, _ := numbers.Normal(c, country)
		return e164 != ""
	})
	if !taken[FirstName] && !taken[LastName] {
		content(FullName, looksLikeName)
	}
	return fields
}

// several says whether more than one column may hold the field: further phones are second choices.
func several(f Field) bool { return f == PhoneField || f == TagsField || f == NotesField }

// share is the part of a column's filled cells that fit.
func share(rows [][]string, column int, fits func(string) bool) float64 {
	filled, good := 0, 0
	for _, r := range rows {
		if column >= len(r) || strings.TrimSpace(r[column]) == "" {
			continue
		}
		filled++
		if fits(strings.TrimSpace(r[column])) {
			good++
		}
	}
	if filled == 0 {
		return 0
	}
	return float64(good) / float64(filled)
}

func looksLikeEmail(c string) bool {
	local, domain, found := strings.Cut(c, "@")
	return found && local != "" && strings.Contains(domain, ".") && !strings.ContainsAny(c, " \t,;")
}

func looksLikeName(c string) bool {
	letters := 0
	for _, r := range c {
		switch {
		case unicode.IsLetter(r):
			letters++
		case unicode.IsDigit(r) || strings.ContainsRune("@/:+=", r):
			return false
		}
	}
	return letters >= 2 && strings.Contains(strings.TrimSpace(c), " ")
}
