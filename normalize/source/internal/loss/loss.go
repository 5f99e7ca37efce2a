// Package loss says what a log reader could not read, so that every reader
// under normalize/source reports it in the same words and the source can count it.
package loss

import (
	"fmt"

	"github.com/rulehound/rulehound/normalize/event"
)

// The kinds of loss. They are stable words: summaries and scripts count by them.
const (
	Malformed  = "malformed record"      // breaks the rules of its format
	CutOff     = "cut off at the end"    // the input ends in the middle of it
	Oversized  = "oversized record"      // more bytes than one record may have
	TooDeep    = "too deeply nested"     // more levels than one record may have
	TooMany    = "too many fields"       // more fields than one record may have
	NotAnEvent = "not an event"          // well-formed, but nothing that could be an event
	OtherText  = "text between events"   // neither an event nor what frames events
	Aside      = "beside a list"         // an object of another list, or none, around the events
	Member     = "unreadable in archive" // a whole member of an archive
)

// Error is one loss. It wraps [event.ErrSkip]: reading goes on after it.
type Error struct {
	Kind   string
	Source event.Source // where it began; Line is 0 where the format has no lines
	Bytes  int64        // how much of the uncompressed input is lost with it, as far as known
	Err    error        // why; may be nil
}

// Error names the file, the place, the kind and the cause.
func (e *Error) Error() string {
	if e.Kind == Member { // the cause says where
		return fmt.Sprintf("%s: %v", e.Kind, e.Err)
	}
	place := fmt.Sprintf("byte %d", e.Source.Offset)
	if e.Source.Line > 0 {
		place = fmt.Sprintf("line %d (%s)", e.Source.Line, place)
	}
	if e.Err == nil {
		return fmt.Sprintf("%s: %s: %s", e.Source.File, place, e.Kind)
	}
	return fmt.Sprintf("%s: %s: %s: %v", e.Source.File, place, e.Kind, e.Err)
}

// Unwrap leads to event.ErrSkip and to the cause.
func (e *Error) Unwrap() []error {
	if e.Err == nil {
		return []error{event.ErrSkip}
	}
	return []error{event.ErrSkip, e.Err}
}
