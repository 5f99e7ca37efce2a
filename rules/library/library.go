// Package library is the rules that ship with Rulehound, as files: YAML under
// <product>/<service>/ with the tests of each beside it, and detect.yml with the
// lists that they refer to.
package library

import (
	"embed"
	"io/fs"
)

//go:embed detect.yml windows
var files embed.FS

// FS returns the rules that ship. The file system is read-only and safe for
// concurrent use.
func FS() fs.FS { return files }
