package plan

import (
	"bytes"
	"hash/maphash"
	"sync"

	"github.com/rulehound/rulehound/engine/internal/match"
	"github.com/rulehound/rulehound/rules/ir"
)

// question is what a test asks of the values of a field, whichever field that is.
type question struct {
	Predicate match.Predicate
	ref       int       // slot of the field that it compares with, -1 for none
	field     *ir.Field // with the source's own values; nil for a keyword
	keyword   *ir.Keyword

	extracting sync.Once
	extract    extract // when it was asked for
}

// Questions are those of all rules. Each is made once, however many rules ask it and
// whatever sources call the field:
//
//	Sysmon 1       Image|endswith: '\x.exe'           →  question 7, of slot 3
//	Security 4688  NewProcessName|endswith: '\x.exe'  →  question 7, of slot 12
//
// It is safe for concurrent use.
type Questions struct {
	mu    sync.Mutex
	asked map[ir.Node]*question // by condition
	same  map[uint64]*question  // by a sum of what is asked
	seed  maphash.Seed
	key   []byte // scratch
}

// NewQuestions returns Questions of which none was asked.
func NewQuestions() *Questions {
	return &Questions{asked: map[ir.Node]*question{}, same: map[uint64]*question{}, seed: maphash.MakeSeed()}
}

// ofField returns the question of f, which refers to the slot ref, or to none.
func (qs *Questions) ofField(f *ir.Field, ref int) (*question, error) {
	return qs.of(f, &question{ref: ref, field: f})
}

func (qs *Questions) ofKeyword(k *ir.Keyword) (*question, error) {
	return qs.of(k, &question{ref: -1, keyword: k})
}

// of returns the question that asks the same as q, which n is, or else q.
func (qs *Questions) of(n ir.Node, q *question) (*question, error) {
	qs.mu.Lock()
	defer qs.mu.Unlock()
	if known := qs.asked[n]; known != nil && known.ref == q.ref {
		return known, nil
	}
	qs.key = q.appendKey(qs.key[:0])
	sum, end := maphash.Bytes(qs.seed, qs.key), len(qs.key)
	known := qs.same[sum]
	if known != nil {
		qs.key = known.appendKey(qs.key)
	}
	if known == nil || !bytes.Equal(qs.key[:end], qs.key[end:]) {
		if err := q.make(); err != nil {
			return nil, err
		}
		known, qs.same[sum] = q, q
	}
	qs.asked[n] = known
	return known, nil
}

func (q *question) make() (err error) {
	if q.keyword != nil {
		q.Predicate, err = match.NewKeyword(q.keyword)
	} else {
		q.Predicate, err = match.New(q.field, q.ref)
	}
	return err
}

// values returns how many values it has.
func (q *question) values() int64 {
	if q.keyword != nil {
		return int64(len(q.keyword.Values))
	}
	return int64(len(q.field.Values))
}
