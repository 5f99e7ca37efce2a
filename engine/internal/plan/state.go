package plan

import (
	"github.com/rulehound/rulehound/engine/internal/find"
	"github.com/rulehound/rulehound/engine/internal/slots"
	"github.com/rulehound/rulehound/engine/internal/tree"
)

// State is the scratch of one goroutine: the event, and what programs find in it.
type State struct {
	tree.State
	Silent bool // no keyword is in the values as the log has them, only in what they mean

	seen   slots.Scratch // by indexes
	pieces find.Hits     // of a KeywordFilter
}
