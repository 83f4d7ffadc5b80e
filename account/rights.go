package account

// Role is what a user is: organisation-wide, or in one group.
type Role string

// The roles. An owner is an admin with more; captains lead a group, vice-captains help.
const (
	Owner       Role = "owner"
	Admin       Role = "admin"
	Captain     Role = "captain"
	ViceCaptain Role = "vice_captain"
	Nobody      Role = ""
)

// Action is something that somebody may or may not do.
type Action string

// The actions. Every route and every topic names one.
const (
	Anyone   Action = "anyone"    // without signing in
	SignedIn Action = "signed_in" // whoever has a login; about themselves, or filtered to what they lead

	OwnOrganisation    Action = "own_organisation"
	ManageOrganisation Action = "manage_organisation" // settings
	ManageUsers        Action = "manage_users"
	ManageTokens       Action = "manage_tokens"
	ReadAudit          Action = "read_audit"
	ManageWebhooks     Action = "manage_webhooks"
	ManageOptOuts      Action = "manage_opt_outs" // the Do Not Call list
	CreateGroup        Action = "create_group"
	ManageCampaigns    Action = "manage_campaigns" // build, load, start, pause, their links and people

	ViewGroup        Action = "view_group" // with its leaders, supporters, lists, sessions, live and read-only
	EditGroup        Action = "edit_group"
	ManageLeaders    Action = "manage_leaders"
	EditSupporters   Action = "edit_supporters"
	CorrectDoNotCall Action = "correct_do_not_call" // take a supporter off Do Not Call again
	ImportSupporters Action = "import_supporters"
	EditLists        Action = "edit_lists"
	CreateSession    Action = "create_session"
	RunSession       Action = "run_session"  // dial, skip, prioritise, new cycle
	MindSession      Action = "mind_session" // pause, archive, hand over, export, rename
	LogContact       Action = "log_contact"
)

// Grant says how far a role may do something.
type Grant int

// The grants. Own means: only where the session is theirs.
const (
	No Grant = iota
	Own
	Yes
)

// Scope says what an action is done to.
type Scope int

// The scopes.
const (
	Nowhere Scope = iota // nothing of an organisation
	InOrganisation
	InGroup
)

// Rule is one row of the table of rights.
type Rule struct {
	Action                      Action
	Scope                       Scope
	Owner, Admin                Grant
	Captain, ViceCaptain, Other Grant // Other: a user of the organisation who does not lead the group
}

// Rights is who may do what: the one table that every route and topic is judged by.
// Who does not lead a group gets 404 for its things, whatever stands here.
var Rights = []Rule{
	//                                   owner admin capt vice other
	{Anyone, Nowhere, Yes, Yes, Yes, Yes, Yes},
	{SignedIn, Nowhere, Yes, Yes, Yes, Yes, Yes},

	{OwnOrganisation, InOrganisation, Yes, No, No, No, No},
	{ManageOrganisation, InOrganisation, Yes, Yes, No, No, No},
	{ManageUsers, InOrganisation, Yes, Yes, No, No, No},
	{ManageTokens, InOrganisation, Yes, Yes, No, No, No},
	{ReadAudit, InOrganisation, Yes, Yes, No, No, No},
	{ManageWebhooks, InOrganisation, Yes, Yes, No, No, No},
	{ManageOptOuts, InOrganisation, Yes, Yes, No, No, No},
	{CreateGroup, InOrganisation, Yes, Yes, No, No, No},
	{ManageCampaigns, InOrganisation, Yes, Yes, No, No, No},

	{ViewGroup, InGroup, Yes, Yes, Yes, Yes, No},
	{EditGroup, InGroup, Yes, Yes, No, No, No},
	{ManageLeaders, InGroup, Yes, Yes, No, No, No},
	{EditSupporters, InGroup, Yes, Yes, Yes, Yes, No},
	{CorrectDoNotCall, InGroup, Yes, Yes, No, No, No},
	{ImportSupporters, InGroup, Yes, Yes, Yes, No, No},
	{EditLists, InGroup, Yes, Yes, Yes, Yes, No},
	{CreateSession, InGroup, Yes, Yes, Yes, Yes, No},
	{RunSession, InGroup, Own, Own, Own, Own, No},
	{MindSession, InGroup, Yes, Yes, Yes, Own, No},
	{LogContact, InGroup, Yes, Yes, Yes, Own, No},
}

// RuleFor finds the row of an action; false when the table has none.
func RuleFor(a Action) (Rule, bool) {
	for _, r := range Rights {
		if r.Action == a {
			return r, true
		}
	}
	return Rule{}, false
}

// Grant is the cell of a role.
func (r Rule) Grant(role Role) Grant {
	switch role {
	case Owner:
		return r.Owner
	case Admin:
		return r.Admin
	case Captain:
		return r.Captain
	case ViceCaptain:
		return r.ViceCaptain
	}
	return r.Other
}
