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
