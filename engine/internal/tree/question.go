package tree

import (
	"bytes"
	"hash/maphash"
	"sync"

	"github.com/rulehound/rulehound/engine/internal/match"
	"github.com/rulehound/rulehound/rules/ir"
)

// Question is what a test asks of the values of a field, whichever field that is.
type Question struct {
	Predicate match.Predicate
	Ref       int       // slot of the field that it compares with, -1 for none
	Field     *ir.Field // with the source's own values; nil for a keyword
	Keyword   *ir.Keyword

	extracting sync.Once
	extract    Extract // when it was asked for
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
	asked map[ir.Node]*Question // by condition
	same  map[uint64]*Question  // by a sum of what is asked
	seed  maphash.Seed
	key   []byte // scratch
}

// NewQuestions returns Questions of which none was asked.
func NewQuestions() *Questions {
	return &Questions{asked: map[ir.Node]*Question{}, same: map[uint64]*Question{}, seed: maphash.MakeSeed()}
}

// ofField returns the question of f, which refers to the slot ref, or to none.
func (qs *Questions) ofField(f *ir.Field, ref int) (*Question, error) {
	return qs.of(f, &Question{Ref: ref, Field: f})
}

func (qs *Questions) ofKeyword(k *ir.Keyword) (*Question, error) {
	return qs.of(k, &Question{Ref: -1, Keyword: k})
}

// of returns the question that asks the same as q, which n is, or else q.
func (qs *Questions) of(n ir.Node, q *Question) (*Question, error) {
	qs.mu.Lock()
	defer qs.mu.Unlock()
	if known := qs.asked[n]; known != nil && known.Ref == q.Ref {
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

func (q *Question) make() (err error) {
	if q.Keyword != nil {
		q.Predicate, err = match.NewKeyword(q.Keyword)
	} else {
		q.Predicate, err = match.New(q.Field, q.Ref)
	}
	return err
}

// Values returns how many values it has.
func (q *Question) Values() int64 {
	if q.Keyword != nil {
		return int64(len(q.Keyword.Values))
	}
	return int64(len(q.Field.Values))
}
