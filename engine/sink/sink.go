// Package sink writes alerts: as JSON lines for programs, as one JSON array, or
// as text for people. It knows output formats and nothing else.
package sink

import (
	"context"

	"github.com/rulehound/rulehound/engine/alert"
)

// Sink takes alerts one by one, in the order in which they are to appear. Its
// errors are final: a sink that failed once is only good for Close.
type Sink interface {
	// Write takes one alert. It does not keep it.
	Write(ctx context.Context, a *alert.Alert) error
	// Close writes what is still buffered and ends the output. It does not
	// close what lies below.
	Close() error
}

// Lines is a Sink that also takes alerts that are JSON already, as those of [JSONL]
// and [JSON] do. Whoever has many alerts can make that on several goroutines.
type Lines interface {
	Sink
	// WriteJSON takes one alert as [alert.Encoder] writes it. It does not keep it.
	WriteJSON(ctx context.Context, line []byte) error
}
