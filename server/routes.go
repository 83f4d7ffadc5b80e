package server

import (
	"partyline/account"
	"partyline/campaign"
	"partyline/event"
	"partyline/export"
)

// routes is every route under /api/v1: method, path, who may, handler.
// The thing in the path ({id} behind /groups, /lists, /sessions …) is found and judged before the handler runs.
func (s *Server) routes() {
	// Signing in
	handle(s, "POST", "/login", account.Anyone, s.signIn, private, summary("Sign in"))
	handle(s, "POST", "/logout", account.SignedIn, s.signOut, private, summary("Sign out, here or everywhere"))
	handle(s, "GET", "/invitations/{token}", account.Anyone, s.invitation, summary("Look at a one-time link"))
	handle(s, "POST", "/invitations/{token}", account.Anyone, s.acceptInvitation, private, summary("Set a password by a one-time link, and sign in"))

	// Me
	handle(s, "GET", "/me", account.SignedIn, s.me, summary("Who I am"))
	handle(s, "PATCH", "/me", account.SignedIn, s.editMe, mine(s.me), summary("Edit my profile"))
	handle(s, "POST", "/me/password", account.SignedIn, s.changePassword, private, summary("Change my password"))
	handle(s, "POST", "/me/mobile/verify", account.SignedIn, s.verifyMobile, mine(s.verifying), summary("Ring me to test, or check the code that was said"))
	handle(s, "GET", "/phone", account.SignedIn, s.phone, summary("Check and normalise a number"))

	handle(s, "GET", "/search", account.SignedIn, s.search, summary("Find sessions, lists, groups and supporters by any part of their names"))

	// Organisation
	handle(s, "GET", "/organisation", account.SignedIn, s.organisation, summary("My organisation's settings"))
	handle(s, "PATCH", "/organisation", account.ManageOrganisation, s.editOrganisation, mine(s.organisation), summary("Change settings"))
	handle(s, "GET", "/organisation/clicking", account.ManageOrganisation, s.clickingSwitch, summary("The clicking switch, for all campaigns"))
	handle(s, "POST", "/organisation/clicking", account.OwnOrganisation, s.turnClicking, mine(s.clickingSwitch), summary("Turn the clicking switch; off, numbers that nobody approved wait unless release_unapproved says otherwise"))
	handle(s, "GET", "/organisation/minutes", account.ManageOrganisation, s.spending, summary("Minutes on the phone and what they cost by about, by list"))
	handle(s, "GET", "/audit", account.ReadAudit, s.audit, summary("Who did what"))
	handle(s, "GET", "/tokens", account.ManageTokens, s.tokens, summary("API tokens"))
	handle(s, "POST", "/tokens", account.ManageTokens, s.createToken, created, summary("Create an API token; it is shown once"))
	handle(s, "DELETE", "/tokens/{id}", account.ManageTokens, s.revokeToken, summary("Revoke an API token"))
	handle(s, "GET", "/webhooks", account.ManageWebhooks, s.hooksOf, summary("Programs that hear of the organisation's events"))
	handle(s, "POST", "/webhooks", account.ManageWebhooks, s.addHook, created, made("webhook", s.hookMade), summary("Add a webhook; its secret is shown once"))
	handle(s, "DELETE", "/webhooks/{id}", account.ManageWebhooks, s.removeHook, summary("Remove a webhook with its deliveries"))
	handle(s, "POST", "/webhooks/{id}/resume", account.ManageWebhooks, s.resumeHook, here(s.hookByID), summary("Switch a webhook on again that failed for days"))
	handle(s, "GET", "/webhooks/{id}/deliveries", account.ManageWebhooks, s.deliveries, summary("What a webhook was sent, the newest first"))
	handle(s, "POST", "/webhooks/{id}/deliveries/{delivery}/replay", account.ManageWebhooks, s.replayDelivery, shows(s.deliveryByID), summary("Send a delivery once more, with the same id"))
	handle(s, "GET", "/users", account.ManageUsers, s.users, summary("People who can sign in"))
	handle(s, "POST", "/users", account.ManageUsers, s.createUser, created, summary("Add a user; the reply has their one-time link"))
	handle(s, "PATCH", "/users/{id}", account.ManageUsers, s.editUser, here(s.userByID), summary("Edit or disable a user"))
	handle(s, "POST", "/users/{id}/invite", account.ManageUsers, s.invite, created, summary("A new one-time link to a password"))

	// The Do Not Call list
	handle(s, "GET", "/do-not-call", account.ManageOptOuts, s.optOuts, summary("Numbers that nobody calls, newest first"))
	handle(s, "POST", "/do-not-call", account.ManageOptOuts, s.optOut, summary("Put numbers on the list; nobody rings them from now on"))
	s.raw("POST", "/do-not-call/imports", account.ManageOptOuts, s.optOutFile, streamed, summary("Put the numbers of a CSV file on the list as it comes: the body is the file, ?column= which column, from 1, if none is called Phone. What came before a break stays; send it again"))
	handle(s, "DELETE", "/do-not-call", account.ManageOptOuts, s.optIn, summary("Take numbers off the list"))

	// Groups
	handle(s, "GET", "/groups", account.SignedIn, s.groups, summary("Groups I lead; admins: all"))
	handle(s, "POST", "/groups", account.CreateGroup, s.createGroup, created, made(account.FamilyGroup, s.groupByID), summary("Create a group"))
	handle(s, "GET", "/groups/{id}", account.ViewGroup, s.groupByID, summary("A group"))
	handle(s, "PATCH", "/groups/{id}", account.EditGroup, s.editGroup, here(s.groupByID), summary("Edit a group"))
	handle(s, "DELETE", "/groups/{id}", account.EditGroup, s.deleteGroup, summary("Delete a group"))
	handle(s, "GET", "/groups/{id}/leaders", account.ViewGroup, s.leaders, summary("Captains and vice-captains"))
	handle(s, "PUT", "/groups/{id}/leaders/{user}", account.ManageLeaders, s.setLeader, here(s.leaders), summary("Make somebody captain or vice-captain"))
	handle(s, "DELETE", "/groups/{id}/leaders/{user}", account.ManageLeaders, s.removeLeader, here(s.leaders), summary("Take somebody's lead away"))

	// Supporters, call lists, imports
	handle(s, "GET", "/groups/{id}/supporters", account.ViewGroup, s.supporters, summary("A group's supporters, by name"))
	handle(s, "POST", "/groups/{id}/supporters", account.EditSupporters, s.createSupporter, created, made(account.FamilySupporter, s.supporterByID), summary("Add a supporter by hand"))
	handle(s, "GET", "/supporters/{id}", account.ViewGroup, s.supporter, summary("A supporter with what a leader needs in mid-call"))
	handle(s, "PATCH", "/supporters/{id}", account.EditSupporters, s.editSupporter, here(s.supporterByID), summary("Edit a supporter"))
	handle(s, "GET", "/supporters/{id}/history", account.ViewGroup, s.history, summary("Every contact with a supporter, over all lists, sessions and leaders, newest first"))
	handle(s, "POST", "/supporters/{id}/do-not-call", account.EditSupporters, s.setDoNotCall, here(s.supporterByID), summary("Nobody rings them, or their number, from now on"))
	handle(s, "DELETE", "/supporters/{id}/do-not-call", account.CorrectDoNotCall, s.correctDoNotCall, here(s.supporterByID), summary("They stood on Do Not Call by mistake; needs a reason"))
	handle(s, "GET", "/groups/{id}/lists", account.ViewGroup, s.lists, summary("A group's call lists, with their figures"))
	handle(s, "POST", "/groups/{id}/lists", account.EditLists, s.createList, created, made(account.FamilyList, s.list), summary("Create a call list"))
	handle(s, "GET", "/lists/{id}", account.ViewGroup, s.list, summary("A call list; subscribe to list/{id} from its seq"))
	handle(s, "PATCH", "/lists/{id}", account.EditLists, s.editList, here(s.list), summary("Change a list's settings"))
	handle(s, "DELETE", "/lists/{id}", account.EditLists, s.deleteList, summary("Delete a list; its sessions and logs stay"))
	handle(s, "GET", "/lists/{id}/supporters", account.ViewGroup, s.people, summary("Who stands on a list, in its order"))
	handle(s, "POST", "/lists/{id}/supporters", account.EditLists, s.addPeople, summary("Put people on a list"))
	handle(s, "DELETE", "/lists/{id}/supporters", account.EditLists, s.removePeople, summary("Take people off a list"))
	handle(s, "PUT", "/lists/{id}/order", account.EditLists, s.orderPeople, summary("Give a list another order"))
	handle(s, "GET", "/lists/{id}/leaders", account.ViewGroup, s.listLeaders, summary("Who calls a list now, on whom, and how fast; subscribe to list/{id} from its seq"))
	handle(s, "POST", "/lists/{id}/split", account.EditLists, s.splitList, here(s.listLeaders), summary("Deal a list's untouched people evenly to some leaders"))
	handle(s, "POST", "/lists/{id}/take-over", account.EditLists, s.takeOver, here(s.listLeaders), summary("Give an absent leader's untouched people to another"))
	handle(s, "GET", "/groups/{id}/imports", account.ImportSupporters, s.imports, summary("A group's newest imports"))
	s.raw("POST", "/groups/{id}/imports", account.ImportSupporters, s.upload, streamed, created, summary("Send a CSV file: the body is the file, ?name= its name"))
	handle(s, "GET", "/imports/{id}", account.ImportSupporters, s.importByID, summary("An import and its progress; subscribe to import/{id} from its seq"))
	handle(s, "PATCH", "/imports/{id}", account.ImportSupporters, s.editImport, here(s.importByID), summary("Say what the columns are"))
	handle(s, "DELETE", "/imports/{id}", account.ImportSupporters, s.cancelImport, here(s.importByID), summary("Cancel an import; who was imported stays"))
	handle(s, "POST", "/imports/{id}/check", account.ImportSupporters, s.checkImport, here(s.importByID), summary("Look at every row, in the background"))
	handle(s, "POST", "/imports/{id}/run", account.ImportSupporters, s.runImport, here(s.importByID), summary("Import what was checked, in the background"))
	handle(s, "GET", "/imports/{id}/rejects", account.ImportSupporters, s.rejects, summary("The rows that cannot be used, with their reasons"))
	s.raw("GET", "/imports/{id}/rejects.csv", account.ImportSupporters, s.rejectsCSV, summary("The same as a file for a spreadsheet"))

	// Sessions
	handle(s, "POST", "/lists/{id}/sessions", account.CreateSession, s.createSession, created, made(account.FamilySession, s.session), summary("Start a calling session on a list; nothing is dialled"))
	handle(s, "GET", "/sessions", account.SignedIn, s.sessions, summary("Sessions of the groups I lead, newest activity first"))
	handle(s, "GET", "/sessions/{id}", account.ViewGroup, s.session, summary("A session; subscribe to session/{id} from its seq"))
	handle(s, "PATCH", "/sessions/{id}", account.MindSession, s.renameSession, shows(s.sessionPressed), summary("Rename a session"))
	handle(s, "POST", "/sessions/{id}/start", account.RunSession, s.start, shows(s.sessionPressed), summary("Ring the leader's phone"))
	handle(s, "POST", "/sessions/{id}/resume", account.RunSession, s.start, shows(s.sessionPressed), summary("The same as start"))
	handle(s, "POST", "/sessions/{id}/pause", account.MindSession, s.pause, shows(s.sessionPressed), summary("Hang up after the present talk"))
	handle(s, "POST", "/sessions/{id}/next", account.RunSession, s.next, shows(s.sessionPressed), summary("Call the next person without a key on the phone"))
	handle(s, "POST", "/sessions/{id}/cycles", account.RunSession, s.newCycle, shows(s.sessionPressed), summary("Start a new cycle"))
	handle(s, "POST", "/sessions/{id}/finish-cycle", account.RunSession, s.finishCycle, shows(s.sessionPressed), summary("Skip who is left for this cycle"))
	handle(s, "POST", "/sessions/{id}/hand-over", account.MindSession, s.handOver, shows(s.sessionPressed), summary("Give a session to another leader; not while a phone is connected to it"))
	handle(s, "POST", "/sessions/{id}/archive", account.MindSession, s.archiveSession, shows(s.sessionPressed), summary("Archive, after the present talk"))
	for _, x := range export.Files(event.FamilySession) {
		s.raw("GET", "/sessions/{id}/export/"+x.Name+".csv", account.MindSession, s.export(event.FamilySession, x, export.CSV), summary("The session's "+x.Name+" as a file for a spreadsheet"))
		s.raw("GET", "/sessions/{id}/export/"+x.Name+".json", account.MindSession, s.export(event.FamilySession, x, export.JSON), summary("The session's "+x.Name+" as a JSON array"))
	}
	s.prepared(event.FamilySession, "/sessions/{id}/exports", account.MindSession)

	handle(s, "GET", "/call-backs", account.SignedIn, s.callBacks, summary("Who asked to be called again, and when; the earliest first"))

	// The queue
	handle(s, "GET", "/sessions/{id}/entries", account.ViewGroup, s.entries, summary("A session's entries"))
	handle(s, "POST", "/sessions/{id}/entries/{entry}/skip", account.RunSession, s.skip, shows(s.entryPressed), summary("Put an entry aside"))
	handle(s, "DELETE", "/sessions/{id}/entries/{entry}/skip", account.RunSession, s.removeSkip, shows(s.entryPressed), summary("Back into the queue at once"))
	handle(s, "POST", "/sessions/{id}/entries/{entry}/prioritise", account.RunSession, s.prioritise, shows(s.entryPressed), summary("Directly behind whoever is next"))
	handle(s, "POST", "/sessions/{id}/entries/{entry}/call-next", account.RunSession, s.callNext, shows(s.entryPressed), summary("First in the queue; dials nothing"))
	handle(s, "POST", "/sessions/{id}/entries/{entry}/check", account.RunSession, s.checkEntry, shows(s.entryPressed), summary("Judge a passed-over entry again"))
	handle(s, "POST", "/sessions/{id}/entries/{entry}/log", account.LogContact, s.logByHand, created, shows(s.logPressed), summary("Log a contact without a call"))

	// Attempts
	handle(s, "GET", "/attempts/{id}/log", account.ViewGroup, s.attemptLog, summary("The contact log of a call"))
	handle(s, "PUT", "/attempts/{id}/log", account.LogContact, s.writeLog, shows(s.callLogged), summary("Write or correct the contact log of a call"))
	handle(s, "GET", "/logs/{id}", account.ViewGroup, s.logByID, summary("A contact log"))
	handle(s, "PUT", "/logs/{id}", account.LogContact, s.correctLog, shows(s.corrected), summary("Correct a contact log"))
	handle(s, "POST", "/attempts/{id}/hang-up", account.RunSession, s.hangUp, summary("End the call; the leader stays on the line"))
	handle(s, "POST", "/undo/{id}", account.ViewGroup, s.undo, shows(s.undone), summary("Take an action of one's own back, for ten seconds; the id is the action of its reply"))

	// Campaigns
	handle(s, "GET", "/campaigns", account.ManageCampaigns, s.campaigns, summary("The organisation's campaigns, newest first; subscribe to campaigns/{organisation}"))
	handle(s, "POST", "/campaigns", account.ManageCampaigns, s.createCampaign, created, made(account.FamilyCampaign, s.campaign), summary("Begin a campaign, with the template of a script"))
	handle(s, "GET", "/campaigns/{id}", account.ManageCampaigns, s.campaign, summary("A campaign with what is missing and its status; subscribe to campaign/{id} from its seq"))
	handle(s, "PATCH", "/campaigns/{id}", account.ManageCampaigns, s.editCampaign, here(s.campaign), summary("Save steps of the wizard; refused only when one of them was saved since that version"))
	handle(s, "GET", "/campaigns/{id}/caller-ids", account.ManageCampaigns, s.callerIDs, summary("The organisation's numbers at the carrier, to choose caller IDs from"))
	s.raw("POST", "/campaigns/{id}/contacts", account.ManageCampaigns, s.uploadContacts, streamed, created, summary("Send a CSV file of contacts: the body is the file, ?name= its name. It is scanned in the background"))
	handle(s, "POST", "/campaigns/{id}/contacts/from-list", account.ManageCampaigns, s.contactsFromList, created, shows(s.loadMade), summary("Take the people of a call list as they are now: a load like a file's, with its columns known"))
	handle(s, "PATCH", "/campaigns/{id}/contacts/{load}", account.ManageCampaigns, s.editLoad, here(s.loads), summary("Say what a file's columns are; it is scanned again"))
	handle(s, "DELETE", "/campaigns/{id}/contacts/{load}", account.ManageCampaigns, s.removeLoad, summary("Take a file away that was not loaded"))
	handle(s, "GET", "/campaigns/{id}/contacts/{load}/rejects", account.ManageCampaigns, s.loadRejects, summary("The rows that cannot be used, with their reasons"))
	s.raw("GET", "/campaigns/{id}/contacts/{load}/rejects.csv", account.ManageCampaigns, s.loadRejectsCSV, summary("The same as a file for a spreadsheet"))
	s.raw("GET", "/campaigns/{id}/rejects.csv", account.ManageCampaigns, s.allRejectsCSV, summary("Those of all files together"))
	handle(s, "POST", "/campaigns/{id}/start", account.ManageCampaigns, s.startCampaign, here(s.campaign), summary("Load the contacts and open; with something missing: 422 not_ready, and missing lists it"))
	handle(s, "POST", "/campaigns/{id}/pause", account.ManageCampaigns, s.pauseCampaign, here(s.campaign), summary("No new dials; talks go on"))
	handle(s, "POST", "/campaigns/{id}/resume", account.ManageCampaigns, s.resumeCampaign, here(s.campaign), summary("Go on"))
	handle(s, "POST", "/campaigns/{id}/finish", account.ManageCampaigns, s.finishCallers, here(s.campaignCallers), summary("Ask all callers to finish: each ends their talk first"))
	handle(s, "POST", "/campaigns/{id}/end", account.ManageCampaigns, s.endCampaign, here(s.campaign), summary("End it for good"))
	handle(s, "POST", "/campaigns/{id}/duplicate", account.ManageCampaigns, s.duplicateCampaign, created, made(account.FamilyCampaign, s.campaign), summary("A new campaign with the same steps, without contacts"))
	handle(s, "GET", "/campaigns/{id}/activity", account.ManageCampaigns, s.campaignActivity, summary("The last hour minute by minute, and the counts by zone set"))
	handle(s, "GET", "/campaigns/{id}/status", account.ManageCampaigns, s.campaignStatus, summary("The sentence, the counts and the progress"))
	handle(s, "GET", "/campaigns/{id}/do-not-call", account.ManageCampaigns, s.campaignOptOuts, summary("The campaign's contacts that stand on the Do Not Call list"))
	handle(s, "GET", "/campaigns/{id}/results", account.ManageCampaigns, s.results, summary("What came of the calls: by outcome, hour, pass and caller, and the answers to each question"))
	for _, x := range export.Files(event.FamilyCampaign) {
		s.raw("GET", "/campaigns/{id}/export/"+x.Name+".csv", account.ManageCampaigns, s.export(event.FamilyCampaign, x, export.CSV), summary("The campaign's "+x.Name+" as a file for a spreadsheet"))
		s.raw("GET", "/campaigns/{id}/export/"+x.Name+".json", account.ManageCampaigns, s.export(event.FamilyCampaign, x, export.JSON), summary("The campaign's "+x.Name+" as a JSON array"))
	}
	s.prepared(event.FamilyCampaign, "/campaigns/{id}/exports", account.ManageCampaigns)
	handle(s, "GET", "/campaigns/{id}/links", account.ManageCampaigns, s.links, summary("The caller link and the clicker link"))
	handle(s, "POST", "/campaigns/{id}/links/{kind}/rotate", account.ManageCampaigns, s.rotateLink, here(s.links), summary("A new link; the old one leads nowhere. Who came by it stays"))
	handle(s, "PUT", "/campaigns/{id}/links/{kind}/passcode", account.ManageCampaigns, s.setPasscode, here(s.links), summary("Ask who comes in by a link for a passcode, or for none"))
	handle(s, "GET", "/campaigns/{id}/messages", account.ManageCampaigns, s.messages, summary("Alert bars and end cards; newer ones come on campaign/{id} from its seq"))
	handle(s, "GET", "/campaigns/{id}/alerts", account.ManageCampaigns, s.alerts, summary("The alert bars alone, newest first"))
	handle(s, "GET", "/campaigns/{id}/end-cards", account.ManageCampaigns, s.endCards, summary("The end cards alone"))
	handle(s, "POST", "/campaigns/{id}/messages/preview", account.ManageCampaigns, s.previewMessage, private, summary("A text as pages would show it; nothing is kept"))
	handle(s, "POST", "/campaigns/{id}/alerts", account.ManageCampaigns, s.addAlert, created, made("alert", s.alertByID), summary("Show an alert bar on callers' and clickers' pages"))
	handle(s, "PATCH", "/campaigns/{id}/alerts/{alert}", account.ManageCampaigns, s.editAlert, shows(s.alertOfPath), summary("Change an alert bar; refused when somebody else did since that version"))
	handle(s, "DELETE", "/campaigns/{id}/alerts/{alert}", account.ManageCampaigns, s.removeAlert, summary("Take an alert bar off every page"))
	handle(s, "PUT", "/campaigns/{id}/end-cards/{kind}", account.ManageCampaigns, s.saveCard, shows(s.cardOfPath), summary("What callers see while a campaign is paused, complete or outside of its hours"))
	handle(s, "GET", "/campaigns/{id}/callers", account.ManageCampaigns, s.campaignCallers, summary("Who calls, and where each is; newer ones come on campaign/{id}"))
	handle(s, "GET", "/campaigns/{id}/people", account.ManageCampaigns, s.campaignPeople, summary("Who came by the links, the last to join first"))
	handle(s, "DELETE", "/campaigns/{id}/people/{person}", account.ManageCampaigns, s.removePerson, summary("Take somebody off; what is on their screen goes back, what they did stays"))

	// By link, without an account
	handle(s, "GET", "/k/{token}", account.Anyone, s.clickerLink, summary("What a clicker link leads to, and who came from this browser"))
	handle(s, "POST", "/k/{token}/join", account.Anyone, s.joinClickers, private, summary("Come in as a clicker: sets the page's cookie; open /ws?as=page then"))
	handle(s, "POST", "/k/{token}/alerts/{alert}/seen", account.Anyone, s.clickerSaw, private, summary("Who came from this browser has seen an alert bar: counted once a person"))
	handle(s, "GET", "/c/{token}", account.Anyone, s.callerLink, summary("What a caller link leads to, and who came from this browser"))
	handle(s, "POST", "/c/{token}/join", account.Anyone, s.joinCallers, private, summary("Come in as a caller: sets the page's cookie"))
	handle(s, "GET", "/c/{token}/state", account.Anyone, s.callerState, summary("How things are with the caller of this browser: phone, talk, script, answers; subscribe to caller/{id} from its seq"))
	handle(s, "POST", "/c/{token}/open", account.Anyone, s.openCaller, private, summary("This page is open: of several the last one wins"))
	handle(s, "POST", "/c/{token}/phone", account.Anyone, s.checkNumber, private, summary("Check and normalise a number, before coming in"))
	handle(s, "POST", "/c/{token}/number", account.Anyone, s.callerNumber, paged, shows(s.callerNow), summary("The caller's own phone number"))
	handle(s, "PUT", "/c/{token}/beep", account.Anyone, s.callerBeep, paged, shows(s.callerNow), summary("Whether the caller hears a beep when somebody is there"))
	handle(s, "POST", "/c/{token}/ring", account.Anyone, s.ringCaller, paged, shows(s.callerNow), summary("Ring the caller's phone; pressed twice it rings once"))
	handle(s, "POST", "/c/{token}/break", account.Anyone, s.breakCaller, paged, shows(s.callerNow), summary("A break, at once or after the present talk"))
	handle(s, "POST", "/c/{token}/back", account.Anyone, s.callerBack, paged, shows(s.callerNow), summary("Back into the queue; or not leaving after all"))
	handle(s, "POST", "/c/{token}/finish", account.Anyone, s.finishCaller, paged, shows(s.callerNow), summary("Stop, at once or after the present talk; what rings already may still be theirs"))
	handle(s, "POST", "/c/{token}/turns/{turn}/hang-up", account.Anyone, s.hangUpContact, paged, shows(s.callerNow), summary("End the line of that turn's contact; the answers wait to be saved"))
	handle(s, "GET", "/c/{token}/turns/{turn}", account.Anyone, s.talkOfTurn, summary("One of the caller's last five talks, for five minutes: with the script that it keeps and its answers"))
	handle(s, "PUT", "/c/{token}/turns/{turn}/answers/{question}", account.Anyone, s.giveAnswer, paged, shows(s.callerNow), summary("An answer as it is given; one that was given before gets a new version. Also of the last five talks, for five minutes"))
	handle(s, "POST", "/c/{token}/turns/{turn}/save", account.Anyone, s.saveTurn, paged, shows(s.callerNow), summary("The talk is done: back into the queue, or as was wished"))
	handle(s, "POST", "/c/{token}/turns/{turn}/extend", account.Anyone, s.extendTurn, paged, shows(s.callerNow), summary("More time for the answers"))
	handle(s, "POST", "/c/{token}/alerts/{alert}/seen", account.Anyone, s.callerSaw, private, summary("Who came from this browser has seen an alert bar: counted once a person"))

	// The feed
	handle(s, "GET", "/events", account.SignedIn, s.feed, summary("What happened on a topic since a seq"))
}

// beyond is what is not under /api/v1: the carrier's webhooks under /t (s.limit(webhookLimit)), the socket, the volunteers' pages.
func (s *Server) beyond() {
	s.webhooks()
	s.rooms()
	KeepSockets(s.app)
	s.app.Get("/ws", s.socket)
	s.app.Get("/k/:token", s.volunteers(campaign.Clicker))
	s.app.Get("/c/:token", s.volunteers(campaign.Caller))
}
