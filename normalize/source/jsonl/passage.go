package jsonl

import (
	"bytes"
	"hash/maphash"
	"sort"
	"unicode/utf8"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// passage is a long text that others are like: of the same lines, but for some. Scripts
// are logged again and again, each time with another number near their beginning.
type passage struct {
	event.Precedent
	raw   []byte // as it stands between its quotes
	form  form
	text  string        // without escapes
	lines []passageLine // of which the first begins the text
	vain  int           // how often a text began like it, and was not, since one was
	folds bool          // there are characters in it that fold to ASCII
}

// passageLine is where a line of a passage begins.
type passageLine struct{ raw, text int }

const (
	longPassage  = 2 << 10 // bytes from which on a text is a passage
	passageHead  = 64      // of its beginning by which it is found
	passageStart = 512     // and told from others
	passageSets  = 256
	passageWays  = 4       // passages of a set
	passageHeads = 2048    // that are known to have been met
	passagesSize = 4 << 20 // bytes that all passages take, about
	sparse       = 96      // bytes for each backslash, of texts that are read as fast anew
	maxVain      = 8       // times in a row that texts may begin like a passage and be others
	patience     = 64      // texts of which one is learnt where that was in vain
)

// passages are the long texts that the next ones may be like. They bound their memory by
// beginning anew.
type passages struct {
	seed  maphash.Seed
	sets  []passageSet // by what they begin with; nil until one may be
	heads []uint64     // that were met; the complements of those of sparse texts
	kept  int          // bytes
	met   []metText    // those of the record at hand that are like none
}

type metText struct {
	at   span
	head uint64
}

type passageSet struct {
	of   [passageWays]*passage
	next int // the one that is replaced next
	worn int // texts that were to be learnt since one was like a passage to its end
}

// expect says that there are texts as long as passages.
func (ps *passages) expect() {
	if ps.sets == nil {
		ps.seed, ps.sets, ps.heads = maphash.MakeSeed(), make([]passageSet, passageSets), make([]uint64, passageHeads)
	}
}

// head returns what text begins with, and whether it may be a passage: it is long enough,
// and those that began like it were not sparse.
func (ps *passages) head(text []byte) (uint64, bool) {
	if ps.sets == nil || len(text) < longPassage {
		return 0, false
	}
	head := maphash.Bytes(ps.seed, text[:passageHead])
	return head, ps.heads[head%passageHeads] != ^head
}

func (ps *passages) set(head uint64) *passageSet { return &ps.sets[head%passageSets] }

// like returns the passage whose beginning text begins with most of, nil if it begins as
// none; head is what it begins with.
func (ps *passages) like(text []byte, head uint64) *passage {
	var best *passage
	most := passageHead - 1
	text = text[:passageStart]
	for _, p := range ps.set(head).of {
		if p == nil {
			break
		}
		if n := common(text, p.raw); n > most && p.vain < maxVain {
			best, most = p, n
		}
	}
	return best
}

// meet notes a text of the record at hand that is like none.
func (ps *passages) meet(at span, head uint64) {
	if at.to-at.from >= longPassage && at.form&coded == 0 && len(ps.met) < maxTexts {
		ps.met = append(ps.met, metText{at, head})
	}
}

// learn makes passages of the texts of the record at hand, b, that are like none but begin
// as one before, and adds what they are for later records to as. A set whose passages
// no text is like hardly learns any more.
func (ps *passages) learn(b []byte, as []*event.Precedent) []*event.Precedent {
	for _, m := range ps.met {
		raw, set := b[m.at.from:m.at.to], ps.set(m.head)
		switch before := &ps.heads[m.head%passageHeads]; {
		case *before != m.head:
			*before = m.head
			continue
		case set.worn >= passageWays && set.worn%patience != 0:
			set.worn++
			continue
		case bytes.Count(raw, slash)*sparse < len(raw):
			*before = ^m.head
			continue
		}
		p := passageOf(raw, m.at.form)
		if p == nil {
			continue
		}
		if ps.kept += p.cost(); ps.kept > passagesSize {
			clear(ps.sets)
			ps.kept = p.cost()
		}
		set.of[set.next] = p
		set.next = (set.next + 1) % passageWays
		set.worn++
		as = append(as, &p.Precedent)
	}
	return as
}

// passageOf returns raw as a passage, nil if it is not UTF-8.
func passageOf(raw []byte, f form) *passage {
	ascii := scan.IsASCII(raw)
	if !ascii && !utf8.Valid(raw) {
		return nil
	}
	p := &passage{raw: bytes.Clone(raw), form: f, folds: !ascii && scan.HidesASCII(raw)}
	p.lines = make([]passageLine, 0, bytes.Count(raw, escapedFeed)+1)
	out, n := make([]byte, len(raw)+8), 0
	for i := 0; i < len(raw); {
		p.lines = append(p.lines, passageLine{i, n})
		end := i + lineLength(raw[i:])
		n += unescapeRuns(out[n:], raw[i:end])
		i = end
	}
	p.text = scan.View(out[:n])
	return p
}

var slash, escapedFeed = []byte{'\\'}, []byte(`\n`)

func (p *passage) cost() int { return 2*len(p.raw) + 16*len(p.lines) + 256 }

// line is the number of the line that byte i of the passage is in.
func (p *passage) line(i int) int {
	return sort.Search(len(p.lines), func(n int) bool { return p.lines[n].raw > i }) - 1
}

// lineLength returns how long the first line of raw is, with the escaped line feed that it
// ends with; all of it if there is none.
func lineLength(raw []byte) int {
	for i := 0; ; i += 2 {
		n := bytes.IndexByte(raw[i:], '\\')
		if n < 0 || i+n+1 >= len(raw) {
			return len(raw)
		}
		if i += n; raw[i+1] == 'n' {
			return i + 2
		}
	}
}
