package account

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// Audit pages backwards through who did what; cursor is "" for the newest. next is "" on the last page.
func (s *Service) Audit(ctx context.Context, k Asker, cursor string, limit int) (views []AuditView, next string, err error) {
	before, id, err := fromCursor(cursor)
	if err != nil {
		return nil, "", err
	}
	err = s.Store.Read(ctx, func(r Reader) error {
		lines, err := r.AuditLines(k.Organisation, before, id, limit+1)
		if err != nil {
			return err
		}
		next = ""
		if len(lines) > limit {
			lines = lines[:limit]
			last := lines[limit-1]
			next = toCursor(last.At, last.ID)
		}
		views = make([]AuditView, len(lines))
		for i, l := range lines {
			v := AuditView{ID: l.ID, At: l.At, Action: l.Action, Thing: l.Thing, Data: map[string]any{}}
			if l.User != "" {
				v.User = &Named{ID: l.User, Name: l.UserName}
			}
			if err := json.Unmarshal(l.Data, &v.Data); err != nil {
				return err
			}
			views[i] = v
		}
		return nil
	})
	return views, next, err
}

func toCursor(at time.Time, id string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatInt(at.UnixMilli(), 10) + " " + id))
}

func fromCursor(cursor string) (time.Time, string, error) {
	if cursor == "" {
		return time.Time{}, "", nil
	}
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	ms, id, found := strings.Cut(string(b), " ")
	n, err2 := strconv.ParseInt(ms, 10, 64)
	if err != nil || err2 != nil || !found {
		return time.Time{}, "", invalid("cursor", "This is no cursor of ours. Begin without one.")
	}
	return time.UnixMilli(n), id, nil
}
