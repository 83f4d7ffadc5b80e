package telephony

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"partyline/calling"
	"partyline/fault"
)

// The paths of webhooks, as the server routes them. They carry opaque references only.
const (
	StepPath     = "/t/step/:name/:ref/:n"
	StatusPath   = "/t/status/:ref"
	FallbackPath = "/t/fallback/:ref"
)

// The paths of campaigns' webhooks: steps and reports of callers' and contacts' legs, machine
// detection's verdicts, rooms' reports, and calls that come in to our numbers.
const (
	CampaignStepPath     = "/b/step/:name/:ref/:n"
	CampaignStatusPath   = "/b/status/:ref"
	CampaignFallbackPath = "/b/fallback/:ref"
	VerdictPath          = "/b/verdict/:ref"
	RoomPath             = "/b/room/:ref"
	InboundPath          = "/b/inbound"          // what shall a call do that comes in?
	InboundFallbackPath  = "/b/inbound/fallback" // the same, asked again
	InboundStatusPath    = "/b/inbound/status"   // it is over; its leg is known by the carrier's id only
)

// Links makes the addresses under which the carrier reaches us: those of calling sessions, or of campaigns.
type Links struct {
	public   string
	campaign bool
}

// Campaign is the links of campaigns: their steps, reports and fallbacks have paths of their own.
func (l Links) Campaign() Links { l.campaign = true; return l }

func (l Links) root() string {
	if l.campaign {
		return l.public + "/b/"
	}
	return l.public + "/t/"
}

// NewLinks checks PUBLIC_URL: absolute, http or https, without query and fragment. It may have a path.
func NewLinks(publicURL string) (Links, error) {
	u, err := url.Parse(publicURL)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return Links{}, fault.New(fault.Invalid, "public_url", "PUBLIC_URL must be the address under which this server is reached, such as https://phones.example.org.")
	}
	return Links{public: strings.TrimRight(publicURL, "/")}, nil
}

// Step is the address of a step.
func (l Links) Step(s calling.Step) string {
	return l.root() + "step/" + url.PathEscape(s.Name) + "/" + url.PathEscape(s.Ref) + "/" + strconv.Itoa(s.N)
}

// Status is where the carrier reports how a leg goes.
func (l Links) Status(ref string) string { return l.root() + "status/" + url.PathEscape(ref) }

// Fallback is what the carrier asks when a step could not be fetched.
func (l Links) Fallback(ref string) string { return l.root() + "fallback/" + url.PathEscape(ref) }

// Verdict is where machine detection tells who answered: an address of its own, since the leg's would
// be asked twice.
func (l Links) Verdict(ref string) string { return l.public + "/b/verdict/" + url.PathEscape(ref) }

// Room is where a room reports who comes and goes.
func (l Links) Room(ref string) string { return l.public + "/b/room/" + url.PathEscape(ref) }

// Inbound is what the carrier asks when somebody calls one of our numbers.
func (l Links) Inbound() string { return l.public + InboundPath }

// InboundFallback is what it asks when that could not be fetched.
func (l Links) InboundFallback() string { return l.public + InboundFallbackPath }

// InboundStatus is where it reports the end of a call that came in.
func (l Links) InboundStatus() string { return l.public + InboundStatusPath }

var (
	stepShape = regexp.MustCompile(`^[a-z_]{1,20}$`)
	refShape  = regexp.MustCompile(`^[A-Za-z0-9_-]{8,64}$`)
)

// ParseStep reads the parts of a step's path back; false when they cannot be ours.
func ParseStep(name, ref, n string) (calling.Step, bool) {
	number, err := strconv.Atoi(n)
	if err != nil || number < 0 || number > 1_000_000 || strconv.Itoa(number) != n || !stepShape.MatchString(name) || !ParseRef(ref) {
		return calling.Step{}, false
	}
	return calling.Step{Name: name, Ref: ref, N: number}, true
}

// ParseRef says whether a reference may be one of ours.
func ParseRef(ref string) bool { return refShape.MatchString(ref) }

// Failed reads which step the carrier could not fetch, from the address it gives to the fallback;
// false when it is not a step of the same leg.
func (l Links) Failed(errorURL, ref string) (calling.Step, bool) {
	address, _, _ := strings.Cut(errorURL, "#")
	rest, ours := strings.CutPrefix(address, l.root()+"step/")
	parts := strings.Split(rest, "/")
	if !ours || len(parts) != 3 {
		return calling.Step{}, false
	}
	s, ok := ParseStep(parts[0], parts[1], parts[2])
	return s, ok && s.Ref == ref
}
