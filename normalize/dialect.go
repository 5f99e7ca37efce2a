package normalize

import (
	"strings"
	"time"

	"github.com/rulehound/rulehound/normalize/event"
)

// dialect is a collector's form of Windows events.
type dialect struct {
	name string
	// signs are top-level names that, together, give its records away: "Event."
	// for an object of that name, "EventTime" for a scalar. One without signs
	// takes what the others leave.
	signs []string
	// sort gives each field its section and its name, in place.
	sort func(event.Fields) event.Fields
	// times are the places of fields that hold the time of the event, best first.
	// What is not listed is not trusted.
	times []place
}

// time returns the event's time by the first field that tells it.
func (d *dialect) time(fs event.Fields) time.Time {
	for _, at := range d.times {
		if v, ok := fs.In(at.section, at.name); ok {
			if t, ok := instant(v, inUTC(at.name)); ok {
				return t
			}
		}
	}
	return time.Time{}
}

// dialects tells which dialect a record is in.
type dialects struct {
	sorted   dialect   // of records whose source knew Windows' structure
	unsorted []dialect // in the order in which they are tried
	need     []uint64  // the signs of each of them
	signs    [][]sign  // by the length of the name
}

// sign is a name that some dialect looks for, with a bit of its own.
type sign struct {
	name string
	bit  uint64
}

func newDialects() *dialects {
	ds := &dialects{
		sorted:   winevent(),
		unsorted: []dialect{evtxDump(), velocidex(), nxlog(), winlogbeat6(), flatExport(), flat()},
	}
	bits := map[string]uint64{}
	for _, d := range ds.unsorted {
		var need uint64
		for _, name := range d.signs {
			if bits[name] == 0 {
				bits[name] = 1 << len(bits)
				ds.watch(sign{name, bits[name]})
			}
			need |= bits[name]
		}
		ds.need = append(ds.need, need)
	}
	return ds
}

func (ds *dialects) watch(s sign) {
	for len(ds.signs) <= len(s.name) {
		ds.signs = append(ds.signs, nil)
	}
	ds.signs[len(s.name)] = append(ds.signs[len(s.name)], s)
}

// of returns the dialect of a record with the given fields.
func (ds *dialects) of(fs event.Fields) *dialect {
	var seen uint64
	for i := range fs {
		if fs[i].Section != event.Unsorted {
			return &ds.sorted
		}
		seen |= ds.bitOf(topLevel(&fs[i]))
	}
	for i, need := range ds.need {
		if need&^seen == 0 {
			return &ds.unsorted[i]
		}
	}
	return &ds.sorted // not reached: the last dialect needs no sign
}

func (ds *dialects) bitOf(name string) uint64 {
	if len(name) < len(ds.signs) {
		for _, s := range ds.signs[len(name)] {
			if s.name == name {
				return s.bit
			}
		}
	}
	return 0
}

// topLevel returns the name at the top of a JSON record that f stands under,
// with a full stop behind it if that is an object.
func topLevel(f *event.Field) string {
	if f.Path == "" {
		return f.Name
	}
	return f.Path[:strings.IndexByte(f.Path, '.')+1]
}
