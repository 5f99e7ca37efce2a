package memo

import (
	"fmt"
	"testing"

	"github.com/rulehound/rulehound/normalize/event"
)

// The twin of values is reading them: what is found is what was read of the same
// text, in memory of its own.
func TestValues(t *testing.T) {
	var vs Values
	raw := make([]byte, 0, 8)
	found := 0
	for i := range 5000 {
		quoted := i/8%3 == 0
		raw = fmt.Appendf(raw[:0], "%d", i/8*(i/8)%23) // in memory that is used again
		read := func() event.Value { return event.Typed(event.Int, string(raw)+fmt.Sprint(quoted), uint64(raw[0])) }
		known := vs.Find(raw, quoted)
		if known == nil {
			known = vs.Learn(raw, quoted, read())
		} else {
			found++
		}
		if known != nil && known.Read != read() {
			t.Fatalf("%s was read as %+v, not %+v", raw, known.Read, read())
		}
	}
	if found < 500 {
		t.Errorf("%d found", found)
	}
}

// What comes once is not kept, and where hardly anything comes again, nothing is for a
// while.
func TestValuesThatDoNotComeAgain(t *testing.T) {
	var vs Values
	for i := range 5000 {
		raw := fmt.Appendf(nil, "value %d", i)
		if vs.Learn(raw, true, event.TextValue(string(raw))) != nil {
			t.Fatalf("%s was kept when it first came", raw)
		}
	}
	for i := range 5000 {
		raw := fmt.Appendf(nil, "value %d", i/2)
		vs.Learn(raw, true, event.TextValue(string(raw)))
	}
	if vs.rest == 0 || vs.Find([]byte("value 2499"), true) != nil {
		t.Error("values that come twice are kept")
	}
	again := []byte("again")
	for range 2 * valueRest {
		if vs.Find(again, true) == nil {
			vs.Learn(again, true, event.TextValue("again"))
		}
	}
	if vs.Find(again, true) == nil {
		t.Error("values that come again after all are not kept")
	}
	if vs.Learn(nil, true, event.TextValue("")) != nil || vs.Find(nil, true) != nil {
		t.Error("nothing is kept")
	}
}
