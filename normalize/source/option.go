package source

import (
	"fmt"

	"github.com/rulehound/rulehound/normalize/source/evtx"
	"github.com/rulehound/rulehound/normalize/source/jsonl"
	"github.com/rulehound/rulehound/normalize/source/winxml"
)

// Option changes how a log is opened.
type Option func(*opener) error

// WithFormat says what the log is, "evtx", "xml" or "json", instead of leaving
// that to its content; "" leaves it. Compression, archives and encodings are
// still told from the content.
func WithFormat(name string) Option {
	return func(o *opener) error {
		switch name {
		case "", evtx.Format, winxml.Format, jsonl.Format:
			o.forced = format(name)
			return nil
		}
		return fmt.Errorf("unknown input format %q, want evtx, xml or json", name)
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
