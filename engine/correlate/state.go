package correlate

import "github.com/rulehound/rulehound/normalize/event"

// stateVersion changes with the form of snapshots.
const stateVersion = 4

// state is everything that a Correlator knows, but its rules and options.
type state struct {
	Version int
	Now     int64
	Newest  int64
	Seq     uint64
	Source  event.Source // of the last event
	Time    int64
	Untimed int64
	Late    int64
	Early   []waitingState
	Rules   []identity // that Hits are of
	Hits    []hitState
	Nodes   []nodeState
}

type hitState struct {
	Time int64
	Seq  uint64
	Rule uint32
	Part string
}

type nodeState struct {
	Content                string // what it is made of
	Title                  string
	Reached, Began         int64
	LostGroups, LostEvents int64
	Waiting                []waitingState
	Groups                 []groupState // in the order of their list
	Open                   []openState
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
	Key             string
	When            int64
	Fired, Reported bool
	Firing          firingState // of one that has reported something
	Items           []itemState
	By              *waitingState // where the end of the window decides
}

type firingState struct {
	Reported uint64
	Time     int64
	Count    int
}

type itemState struct {
	Hit   uint32 // of Hits
	Value uint64
	Text  string // which Value stands for
}
