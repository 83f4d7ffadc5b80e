// Package static is everything a browser gets: the built pages, inside the program, compressed once at start.
package static

import (
	"embed"
	"io/fs"
)

// dist holds what the page build leaves; a fresh clone has only the placeholder, so that Go builds without Node.
//
//go:embed all:dist
var dist embed.FS

// Files returns the built pages as they are. It is empty, but for the placeholder, when they are not built.
func Files() (fs.FS, error) { return fs.Sub(dist, "dist") }
