package account

import "context"

// GroupNames is the names of the groups the asker leads; for admins, all.
func (s *Service) GroupNames(ctx context.Context, k Asker) (out []Named, err error) {
	var only []string
	if !k.Manages() {
		only = make([]string, 0, len(k.Groups))
		for id := range k.Groups {
			only = append(only, id)
		}
	}
	err = s.Store.Read(ctx, func(r Reader) error {
		out, err = r.GroupNames(k.Organisation, only)
		return err
	})
	return out, err
}
