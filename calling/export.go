package calling

// Export is one kind of file that a session can be taken away in: its name in the address, and its columns. Names
// and order of columns stay as they are; new ones come at the end.
type Export struct {
	Name    string
	Columns []ExportColumn
}

// ExportColumn is one column of an export.
type ExportColumn struct {
	Name string
	Kind ExportKind
}

// ExportKind says what stands in the cells of a column.
type ExportKind int

// The kinds of cells, each with the type in which a cell comes.
const (
	Words   ExportKind = iota // string; "" is empty
	Number                    // int64
	Truth                     // bool
	Instant                   // time.Time, the zero time is empty
	Several                   // []string
	Money                     // string: a decimal number, "" where no price is set
)

// The exports of a session. Phone and email are empty where the organisation does not show numbers.
var (
	ExportEntries = Export{"entries", []ExportColumn{
		{"entry_id", Words}, {"rank", Number}, {"supporter_id", Words}, {"name", Words}, {"phone", Words}, {"email", Words},
		{"city", Words}, {"tags", Several}, {"status", Words}, {"cause", Words}, {"returns_at", Instant},
		{"skip_type", Words}, {"skip_until", Instant}, {"skip_reason", Words}, {"skipped_by", Words}, {"skipped_at", Instant},
		{"attempts", Number}, {"last_outcome", Words}, {"last_by", Words}, {"not_logged", Truth}, {"off_list", Truth}, {"updated_at", Instant},
	}}
	ExportAttempts = Export{"attempts", []ExportColumn{
		{"attempt_id", Words}, {"cycle", Number}, {"entry_id", Words}, {"supporter_id", Words}, {"name", Words}, {"phone", Words}, {"email", Words},
		{"leader", Words}, {"claimed_at", Instant}, {"dialled_at", Instant}, {"answered_at", Instant}, {"ended_at", Instant}, {"closed_at", Instant},
		{"result", Words}, {"outcome", Words}, {"not_logged", Truth},
		{"seconds", Number}, {"minutes", Number}, {"estimated_cost", Money}, {"currency", Words},
	}}
	ExportLogs = Export{"logs", []ExportColumn{
		{"log_id", Words}, {"cycle", Number}, {"attempt_id", Words}, {"entry_id", Words}, {"supporter_id", Words}, {"name", Words}, {"phone", Words}, {"email", Words},
		{"logged_by", Words}, {"logged_at", Instant}, {"corrected_at", Instant}, {"reached", Truth}, {"outcome", Words}, {"rsvp", Words}, {"method", Words},
		{"notes", Words}, {"tags_added", Several}, {"tags_removed", Several}, {"do_not_call", Truth},
	}}
	Exports = []Export{ExportEntries, ExportAttempts, ExportLogs}
)
