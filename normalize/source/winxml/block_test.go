package winxml_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/winxml"
)

const begin = `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'>`

// blockParts are what logs are made of here: events, what may stand in them and between
// them, and what is none of it.
var blockParts = []string{
	begin + `<System><EventID> 1 </EventID></System><EventData><Data Name='a'>x &amp; y</Data><Data/></EventData></Event>`,
	begin + `<System><EventID>2</EventID></System><UserData><x><Event>nested</Event></x></UserData></Event>`,
	begin + `<UserData><x><Event>nested</Event>`,
	begin + `<EventData><Data Name="b">1<!-- </Event>` + begin + ` -->2</Data></EventData></Event>`,
	begin + `<EventData><Data><![CDATA[</Event>` + begin + `]]></Data></EventData></Event>`,
	begin + `<EventData><?p </Event>` + begin + ` ?><Data>i</Data></EventData></Event>`,
	begin + `<EventData>loose<Data Name='c'>z</Data></EventData></Event>`,
	`<Event><EventReceivedTime>t</EventReceivedTime><Channel>c</Channel></Event>`,
	begin + `<System><EventID>3</System></Event>`,
	begin + `<System>`, `</Event>`, "\n", " ", "\r\n  ", "<Events>", "</Events>", "header ", "text\n", "<!-- x -->", "<?p x?>", "<?p " + begin, strings.Repeat("é\xff", 40),
}

// TestBlocks: a log in blocks, with sketches, is the log read in a row.
func TestBlocks(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	d := winxml.NewBlockDecoder(true)
	cut := 0
	for range 2000 {
		log := ""
		for range r.IntN(30) {
			log += blockParts[r.IntN(1+r.IntN(len(blockParts)))]
		}
		want := told(winxml.Records(t.Context(), strings.NewReader(log), "f"))
		var got []string
		blocks := 0
		for b, err := range winxml.BlocksOf(context.Background(), strings.NewReader(log), "f", 1+r.IntN(400)) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, told(d.Records(b))...)
			b.Release()
			blocks++
		}
		if blocks > 1 {
			cut++
		}
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Fatalf("%q\n got %s\nwant %s", log, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
		}
	}
	if cut < 100 {
		t.Errorf("only %d logs were cut", cut)
	}
}

// told says of each record, or loss, what and where it is.
func told(records func(func(*event.Record, error) bool)) (all []string) {
	for rec, err := range records {
		if err != nil {
			all = append(all, err.Error())
			continue
		}
		fields := rec.Fields
		if rec.Sketch != nil {
			fields = rec.Sketch.Fields()
			for i := range rec.Sketch.Labels() {
				raw, _ := rec.Sketch.Raw(i)
				if v := rec.Sketch.Value(i); v.Raw() != string(raw) || v.Raw() != fields[i].Value.Raw() {
					all = append(all, fmt.Sprintf("%q is %q as it stands and %q among all", v.Raw(), raw, fields[i].Value.Raw()))
				}
				if text, _ := rec.Sketch.Text(); !bytes.Contains(text, raw) {
					all = append(all, fmt.Sprintf("%q is not in the text", raw))
				}
			}
		}
		line := fmt.Sprintf("%d:%d", rec.Source.Line, rec.Source.Offset)
		for _, f := range fields {
			line += fmt.Sprintf(" %s.%s|%s=%q", f.Section, f.Name, f.Path, f.Value.Raw())
		}
		all = append(all, line)
	}
	return all
}

// TestManyNames: names of one block that are too many to be kept are kept no longer than it,
// so that those of the next one can be told from each other.
func TestManyNames(t *testing.T) {
	many := begin + `<UserData><` + strings.Repeat("p", 4000) + `>`
	for i := range 2100 {
		many += fmt.Sprintf("<n%x/>", i)
	}
	many += `</` + strings.Repeat("p", 4000) + `></UserData></Event>`
	d := winxml.NewBlockDecoder(true)
	for _, log := range []string{many, blockParts[0]} {
		for b, err := range winxml.Blocks(t.Context(), strings.NewReader(log), "f") {
			if err != nil {
				t.Fatal(err)
			}
			for rec, err := range d.Records(b) {
				if err != nil {
					t.Fatal(err)
				}
				unnumbered := slices.ContainsFunc(rec.Sketch.Labels(), func(l *event.Label) bool { return l.Number < 0 })
				if unnumbered != (log == many) {
					t.Errorf("%.80q: names without a number: %t", log, unnumbered)
				}
			}
		}
	}
}

// TestTextSketch: the sketch of a text has the fields of the text.
func TestTextSketch(t *testing.T) {
	d, twin := winxml.NewDecoder(), winxml.NewDecoder()
	for _, part := range blockParts {
		for _, text := range []string{part, "header " + part + " tail", strings.TrimPrefix(part, begin), "<x>" + strings.TrimSuffix(strings.TrimPrefix(part, begin), "</Event>") + "</x>", part[:len(part)/2]} {
			s := d.Sketch([]byte(text))
			fields, err := twin.Fields(text)
			if s == nil {
				continue
			}
			if got := fmt.Sprint(s.Fields()); err != nil || got != fmt.Sprint(fields) {
				t.Errorf("%q: %s, want %v, %v", text, got, fields, err)
			}
		}
	}
}
