package correlate

import "github.com/rulehound/rulehound/normalize/event"

// stateVersion changes with the form of snapshots.
const stateVersion = 5

// state is everything that a Correlator knows, but its rules and options.
type state struct {
	Version int
	Now     int64
	Newest  int64
	Seq     uint64
	Secret  [2]uint64    // of the digests
	Source  event.Source // of the last event
	Time    int64
	Untimed int64
	Late    int64
	Early   []waitingState
	Rules   []identity // that Hits are of
	Hits    []hitState
	Windows []windowState
}

type hitState struct {
	Time int64
	Seq  uint64
	Rule uint32
	Part string
}

type windowState struct {
	Reached, Began int64
	Waiting        []waitingState
	Columns        []columnState
	Groups         []groupState // in the order of their list
	Open           []openState
}

type columnState struct {
	Judges                 []judgeState
	LostGroups, LostEvents int64
}

type judgeState struct {
	Content string // what it is made of
	Title   string
}

// waitingState is an input on its way.
type waitingState struct {
	Time  int64
	Seq   uint64
	Rule  int      // of the node
	ID    identity // of the rule that raised the alert
	Alert []byte   // packed
}

type openState struct {
	Group int // of Groups
	By    waitingState
}

type groupState struct {
	Key    string
	When   int64
	Series []seriesState // of Columns
	By     *waitingState // where the end of the window decides
}

type seriesState struct {
	Fired   []uint8 // which of Judges
	Firings []firingState
	Items   []itemState
}

type firingState struct {
	Judge    uint8 // of Judges
	Reported uint64
	Time     int64
	Count    int
}

type itemState struct {
	Hit   uint32 // of Hits
	Value uint64
}
