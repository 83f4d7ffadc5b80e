package export

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"partyline/dialer"
	"partyline/event"
)

// Clock tells product time.
type Clock interface{ Now() time.Time }

// Source is where the rows of files come from.
type Source interface {
	// Rows gives row the cells of each row, in the order of the columns, as they were at one moment; they are gone when row returns.
	Rows(ctx context.Context, f File, row func(cells []any) error) error
	// Stretch is Rows behind a place, "" for the first row, with what is so at the same moment: begin hears of it before the first row.
	// place says behind which row a later stretch can go on. Neither is called again after an error.
	Stretch(ctx context.Context, f File, behind string, begin func(Moment) error, row func(cells []any, place func() (string, error)) error) error
	// CountRows is how many rows a file has.
	CountRows(ctx context.Context, f File) (int64, error)
}

// Store runs use cases in transactions. Both functions may run twice: they must be pure but
// for what they do through their argument.
type Store interface {
	Write(ctx context.Context, f func(tx Tx) error) error
	Read(ctx context.Context, f func(r Reader) error) error
}

// Reader reads. Not found is a fault of kind NotFound, or false where the signature has a bool.
type Reader interface {
	// Named is whose a session or a campaign is, and what it is called.
	Named(of Of) (organisation, name string, err error)
	// ShowsNumbers says whether an organisation shows phone numbers.
	ShowsNumbers(organisation string) (bool, error)
	Export(id string) (Prepared, error)
	// Exports is those of a session or campaign, the newest first.
	Exports(of Of) ([]Prepared, error)
	// ExportsKept is how many of an organisation are being prepared, or ready.
	ExportsKept(organisation string) (int, error)
	// ExportPart is one part of a file, compressed; false behind the last one.
	ExportPart(id string, part int) ([]byte, bool, error)
	Seq(topic event.Topic) (int64, error)
}

// Tx reads and writes.
type Tx interface {
	Reader
	// LockOrganisation holds others back who begin something of it.
	LockOrganisation(id string) error
	// LockExport holds others back until the commit.
	LockExport(id string) (Prepared, error)
	// SameExport is what is being prepared already of the same file, narrowed in the same way; false: nothing.
	SameExport(p Prepared) (Prepared, bool, error)
	InsertExport(Prepared) error
	SaveExport(Prepared) error
	// DeleteExport takes it away, which has no parts any more.
	DeleteExport(id string) error
	InsertExportPart(id string, part int, data []byte) error
	DeleteExportParts(id string) error

	Do(kind, subject string, due time.Time) error
	Done(kind, subject string) error
	Emit(topic event.Topic, kind event.Kind, data any) error
	Audit(organisation, user, action, thing string, data any) error
}

// Reports tells how a campaign words its answers, and what it dropped on which day.
type Reports interface {
	Wording(ctx context.Context, campaign string) (dialer.Wording, error)
	Drops(ctx context.Context, campaign string) ([]dialer.DropDay, error)
}

// Service is the use cases.
type Service struct {
	Store   Store
	Source  Source
	Reports Reports
	Clock   Clock
	Log     *slog.Logger
	NewID   func() string
	// Later is the error with which a job is to run again at an instant.
	Later func(at time.Time) error
	// Long is the number of rows beyond which a file is to be prepared; 0: a million.
	Long int64
	// PartSize is how many bytes make a part; 0: two megabytes.
	PartSize int

	mu sync.Mutex
	at map[string]bool // what this node is at; guarded by mu
}

// By is who asks.
type By struct{ User, Name string }

func (s *Service) long() int64 {
	if s.Long > 0 {
		return s.Long
	}
	return 1_000_000
}

func (s *Service) partSize() int {
	if s.PartSize > 0 {
		return s.PartSize
	}
	return partSize
}
