package campaign

import "partyline/event"

// The events, each with the new state of its thing; none has a phone number.
const (
	Changed          event.Kind = "campaign.changed"           // on campaign/{id}: a View, with who saved which step
	StatusChanged    event.Kind = "campaign.status_changed"    // on campaign/{id}: a StatusView
	LoadChanged      event.Kind = "campaign.load_changed"      // on campaign/{id}: a LoadTold
	PersonChanged    event.Kind = "campaign.person_changed"    // on campaign/{id}: a PersonView
	Listed           event.Kind = "campaign.listed"            // on campaigns/{organisation}: a ListedView
	ClickingChanged  event.Kind = "campaign.clicking_changed"  // on campaign/{id}/clickers: a ClickingView
	NumbersWithdrawn event.Kind = "campaign.numbers_withdrawn" // on campaign/{id}/clickers: a WithdrawnView
	ClickingSwitched event.Kind = "campaign.clicking_switched" // on organisation/{id}: a SwitchView
	CallersTold      event.Kind = "campaign.callers_told"      // on campaign/{id}/callers: a CallersView
	ScriptChanged    event.Kind = "campaign.script_changed"    // on campaign/{id}/callers: a ScriptTold
	StateChanged     event.Kind = "campaign.state_changed"     // on campaign/{id}: a StateTold, when the state is another one
	FileLoaded       event.Kind = "campaign.file_loaded"       // on campaign/{id}: a LoadTold, when a file is loaded or could not be
	MessagesChanged  event.Kind = "campaign.messages_changed"  // on campaign/{id}, and on …/callers and …/clickers with what is theirs: a MessagesView
)

// Kinds is every kind of event of this package, for the OpenAPI document and its closed union.
var Kinds = []event.Kind{Changed, StatusChanged, LoadChanged, PersonChanged, Listed, ClickingChanged, NumbersWithdrawn, ClickingSwitched, CallersTold, ScriptChanged, StateChanged, FileLoaded, MessagesChanged}

// Heard is what other programs can hear of: what happens, and not every figure on the way.
var Heard = []event.Kind{StateChanged, Changed, FileLoaded, PersonChanged}

// The jobs this package does itself, through Work: the subject is a campaign, a load, a lease or an organisation.
const (
	JobTell     = "campaign.tell"     // status, counts and progress of a campaign to whoever listens
	JobUpload   = "campaign.upload"   // takes a file away that nobody sends any more
	JobScan     = "campaign.scan"     // looks at every row of a file
	JobLoad     = "campaign.load"     // makes contacts of them
	JobLapse    = "campaign.lapse"    // ends a lease that has run out
	JobMove     = "campaign.move"     // puts who waited long enough where the dialer takes them
	JobSwitch   = "campaign.switch"   // moves a campaign's numbers to where the clicking switch has them
	JobSweep    = "campaign.sweep"    // takes numbers of an organisation's Do Not Call list out of all its campaigns
	JobRelist   = "campaign.relist"   // has what came onto the list, or off it, while a file was loaded swept out or taken back in
	JobRestream = "campaign.restream" // moves contacts that a later row of a file made stricter to where they belong
	JobDriven   = "campaign.driven"   // say so when nobody drives the dialer any more
	JobSeen     = "campaign.seen"     // how many have seen each alert bar, to admins
)

// Jobs is the kinds of jobs that Work does; LongJobs those of them that may take minutes, so that they keep no call waiting.
var (
	Jobs     = []string{JobTell, JobUpload, JobScan, JobLoad, JobLapse, JobMove, JobSweep, JobRelist, JobSeen, JobSwitch, JobRestream, JobDriven}
	LongJobs = []string{JobScan, JobLoad, JobSwitch, JobRestream, JobRelist}
)

func topic(campaign string) event.Topic { return event.On(event.FamilyCampaign, campaign) }

func clickersTopic(campaign string) event.Topic { return topic(campaign) + "/clickers" }

func callersTopic(campaign string) event.Topic { return topic(campaign) + "/callers" }
