package server

// routes is every route under /api/v1: method, path, who may, handler.
// The thing in the path ({id} behind /groups, /lists, /sessions …) is found and judged before the handler runs.
func (s *Server) routes() {
	// Signing in

	// Me

	// Organisation

	// Groups

	// Supporters, call lists, imports

	// Sessions
}

// beyond is what is not under /api/v1: the carrier's webhooks under /t (s.limit(webhookLimit)), the socket.
func (s *Server) beyond() {
}
