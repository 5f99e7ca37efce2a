package plan

import (
	"bytes"
	"slices"
	"strings"
	"sync"

	"github.com/rulehound/rulehound/engine/internal/find"
	"github.com/rulehound/rulehound/rules/ir"
)

// KeywordFilter tells of a record as it stands in its log whether keywords can be in it,
// without reading its values: of every keyword's text it looks for one piece that
// no encoder of JSON writes in another way, and that only texts have in EVTX.
//
//	keywords: ['C:\\Tools\\mimikatz.exe', 'lsadump::sam']  →  "mimikatz.exe" or "lsadump::sam"
//
// It is safe for concurrent use once the last piece was added.
type KeywordFilter struct {
	pieces []find.Literal
	margin int // the length of the longest, but for a byte
	once   sync.Once
	inside []finder // of pieces, when a text has come
	widen  sync.Once
	wide   []*find.WideSieve // of those that have one, when a text of UTF-16 has come
}

// finder is grams or their sieve.
type finder interface {
	FindWithin(found *find.Hits, t []byte, from, to int)
}

// leastPiece is the length from which on a piece says something.
const leastPiece = 4

// PiecesOf returns the pieces to look for, false when some keyword has none: it
// is a regular expression, a number, too short.
func PiecesOf(k *ir.Keyword) ([]string, bool) {
	var all []string
	for i := range k.Values {
		best := ""
		for _, s := range k.Values[i].Glob {
			for piece := range strings.FieldsFuncSeq(s.Text, isRewritten) {
				if len(piece) > len(best) {
					best = piece
				}
			}
		}
		if k.Values[i].Kind != ir.TextValue || len(best) < leastPiece || isNumeric(best) {
			return nil, false
		}
		all = append(all, best)
	}
	return all, true
}

// isRewritten reports whether encoders of JSON may write r with a backslash or \u, in
// plain text, or whether it is not ASCII.
func isRewritten(r rune) bool {
	return r < ' ' || r > '~' || strings.ContainsRune("\"&'+/<=>\\`", r)
}

// isNumeric reports whether s may stand in a spelling of a number, GUID, SID, time or
// bool, which no record has.
func isNumeric(s string) bool {
	s = strings.ToLower(s)
	return strings.Trim(s, "0123456789abcdefx{}-") == "" || strings.Trim(s, "0123456789stz:.+-") == "" ||
		strings.Contains("true false +inf", s)
}

// Add adds pieces to look for.
func (p *KeywordFilter) Add(pieces []string) {
	for _, piece := range pieces {
		p.pieces = append(p.pieces, find.Literal{Text: bytes.ToLower([]byte(piece)), ID: int32(len(p.pieces))})
		p.margin = max(p.margin, len(piece)-1)
	}
}

// In reports whether one of the pieces is in plain text, in whatever case.
func (p *KeywordFilter) In(text []byte, s *State) bool {
	p.begin(text, s)
	return p.within(text, 0, len(text), s)
}

// InNews is In for a text in which there is none but where news are, parts of it.
func (p *KeywordFilter) InNews(text []byte, news [][2]int, s *State) bool {
	p.begin(text, s)
	for i := 0; i < len(news); {
		from, to := news[i][0]-p.margin, news[i][1]+p.margin
		for i++; i < len(news) && news[i][0]-p.margin < to; i++ { // They are near each other.
			to = news[i][1] + p.margin
		}
		if p.within(text, max(0, from), min(to, len(text)), s) {
			return true
		}
	}
	return false
}

// begin makes what finds the pieces, if text is the first one, and forgets what was found.
func (p *KeywordFilter) begin(text []byte, s *State) {
	p.once.Do(func() { p.make(text) })
	s.pieces.Reset(len(p.pieces))
}

// within reports whether one of the pieces is in text between from and to.
func (p *KeywordFilter) within(text []byte, from, to int, s *State) bool {
	for _, f := range p.inside {
		f.FindWithin(&s.pieces, text, from, to)
	}
	return len(s.pieces.List()) > 0
}

// MayBeIn reports whether one of the pieces may be in texts of UTF-16, little-endian, which
// need not be plain.
func (p *KeywordFilter) MayBeIn(texts [][]byte) bool {
	p.once.Do(func() { p.make(everyOther(texts)) })
	p.widen.Do(func() {
		for _, f := range p.inside {
			if s, ok := f.(*find.Sieve); ok {
				p.wide = append(p.wide, s.Wide())
			}
		}
	})
	if len(p.wide) < len(p.inside) {
		return true // some have no sieve
	}
	for _, s := range p.wide {
		if slices.ContainsFunc(texts, s.MayHave) {
			return true
		}
	}
	return false
}

// everyOther returns every other byte of texts.
func everyOther(texts [][]byte) (bytes []byte) {
	for _, t := range texts {
		for i := 0; i < len(t); i += 2 {
			bytes = append(bytes, t[i])
		}
	}
	return bytes
}

// make makes what finds the pieces in texts like sample.
func (p *KeywordFilter) make(sample []byte) {
	for _, g := range find.GramsOf(p.pieces, sample) {
		if s := find.NewSieve(g); s != nil {
			p.inside = append(p.inside, s)
		} else {
			p.inside = append(p.inside, g)
		}
	}
}
