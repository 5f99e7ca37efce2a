package source

import (
	"strings"
	"testing"

	"github.com/rulehound/rulehound/normalize/source/internal/loss"
)

// What is in other lists beside the events is counted.
func TestObjectsAside(t *testing.T) {
	const in = `{"other":[{"a":1},{"b":[{"c":1}]}],"records":[{"x":1}],"more":[{"d":1}],"meta":{"e":[{}]},"texts":["f"]}
{"other":[{"a":1}]}
{"used_indices":[{"a":1}],"messages":[{"y":1}]}`
	f, err := Read(strings.NewReader(in), "test")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for range f.Records(t.Context()) {
		n++
	}
	if got := f.Stats().Losses; n != 3 || len(got) != 1 || got[0] != (Loss{Kind: loss.Aside, Count: 3}) {
		t.Errorf("%d records, losses %+v, want 3 objects beside a list", n, got)
	}
}

// The pairs are told as JSON, and their brackets are no loss.
func TestTimedPairs(t *testing.T) {
	f, err := Read(strings.NewReader("win.0: [1700000000.123456789, {\"a\":1}]\nwin.0: [1700000001, {\"a\":2}]\n"), "test")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for rec := range f.Records(t.Context()) {
		date, _ := rec.Fields.Get("date")
		a, _ := rec.Fields.Get("a")
		got = append(got, date.Raw()+" "+a.Raw())
	}
	if want := "1700000000.123456789 1|1700000001 2"; strings.Join(got, "|") != want || len(f.Stats().Losses) > 0 {
		t.Errorf("got %q, losses %+v, want %s", got, f.Stats().Losses, want)
	}
}
