package source

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rulehound/rulehound/normalize/source/evtx"
)

// Option changes how a log is opened.
type Option func(*opener) error

// Formats are the formats of logs, by the names that WithFormat takes.
func Formats() []string {
	return []string{"evtx", "xml", "json", "csv", "splunk", "snare", "keyvalue", "syslog", "eventlist", "formatlist", "message"}
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

// WithCarve reads the records that an EVTX file still holds though Windows has
// given them up. Their Source says that they are carved. Other formats have no
// such records.
func WithCarve() Option {
	return func(o *opener) error {
		o.evtx = append(o.evtx, evtx.WithCarve())
		return nil
	}
}
