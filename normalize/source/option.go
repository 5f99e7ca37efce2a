package source

import (
	"fmt"
	"slices"
	"strings"
)

// Option changes how a log is opened.
type Option func(*opener) error

// Formats are the formats of logs, by the names that WithFormat takes.
func Formats() []string {
	return []string{"evtx", "xml", "json", "csv", "splunk", "snare", "eventlist", "message"}
}

// WithFormat says what the log is, one of [Formats], instead of leaving that to
// its content; "" leaves it. Compression, archives and encodings are still told
// from the content.
func WithFormat(name string) Option {
	return func(o *opener) error {
		if name != "" && !slices.Contains(Formats(), name) {
			return fmt.Errorf("unknown input format %q, want one of %s", name, strings.Join(Formats(), ", "))
		}
		o.forced = format(name)
		return nil
	}
}
