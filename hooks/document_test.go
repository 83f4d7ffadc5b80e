package hooks_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"partyline/calling"
	"partyline/hooks"
)

// page is docs/webhooks.md: what programs of others were written by.
func page(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile("../docs/webhooks.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// example is the page's one block of code in a language.
func example(t *testing.T, language string) string {
	t.Helper()
	blocks := regexp.MustCompile("(?ms)^```"+language+"\n(.*?)^```$").FindAllStringSubmatch(page(t), -1)
	if len(blocks) != 1 {
		t.Fatalf("%d blocks of %s", len(blocks), language)
	}
	return blocks[0][1]
}

// A delivery has the headers that the page's table names, and no other of ours; and the fields of its example, in that order.
func TestADeliveryIsWhatThePageSays(t *testing.T) {
	onBoth(t, true, func(w *world) {
		p := listen(w.T, status(204))
		w.add(p.URL)
		w.happens(calling.ContactLogged, "a talk")
		w.work()
		got := p.all()
		if len(got) != 1 {
			w.Fatalf("got %+v", got)
		}
		var said, sent []string
		for _, m := range regexp.MustCompile("(?m)^\\| `(Partyline-[A-Za-z]+)` \\|").FindAllStringSubmatch(page(w.T), -1) {
			said = append(said, m[1])
		}
		for name := range got[0].header {
			if strings.HasPrefix(name, "Partyline-") {
				sent = append(sent, name)
			}
		}
		slices.Sort(said)
		slices.Sort(sent)
		if len(said) == 0 || !slices.Equal(said, sent) {
			w.Errorf("the page has the headers %v, sent were %v", said, sent)
		}
		if said, sent := fields(w.T, strings.Replace(example(w.T, "json"), "{…}", "{}", 1)), fields(w.T, got[0].body); !slices.Equal(said, sent) {
			w.Errorf("the page's example has %v, sent was %v", said, sent)
		}
		if form := regexp.MustCompile(`^t=\d{10},v1=[0-9a-f]{64}$`); !form.MatchString(got[0].header.Get("Partyline-Signature")) {
			w.Errorf("the signature is %q", got[0].header.Get("Partyline-Signature"))
		}
	})
}

// fields is an object's names in their order.
func fields(t *testing.T, object string) (names []string) {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(object))
	if _, err := d.Token(); err != nil {
		t.Fatal(err)
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			t.Fatalf("%v in %s", err, object)
		}
		names = append(names, name.(string))
		var value any
		if err := d.Decode(&value); err != nil {
			t.Fatalf("%v in %s", err, object)
		}
	}
	return names
}

// The page's examples, run as they stand there, take what we sign and nothing else.
func TestThePagesExamplesTellWhatIsGenuine(t *testing.T) {
	const secret, body = "whsec_a secret of 32 characters ÄÖ", `{"id":"0190","kind":"calling.contact_logged","data":{"name":"Zoë 🗳 \u2028"}}`
	type letter struct {
		Secret string `json:"secret"`
		Header string `json:"header"`
		Body   string `json:"body"`
		what   string
		want   bool
	}
	now := time.Now()
	fresh := hooks.Sign(secret, now, body)
	stamp, code, _ := strings.Cut(fresh, ",")
	letters := []letter{
		{secret, fresh, body, "ours", true},
		{secret, hooks.Sign(secret, now, ""), "", "ours, of nothing", true},
		{secret, hooks.Sign(secret, now.Add(-4*time.Minute), body), body, "four minutes old", true},
		{secret, hooks.Sign(secret, now.Add(-6*time.Minute), body), body, "six minutes old", false},
		{secret, hooks.Sign(secret, now.Add(6*time.Minute), body), body, "of in six minutes", false},
		{secret, fresh, body + " ", "another body", false},
		{secret, fresh, strings.Replace(body, "0190", "0191", 1), "one digit of the body", false},
		{"whsec_another", fresh, body, "another secret", false},
		{strings.TrimPrefix(secret, "whsec_"), fresh, body, "half of the secret", false},
		{secret, stamp, body, "no code", false},
		{secret, stamp + ",v1=", body, "an empty code", false},
		{secret, stamp + ",v1=zz" + strings.TrimPrefix(code, "v1=")[2:], body, "a code that is no hex", false},
		{secret, stamp + ",v1=schlüssel", body, "a code that is no ASCII", false},
		{secret, stamp + "," + code[:len(code)-2], body, "a code cut short", false},
		{secret, stamp + "," + code + "00", body, "a code that is too long", false},
		{secret, code, body, "no time", false},
		{secret, "t=now," + code, body, "a time that is none", false},
		{secret, "t=NaN," + code, body, "a time that is not a number", false},
		{secret, "t=," + code, body, "an empty time", false},
		{secret, "nonsense", body, "nonsense", false},
		{secret, "", body, "nothing", false},
	}
	programs := map[string]struct{ name, file, around string }{
		"python": {"python3", "check.py", "\nimport json, sys\nprint(json.dumps([genuine(c['secret'], c['header'], c['body'].encode()) for c in json.load(sys.stdin)]))\n"},
		"js": {"node", "check.mjs", "\nlet text = '';\nfor await (const part of process.stdin.setEncoding('utf8')) text += part;\n" +
			"console.log(JSON.stringify(JSON.parse(text).map((c) => genuine(c.secret, c.header, Buffer.from(c.body)))));\n"},
	}
	for language, program := range programs {
		t.Run(language, func(t *testing.T) {
			runs, err := exec.LookPath(program.name)
			if err != nil {
				t.Skipf("%s is not installed here.", program.name)
			}
			file := t.TempDir() + "/" + program.file
			if err := os.WriteFile(file, []byte(example(t, language)+program.around), 0o600); err != nil {
				t.Fatal(err)
			}
			in, err := json.Marshal(letters)
			if err != nil {
				t.Fatal(err)
			}
			c := exec.Command(runs, file)
			var failed bytes.Buffer
			c.Stdin, c.Stderr = bytes.NewReader(in), &failed
			out, err := c.Output()
			if err != nil {
				t.Fatalf("%v\n%s", err, failed.String())
			}
			var got []bool
			if err := json.Unmarshal(out, &got); err != nil || len(got) != len(letters) {
				t.Fatalf("it said %s", out)
			}
			for i, l := range letters {
				if got[i] != l.want {
					t.Errorf("%s: %v", l.what, got[i])
				}
			}
		})
	}
	if others := regexp.MustCompile("(?m)^```([a-z]+)$").FindAllStringSubmatch(page(t), -1); len(others) != len(programs)+1 {
		t.Errorf("the page has %d examples, %d are tried: %v", len(others), len(programs)+1, others)
	}
}
