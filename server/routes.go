package server

import "partyline/account"

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
	handle(s, "PATCH", "/me", account.SignedIn, s.editMe, summary("Edit my profile"))
	handle(s, "POST", "/me/password", account.SignedIn, s.changePassword, private, summary("Change my password"))
	handle(s, "POST", "/me/mobile/verify", account.SignedIn, s.verifyMobile, summary("Ring me to test, or check the code that was said"))
	handle(s, "GET", "/phone", account.SignedIn, s.phone, summary("Check and normalise a number"))

	// Organisation
	handle(s, "GET", "/organisation", account.SignedIn, s.organisation, summary("My organisation's settings"))
	handle(s, "PATCH", "/organisation", account.ManageOrganisation, s.editOrganisation, summary("Change settings"))
	handle(s, "GET", "/audit", account.ReadAudit, s.audit, summary("Who did what"))
	handle(s, "GET", "/tokens", account.ManageTokens, s.tokens, summary("API tokens"))
	handle(s, "POST", "/tokens", account.ManageTokens, s.createToken, created, summary("Create an API token; it is shown once"))
	handle(s, "DELETE", "/tokens/{id}", account.ManageTokens, s.revokeToken, summary("Revoke an API token"))
	handle(s, "GET", "/users", account.ManageUsers, s.users, summary("People who can sign in"))
	handle(s, "POST", "/users", account.ManageUsers, s.createUser, created, summary("Add a user; the reply has their one-time link"))
	handle(s, "PATCH", "/users/{id}", account.ManageUsers, s.editUser, summary("Edit or disable a user"))
	handle(s, "POST", "/users/{id}/invite", account.ManageUsers, s.invite, created, summary("A new one-time link to a password"))

	// Groups
	handle(s, "GET", "/groups", account.SignedIn, s.groups, summary("Groups I lead; admins: all"))
	handle(s, "POST", "/groups", account.CreateGroup, s.createGroup, created, summary("Create a group"))
	handle(s, "GET", "/groups/{id}", account.ViewGroup, s.groupByID, summary("A group"))
	handle(s, "PATCH", "/groups/{id}", account.EditGroup, s.editGroup, summary("Edit a group"))
	handle(s, "DELETE", "/groups/{id}", account.EditGroup, s.deleteGroup, summary("Delete a group"))
	handle(s, "GET", "/groups/{id}/leaders", account.ViewGroup, s.leaders, summary("Captains and vice-captains"))
	handle(s, "PUT", "/groups/{id}/leaders/{user}", account.ManageLeaders, s.setLeader, summary("Make somebody captain or vice-captain"))
	handle(s, "DELETE", "/groups/{id}/leaders/{user}", account.ManageLeaders, s.removeLeader, summary("Take somebody's lead away"))

	// Supporters, call lists, imports
	handle(s, "GET", "/groups/{id}/supporters", account.ViewGroup, s.supporters, summary("A group's supporters, by name"))
	handle(s, "POST", "/groups/{id}/supporters", account.EditSupporters, s.createSupporter, created, summary("Add a supporter by hand"))
	handle(s, "GET", "/supporters/{id}", account.ViewGroup, s.supporter, summary("A supporter with what a leader needs in mid-call"))
	handle(s, "PATCH", "/supporters/{id}", account.EditSupporters, s.editSupporter, summary("Edit a supporter"))
	handle(s, "GET", "/groups/{id}/lists", account.ViewGroup, s.lists, summary("A group's call lists, with their figures"))
	handle(s, "POST", "/groups/{id}/lists", account.EditLists, s.createList, created, summary("Create a call list"))
	handle(s, "GET", "/lists/{id}", account.ViewGroup, s.list, summary("A call list; subscribe to list/{id} from its seq"))
	handle(s, "PATCH", "/lists/{id}", account.EditLists, s.editList, summary("Change a list's settings"))
	handle(s, "DELETE", "/lists/{id}", account.EditLists, s.deleteList, summary("Delete a list; its sessions and logs stay"))
	handle(s, "GET", "/lists/{id}/supporters", account.ViewGroup, s.people, summary("Who stands on a list, in its order"))
	handle(s, "POST", "/lists/{id}/supporters", account.EditLists, s.addPeople, summary("Put people on a list"))
	handle(s, "DELETE", "/lists/{id}/supporters", account.EditLists, s.removePeople, summary("Take people off a list"))
	handle(s, "PUT", "/lists/{id}/order", account.EditLists, s.orderPeople, summary("Give a list another order"))
	handle(s, "GET", "/groups/{id}/imports", account.ImportSupporters, s.imports, summary("A group's newest imports"))
	s.raw("POST", "/groups/{id}/imports", account.ImportSupporters, s.upload, streamed, created, summary("Send a CSV file: the body is the file, ?name= its name"))
	handle(s, "GET", "/imports/{id}", account.ImportSupporters, s.importByID, summary("An import and its progress; subscribe to import/{id} from its seq"))
	handle(s, "PATCH", "/imports/{id}", account.ImportSupporters, s.editImport, summary("Say what the columns are"))
	handle(s, "DELETE", "/imports/{id}", account.ImportSupporters, s.cancelImport, summary("Cancel an import; who was imported stays"))
	handle(s, "POST", "/imports/{id}/check", account.ImportSupporters, s.checkImport, summary("Look at every row, in the background"))
	handle(s, "POST", "/imports/{id}/run", account.ImportSupporters, s.runImport, summary("Import what was checked, in the background"))
	handle(s, "GET", "/imports/{id}/rejects", account.ImportSupporters, s.rejects, summary("The rows that cannot be used, with their reasons"))
	s.raw("GET", "/imports/{id}/rejects.csv", account.ImportSupporters, s.rejectsCSV, summary("The same as a file for a spreadsheet"))

	// Sessions
}

// beyond is what is not under /api/v1: the carrier's webhooks under /t (s.limit(webhookLimit)), the socket.
func (s *Server) beyond() {
}
