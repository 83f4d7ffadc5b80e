package campaign

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"time"

	"partyline/fault"
)

// Kind is which link somebody comes in by.
type Kind string

// The kinds.
const (
	Caller  Kind = "caller"
	Clicker Kind = "clicker"
)

// Link is one of a campaign's two addresses for volunteers.
type Link struct {
	Campaign string
	Kind     Kind
	Sealed   string // the token, encrypted: it is shown again
	Hash     string // what it is found by
	Passcode string // encrypted too; "" without one
	Made     time.Time
}

// LinkView is a link with its token.
type LinkView struct {
	Kind  Kind      `json:"kind" enum:"caller,clicker"`
	Token string    `json:"token"`
	URL   string    `json:"url"`
	Made  time.Time `json:"made_at"`

	Passcode string `json:"passcode,omitempty" doc:"who comes in is asked for it; never in events"`
}

// Secrets encrypts what is shown again.
type Secrets struct{ box cipher.AEAD }

// NewSecrets makes it from a secret of any length.
func NewSecrets(secret string) *Secrets {
	sum := sha256.Sum256([]byte(secret))
	block, err := aes.NewCipher(sum[:])
	if err != nil {
		panic(err) // 32 bytes are a key
	}
	box, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	return &Secrets{box}
}

func (s *Secrets) seal(text string) string {
	nonce := make([]byte, s.box.NonceSize())
	rand.Read(nonce) // never fails
	return base64.StdEncoding.EncodeToString(s.box.Seal(nonce, nonce, []byte(text), nil))
}

func (s *Secrets) open(sealed string) (string, error) {
	b, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil || len(b) < s.box.NonceSize() {
		return "", errors.New("a link's token is broken")
	}
	text, err := s.box.Open(nil, b[:s.box.NonceSize()], b[s.box.NonceSize():], nil)
	return string(text), err
}

// newToken is 128 random bits as people can copy them.
func newToken() string {
	b := make([]byte, 16)
	rand.Read(b) // never fails
	return base64.RawURLEncoding.EncodeToString(b)
}

func hash(what, secret string) string {
	sum := sha256.Sum256([]byte(what + "\x00" + secret))
	return hex.EncodeToString(sum[:])
}

func (s *Service) newLink(campaign string, kind Kind, now time.Time) Link {
	token := newToken()
	return Link{Campaign: campaign, Kind: kind, Sealed: s.Secrets.seal(token), Hash: hash("link", token), Made: now}
}

func (s *Service) newLinks(campaign string, now time.Time) ([]Link, error) {
	if s.Secrets == nil {
		return nil, errors.New("campaign: no secrets were given")
	}
	return []Link{s.newLink(campaign, Caller, now), s.newLink(campaign, Clicker, now)}, nil
}

// Links is both of a campaign's links, with their tokens; the edge makes addresses of them.
func (s *Service) Links(ctx context.Context, campaign string) (out []LinkView, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		out = out[:0]
		for _, kind := range []Kind{Caller, Clicker} {
			l, err := r.Link(campaign, kind)
			if err != nil {
				return err
			}
			token, err := s.Secrets.open(l.Sealed)
			if err != nil {
				return err
			}
			v := LinkView{Kind: kind, Token: token, Made: l.Made}
			if l.Passcode != "" {
				if v.Passcode, err = s.Secrets.open(l.Passcode); err != nil {
					return err
				}
			}
			out = append(out, v)
		}
		return nil
	})
	return out, err
}

// Rotate gives a link a new token; its passcode stays. The old one leads nowhere from now on; who came by it stays.
func (s *Service) Rotate(ctx context.Context, by By, campaign string, kind Kind) ([]LinkView, error) {
	if kind != Caller && kind != Clicker {
		return nil, fault.New(fault.NotFound, "not_found", "There is no such link.")
	}
	err := s.Store.Write(ctx, func(tx Tx) error {
		c, err := tx.LockCampaign(campaign)
		if err != nil {
			return err
		}
		old, err := tx.Link(campaign, kind)
		if err != nil {
			return err
		}
		l := s.newLink(campaign, kind, s.Clock.Now())
		l.Passcode = old.Passcode
		return errors.Join(tx.SaveLink(l), s.tellCampaign(tx, c),
			tx.Audit(c.Organisation, by.User, "link_rotated", "campaign/"+campaign, map[string]any{"kind": kind}))
	})
	if err != nil {
		return nil, err
	}
	return s.Links(ctx, campaign)
}
