package windows

import (
	"math/bits"
	"strings"
	"sync"

	"github.com/rulehound/rulehound/normalize/event"
)

// flags is what the bits of a number mean.
type flags struct {
	names [32]string
	whole map[uint64]string // of numbers that have a name as a whole
	known remembered
}

// flagTables is by the name of the table.
var flagTables = sync.OnceValue(func() map[string]*flags {
	tables := map[string]*flags{}
	for _, row := range rows("flags.csv") {
		f := tables[row[0]]
		if f == nil {
			f = &flags{whole: map[uint64]string{}}
			tables[row[0]] = f
		}
		u, ok := numberOf(event.TextValue(row[1]))
		switch {
		case !ok || u == 0 || u >= 1<<32:
			panic("windows: flags.csv: " + row[1] + " is no bit")
		case bits.OnesCount64(u) == 1:
			f.names[bits.TrailingZeros64(u)] = row[2]
		default:
			f.whole[u] = row[2]
		}
	}
	return tables
})

// inFlags returns how to read the fields of a table of bits, in the events of
// Security with the given ids alone.
func inFlags(table string, ids ...uint32) Reading {
	return func(c event.Class, v event.Value) *event.Meaning {
		if !HasMessages(c) || !among(ids, c.EventID) {
			return nil
		}
		return bitsOf(table, v)
	}
}

// processAccess reads GrantedAccess, the rights to a process, of Sysmon.
func processAccess(_ event.Class, v event.Value) *event.Meaning { return bitsOf("process-access", v) }

func bitsOf(table string, v event.Value) *event.Meaning {
	if u, ok := numberOf(v); ok && u != 0 && u>>32 == 0 {
		return flagTables()[table].meaning(u)
	}
	return nil
}

// meaning returns the names of the bits of u, nil when one of them has none.
func (f *flags) meaning(u uint64) *event.Meaning { return f.known.of(u, f.named) }

func (f *flags) named(u uint64) *event.Meaning {
	if name := f.whole[u]; name != "" {
		return &event.Meaning{Code: event.HexValue(u).Raw(), Text: name}
	}
	var names []string
	for rest := u; rest != 0; rest &= rest - 1 {
		name := f.names[bits.TrailingZeros64(rest)]
		if name == "" {
			return nil
		}
		names = append(names, name)
	}
	return &event.Meaning{Code: event.HexValue(u).Raw(), Text: strings.Join(names, ", ")}
}
