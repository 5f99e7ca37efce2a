// Package hits keeps the alerts of many events without pointers, in temporary files where
// they are too many, and puts them in the order of their events.
package hits

import (
	"cmp"
	"time"
)

// Hit is the alerts of one event with its place in the order of all.
type Hit struct {
	Time   time.Time // the event's
	Input  int       // which input
	Seq    int64     // which record of it
	Packed []byte    // the alerts, see alert.Pack and alert.Sheet
}

// compare orders hits by event time, ties by input order. Hits of events
// without a time come last.
func compare(a, b Hit) int {
	return cmp.Or(
		compareTime(a.Time, b.Time),
		cmp.Compare(a.Input, b.Input),
		cmp.Compare(a.Seq, b.Seq),
	)
}

func compareTime(a, b time.Time) int {
	if a.IsZero() != b.IsZero() {
		if a.IsZero() {
			return 1
		}
		return -1
	}
	return a.Compare(b)
}
