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

	// Sessions
}

// beyond is what is not under /api/v1: the carrier's webhooks under /t (s.limit(webhookLimit)), the socket.
func (s *Server) beyond() {
}
