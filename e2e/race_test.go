//go:build race

package e2e

// The program under test is built the way its tests are.
func init() { buildFlags = append(buildFlags, "-race") }
