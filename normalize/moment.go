package normalize

import (
	"cmp"
	"slices"
	"time"

	"github.com/rulehound/rulehound/normalize/internal/dialect"
)

// moment is a field that may tell when an event was, and what it told last: several
// events come in the same second.
type moment struct {
	at    int32 // which value of a record it is
	place int   // of the dialect's; another field of it counts only where this one is not there
	wraps bool  // it stands around the event
	moves bool  // it is elsewhere where it is blank

	raw           [longestTime]byte // of the last value, if it fits
	length        int               // of that, -1 if it does not
	quoted, there bool
	instant, wall reading
}

// longestTime is how long times are that are remembered.
const longestTime = 40

// reading is what a value tells of the time; the zero reading was not tried.
type reading struct {
	tried, ok bool
	at        time.Time
}

// inPlaceOrder sorts moments in the order in which they are asked.
func inPlaceOrder(ms []moment) {
	slices.SortStableFunc(ms, func(a, b moment) int { return cmp.Compare(a.place, b.place) })
}

// look looks at the value in sk and reports whether it is in its place.
func (m *moment) look(sk *arranged) bool {
	raw, quoted := sk.raw(m.at)
	if m.length == len(raw) && m.quoted == quoted && string(m.raw[:m.length]) == string(raw) {
		return m.there // Fast path: as in the event before.
	}
	m.length, m.quoted, m.instant, m.wall = -1, quoted, reading{}, reading{}
	if 0 < len(raw) && len(raw) <= longestTime {
		m.length = copy(m.raw[:], raw)
	}
	m.there = !m.moves || !dialect.Blank(sk.value(m.at))
	return m.there
}

// moment returns the time of sk: by a field that names its zone, otherwise by a
// clock in zone, which is assumed. Of each place the first field that is there counts.
func (s *shape) moment(sk *arranged, zone *time.Location) (at time.Time, assumed bool) {
	place := -1
	for i := range s.times {
		m := &s.times[i]
		if m.place == place || !m.look(sk) {
			continue
		}
		place = m.place
		if !m.instant.tried {
			m.instant.tried = true
			m.instant.at, m.instant.ok = s.dialect.Instant(m.place, sk.value(m.at), m.wraps)
		}
		if m.instant.ok {
			return m.instant.at, false
		}
	}
	place = -1
	for i := range s.times {
		m := &s.times[i]
		if m.place == place || !m.there {
			continue
		}
		place = m.place
		if !m.wall.tried {
			m.wall.tried = true
			m.wall.at, m.wall.ok = s.dialect.Wall(m.place, sk.value(m.at), zone)
		}
		if m.wall.ok {
			return m.wall.at, s.dialect.AssumesZone()
		}
	}
	return time.Time{}, false
}
