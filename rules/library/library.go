// Package library is the rules that ship with Rulehound, as files: YAML under
// <product>/<service>/ with the tests of each beside it, and detect.yml with the
// lists that they refer to. Rules for hunting, which are worth a look and no
// alert, lie below hunting in the same way and are only there when asked for.
package library

import (
	"embed"
	"io/fs"
)

//go:embed detect.yml windows
var shipped embed.FS

//go:embed detect.yml windows hunting
var all embed.FS

// FS returns the rules that run by default. The file system is read-only and
// safe for concurrent use.
func FS() fs.FS { return shipped }

// WithHunting returns the same with the rules for hunting.
func WithHunting() fs.FS { return all }
