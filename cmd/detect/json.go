package main

import (
	"encoding/json"
	"io"
)

// writeJSON writes v for programs, indented so that people can read it too.
func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return failed(enc.Encode(v))
}
