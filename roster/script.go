package roster

import (
	"regexp"
	"slices"
)

// MergeFields is what may stand in braces in a script: the first names of the supporter and of the leader.
var MergeFields = []string{"first_name", "leader_first_name"}

var braced = regexp.MustCompile(`\{[^{}\n]{0,60}\}`)

// unmerged is the first thing in braces that nothing would be put in for; "" without one.
func unmerged(script string) string {
	for _, f := range braced.FindAllString(script, -1) {
		if !slices.Contains(MergeFields, f[1:len(f)-1]) {
			return f
		}
	}
	return ""
}
