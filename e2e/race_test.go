//go:build race

package e2e

// The program under test is built the way its tests are: with the race detector, which leaves the embedded database's own
// code alone (decision 57).
func init() { buildFlags = append(buildFlags, "-race", "-gcflags=modernc.org/...=-race=false") }
