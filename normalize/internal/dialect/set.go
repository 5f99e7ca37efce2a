package dialect

import (
	"math/bits"
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/internal/memo"
)

// Set tells which dialect a record is in. It is safe for concurrent use.
type Set struct {
	sorted    Dialect // of records whose source knew Windows' structure
	unsorted  []Dialect
	sets      []signSet // in the order in which they are tried
	signs     [][]sign  // by the length of the name
	possible  memo.Memo[Signs, []*Dialect]
	firsts    []uint64 // by the length of the name: a bit for each first byte, modulo 64
	inObjects memo.Memo[liftedKey, *Dialect]
}

// signSet is the signs that give a dialect away.
type signSet struct {
	need Signs
	d    *Dialect
}

// sign is a name that some dialect looks for, with a bit of its own.
type sign struct {
	name string
	bit  int
}

// Signs is a set of signs, none to begin with. There is room for twice as many as there are.
type Signs [4]uint64

func (b *Signs) add(bit int) { b[bit/64] |= 1 << (bit % 64) }

// in reports whether all of b are among seen.
func (b *Signs) in(seen *Signs) bool {
	return b[0]&^seen[0]|b[1]&^seen[1]|b[2]&^seen[2]|b[3]&^seen[3] == 0
}

// Merge adds the signs of o.
func (b *Signs) Merge(o *Signs) {
	for i := range b {
		b[i] |= o[i]
	}
}

// share returns how many of b are among seen, in per cent.
func (b *Signs) share(seen *Signs) int {
	n, all := 0, 0
	for i := range b {
		n += bits.OnesCount64(b[i] & seen[i])
		all += bits.OnesCount64(b[i])
	}
	return 100 * n / max(1, all)
}

// NewSet lists the dialects: the more a form is told by, the earlier it is
// tried.
func NewSet() *Set {
	t := &texts{}
	ds := &Set{sorted: winevent()}
	ds.unsorted = []Dialect{
		nestedWinlog(envelope(ds.of)), chainsaw(t), evtxDump(), velocidex(), velocidexRow(t), piped(winlogbeat(t)), winlogbeat(t), wazuh(), ocsf(t), otlp(t), elasticHit(), splunkRaw(t), splunkHEC(t),
		nxlog(), gelf(), winlogbeat6(), evtxECmd(t), hayabusa(), vector(), fluentBit(), fluentd(), cef(), leef(), winCollect(), defender(), sentinelExport(t), sentinel(t),
		getWinEvent(), getEventLog(), eventViewer(), wevtutilText(), wmiRecord(), splunkClassic(), splunkFields(), snareLine(), velociraptor(),
		graylog(), osquery(t), promtail(t), openTelemetry(), flatExport(), message(), wrapped(t), envelope(ds.of), flat(),
	}
	known := map[string]int{}
	for i := range ds.unsorted {
		for _, set := range ds.unsorted[i].signs {
			var need Signs
			for name := range strings.FieldsFuncSeq(set, func(r rune) bool { return r == ',' }) {
				if _, ok := known[name]; !ok {
					known[name] = len(known)
					ds.watch(sign{name, known[name]})
				}
				need.add(known[name])
			}
			ds.sets = append(ds.sets, signSet{need, &ds.unsorted[i]})
		}
	}
	return ds
}

func (ds *Set) watch(s sign) {
	for len(ds.signs) <= len(s.name) {
		ds.signs = append(ds.signs, nil)
		ds.firsts = append(ds.firsts, 0)
	}
	ds.firsts[len(s.name)] |= 1 << (s.name[0] % 64)
	ds.signs[len(s.name)] = append(ds.signs[len(s.name)], s)
}

// of returns the dialect of a record with the given fields.
func (ds *Set) of(fs event.Fields) *Dialect {
	seen, sorted := ds.seen(fs)
	if sorted {
		return &ds.sorted
	}
	for _, d := range ds.possible.Get(seen, ds.choose) {
		if d.is == nil || d.is(fs) {
			return d
		}
	}
	return &ds.sorted // not reached: the last dialect needs no sign
}

// Sorted returns the dialect of records whose source knew Windows' structure.
func (ds *Set) Sorted() *Dialect { return &ds.sorted }

// choose returns the dialects that a record with the given signs may be in.
func (ds *Set) choose(seen Signs) (Signs, []*Dialect) {
	var possible []*Dialect
	for _, set := range ds.sets {
		if set.need.in(&seen) {
			possible = append(possible, set.d)
		}
	}
	return seen, possible
}

// seen returns the signs in a record, or that its source sorted it. It turns
// names with full stops into paths.
func (ds *Set) seen(fs event.Fields) (seen Signs, sorted bool) {
	last := "." // no path begins like this
	for i := range fs {
		f := &fs[i]
		if f.Section != event.Unsorted {
			return Signs{}, true
		}
		if strings.HasPrefix(f.Path, last) { // Fast path: in the same object as the field before.
			continue
		}
		f.Name, f.Path = undotted(f.Name, f.Path)
		name := topLevel(f)
		ds.note(&seen, name)
		if f.Path != "" {
			last = name
		}
	}
	return seen, false
}

// undotted makes a path of a name with full stops, as databases write the members
// of objects.
func undotted(name, path string) (string, string) {
	if at := strings.LastIndexByte(name, '.'); path == "" && at > 0 && at < len(name)-1 {
		return name[at+1:], name
	}
	return name, path
}

// Signs returns the signs that fields of a label are.
func (ds *Set) Signs(l *event.Label) (seen Signs) {
	f := fieldOf(l)
	ds.note(&seen, topLevel(&f))
	return seen
}

// Nearest returns the name of the dialect that an event has most signs of, ""
// when it has none at all.
func (ds *Set) Nearest(fs event.Fields) string {
	var seen Signs
	for i := range fs {
		ds.note(&seen, topLevel(&fs[i]))
		if at := strings.IndexByte(fs[i].Name, '.'); at > 0 { // of an object: flat calls its members by their paths
			ds.note(&seen, fs[i].Name[:at+1])
		}
	}
	name, best := "", 0
	for _, set := range ds.sets {
		if n := set.need.share(&seen); n > best && set.d.open == nil {
			name, best = set.d.name, n
		}
	}
	return name
}

// note adds name to the signs seen, if it is one.
func (ds *Set) note(seen *Signs, name string) {
	if len(name) == 0 || len(name) >= len(ds.firsts) || ds.firsts[len(name)]>>(name[0]%64)&1 == 0 {
		return // Fast path: most names are no signs.
	}
	for i := range ds.signs[len(name)] {
		if s := &ds.signs[len(name)][i]; s.name == name {
			seen.add(s.bit)
		}
	}
}

// topLevel returns the name at the top of a JSON record that f stands under,
// with a full stop behind it if that is an object.
func topLevel(f *event.Field) string {
	if f.Path == "" {
		return f.Name
	}
	return f.Path[:strings.IndexByte(f.Path, '.')+1]
}
