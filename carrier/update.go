package carrier

import "net/http"

// updateCall is POST Calls/{Sid}.json: it ends a call, or sends it to another document.
func (c *Carrier) updateCall(r *http.Request) (int, any, error) {
	f := r.PostForm
	next, err := wantedDocument(f, "update")
	if err != nil {
		return 0, nil, err
	}
	want := status(f.Get("Status"))
	if want != "" && want != canceled && want != completed {
		return 0, nil, refuse(http.StatusBadRequest, 20001, "Invalid parameter: Status must be canceled or completed")
	}
	limit, err := between(f, "TimeLimit", 0, 1, 86400)
	if err != nil {
		return 0, nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	l, err := c.namedLocked(r)
	switch {
	case err != nil:
		return 0, nil, err
	case l.status.terminal():
		return 0, nil, refuse(http.StatusBadRequest, 21220, "Call is not in-progress. Cannot redirect.")
	case next != nil && l.status != inProgress:
		return 0, nil, refuse(http.StatusBadRequest, 21220, "Call is not in-progress. Cannot redirect.")
	case next != nil && l.parent != nil:
		return 0, nil, refuse(http.StatusBadRequest, 21220, "This carrier cannot redirect a leg that was dialled by a document.")
	}
	if err := l.listeners(f); err != nil {
		return 0, nil, err
	}
	if limit > 0 {
		c.limitLocked(l, limit)
	}
	switch {
	case want == completed, want == canceled && l.status != inProgress:
		c.hangUpLocked(l, "ended by REST")
	case next != nil:
		l.steer = next
		l.interrupt()
		c.touchLocked(l)
	}
	return http.StatusOK, c.resourceLocked(l), nil
}
