package account

import (
	"context"

	"partyline/fault"
)

// Tokens lists the organisation's API tokens.
func (s *Service) Tokens(ctx context.Context, k Asker) (views []TokenView, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		tokens, err := r.Tokens(k.Organisation)
		views = make([]TokenView, len(tokens))
		for i, t := range tokens {
			views[i] = tokenView(t)
		}
		return err
	})
	return views, err
}

func tokenView(t Token) TokenView {
	v := TokenView{ID: t.ID, Name: t.Name, User: Named{ID: t.User, Name: t.UserName}, Created: t.Created}
	if !t.Seen.IsZero() {
		v.Seen = &t.Seen
	}
	return v
}

// CreateToken makes an API token that acts as the asker. Its secret is in this reply only.
func (s *Service) CreateToken(ctx context.Context, k Asker, name string) (TokenMade, error) {
	return s.makeToken(ctx, User{ID: k.User, Name: k.Name, Organisation: k.Organisation}, k.User, name)
}

// CreateTokenFor makes an API token for the user with this e-mail and returns its secret; for the command line.
func (s *Service) CreateTokenFor(ctx context.Context, email string) (string, error) {
	var u User
	err := s.Store.Read(ctx, func(r Reader) error {
		var found bool
		var err error
		if u, found, err = r.UserByEmail(foldEmail(email)); err == nil && (!found || !u.Disabled.IsZero()) {
			err = fault.New(fault.NotFound, "not_found", "Nobody signs in with this email.")
		}
		return err
	})
	if err != nil {
		return "", err
	}
	made, err := s.makeToken(ctx, u, "", "made on the command line")
	return made.Token, err
}

func (s *Service) makeToken(ctx context.Context, u User, by, name string) (TokenMade, error) {
	name, err := nameOf("name", name, 120)
	if err != nil {
		return TokenMade{}, err
	}
	key := "pl_" + secret()
	t := Token{ID: s.NewID(), User: u.ID, UserName: u.Name, Name: name, Hash: hashOf(key), Created: s.Clock.Now()}
	err = s.Store.Write(ctx, func(tx Tx) error {
		if err := tx.InsertToken(t); err != nil {
			return err
		}
		return tx.Audit(u.Organisation, by, "token_created", "token/"+t.ID, map[string]any{"name": t.Name, "user": u.ID})
	})
	return TokenMade{TokenView: tokenView(t), Token: key}, err
}

// RevokeToken makes an API token of the organisation useless.
func (s *Service) RevokeToken(ctx context.Context, k Asker, id string) error {
	return s.Store.Write(ctx, func(tx Tx) error {
		t, err := tx.Token(id)
		if err != nil {
			return err
		}
		if _, err := userIn(tx, k, t.User); err != nil {
			return err
		}
		if !t.Revoked.IsZero() {
			return nil
		}
		t.Revoked = s.Clock.Now()
		if err := tx.SaveToken(t); err != nil {
			return err
		}
		return tx.Audit(k.Organisation, k.User, "token_revoked", "token/"+t.ID, map[string]any{"name": t.Name})
	})
}
