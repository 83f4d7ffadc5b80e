package roster

import "context"

// Named is a list or a supporter as a search by name finds it: nothing that not everybody who leads the group may see.
type Named struct {
	ID, Name, City string // City: of a supporter
	Group          Ref
}

// ListNames is the names of these groups' lists.
func (s *Service) ListNames(ctx context.Context, groups []string) (out []Named, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		out, err = r.ListNames(groups)
		return err
	})
	return out, err
}

// SupportersNamed is up to n supporters of these groups with all of these words in their names; accents and case
// do not matter. No words: nobody.
func (s *Service) SupportersNamed(ctx context.Context, groups, words []string, n int) (out []Named, err error) {
	folded := make([]string, 0, len(words))
	for _, w := range words {
		if w = Fold(w); w != "" {
			folded = append(folded, w)
		}
	}
	if len(folded) == 0 || len(groups) == 0 {
		return nil, nil
	}
	err = s.Store.Read(ctx, func(r Reader) error {
		out, err = r.SupportersNamed(groups, folded, n)
		return err
	})
	return out, err
}
