package carrier

import (
	"net/http"
	"net/url"
	"slices"
	"time"
)

// listCalls is GET Calls.json, newest first.
func (c *Carrier) listCalls(r *http.Request) (int, any, error) {
	match, err := filter(r.URL.Query())
	if err != nil {
		return 0, nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	var found []*leg
	for _, l := range slices.Backward(c.order) {
		if match(l) {
			found = append(found, l)
		}
	}
	p, err := paged(r, found, func(l *leg) string { return l.sid })
	if err != nil {
		return 0, nil, err
	}
	items := make([]resource, len(p.items))
	for i, l := range p.items {
		items[i] = c.resourceLocked(l)
	}
	return http.StatusOK, p.envelope("calls", items), nil
}

// filter reads a list's conditions.
func filter(q url.Values) (func(*leg) bool, error) {
	started, err := window(q, "StartTime")
	if err != nil {
		return nil, err
	}
	ended, err := window(q, "EndTime")
	if err != nil {
		return nil, err
	}
	return func(l *leg) bool {
		start := l.started()
		if start.IsZero() {
			start = l.at.created // not dialled yet, but somebody may be looking for it
		}
		return (q.Get("To") == "" || same(q.Get("To"), l.to)) && (q.Get("From") == "" || same(q.Get("From"), l.from)) &&
			(q.Get("Status") == "" || q.Get("Status") == string(shown(l))) &&
			(q.Get("ParentCallSid") == "" || l.parent != nil && l.parent.sid == q.Get("ParentCallSid")) &&
			started.holds(start) && (ended == span{} || !l.at.ended.IsZero() && ended.holds(l.at.ended))
	}, nil
}

// window reads what a list says of one date: Field, Field< and Field>. Days are UTC; an instant alone means its day.
func window(q url.Values, field string) (w span, err error) {
	for _, sign := range []string{"", "<", ">"} {
		s := q.Get(field + sign)
		if s == "" {
			continue
		}
		at, day, err := instant(s)
		if err != nil {
			return w, refuse(http.StatusBadRequest, 20001, "Invalid parameter: %s", field+sign)
		}
		next := at.Add(time.Millisecond)
		if day || sign == "" {
			at = at.Truncate(24 * time.Hour)
			next = at.Add(24 * time.Hour)
		}
		if sign != "<" {
			w.from = at
		}
		if sign != ">" {
			w.to = next
		}
	}
	return w, nil
}

func same(asked, number string) bool { n, _ := normal(asked); return n == number }

// instant reads a day or an instant of a filter.
func instant(s string) (t time.Time, day bool, err error) {
	if t, err = time.Parse(time.DateOnly, s); err == nil {
		return t, true, nil
	}
	t, err = time.Parse(time.RFC3339, s)
	return t.UTC(), false, err
}
