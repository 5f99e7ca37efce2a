package winxml_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/winxml"
)

// read returns what Records makes of r, the last error apart from the skipped ones.
func read(r io.Reader) (recs []*event.Record, lost []error, err error) {
	for rec, e := range winxml.Records(context.Background(), r, "test.xml") {
		switch {
		case e == nil:
			recs = append(recs, rec)
		case errors.Is(e, event.ErrSkip):
			lost = append(lost, e)
		default:
			err = e
		}
	}
	return recs, lost, err
}

// show writes a record, one field a line.
func show(rec *event.Record) string {
	var b strings.Builder
	for _, f := range rec.Fields {
		line(&b, f.Section, f.Name, f.Path, f.Value.Raw())
	}
	return b.String()
}

func line(b *strings.Builder, s event.Section, name, path, value string) {
	if path == name {
		path = ""
	}
	fmt.Fprintf(b, "%s %q %q %q\n", s, name, path, lineEnds(value))
}

// lineEnds does what XML asks for and we do not do.
func lineEnds(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

// node is an element as encoding/xml sees it.
type node struct {
	key   string
	attrs []xml.Attr
	kids  []any // *node, string
}

// parse reads one element and its children.
func parse(d *xml.Decoder, start xml.StartElement) (*node, error) {
	n := &node{key: start.Name.Local}
	for _, a := range start.Attr {
		if a.Name.Space != "xmlns" && a.Name.Local != "xmlns" {
			n.attrs = append(n.attrs, a)
		}
	}
	for {
		t, err := d.Token()
		if err != nil {
			return nil, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if t.Name.Local == "Event" {
				return nil, errors.New("an event in an event")
			}
			kid, err := parse(d, t.Copy())
			if err != nil {
				return nil, err
			}
			n.kids = append(n.kids, kid)
		case xml.CharData:
			if last := len(n.kids) - 1; last >= 0 {
				if s, ok := n.kids[last].(string); ok {
					n.kids[last] = s + string(t)
					continue
				}
			}
			n.kids = append(n.kids, string(t))
		case xml.Directive:
			return nil, errors.New("a declaration in an event")
		case xml.EndElement:
			return n, nil
		}
	}
}

// oracle reads the single event in data by encoding/xml and flattens it by the
// rules of the package's documentation.
func oracle(data []byte) (string, error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	t, err := d.Token()
	if err != nil {
		return "", err
	}
	start, ok := t.(xml.StartElement)
	if !ok || start.Name.Local != "Event" {
		return "", errors.New("no event")
	}
	n, err := parse(d, start)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, a := range n.attrs {
		line(&b, event.Unsorted, "Event."+a.Name.Local, "", a.Value)
	}
	for _, kid := range n.kids {
		switch kid := kid.(type) {
		case string:
			text(&b, event.Unsorted, "Event", "", kid)
		case *node:
			section(&b, kid)
		}
	}
	return b.String(), nil
}

func section(b *strings.Builder, n *node) {
	s, part := map[string]event.Section{
		"System": event.System, "EventData": event.EventData, "UserData": event.UserData, "RenderingInfo": event.Rendering,
	}[n.key]
	if !part {
		s = event.UserData
		if n.key == "ProcessingErrorData" || n.key == "DebugData" || n.key == "BinaryEventData" {
			s = event.EventData
		}
		flatten(b, s, n, "", "", n.key, false)
		return
	}
	for _, a := range n.attrs {
		attribute(b, s, a, n.key, "")
	}
	for _, kid := range n.kids {
		switch kid := kid.(type) {
		case string:
			text(b, s, n.key, "", kid)
		case *node:
			flatten(b, s, kid, "", "", kid.key, true)
		}
	}
}

// flatten shows the fields of n, which is called key and stands below path;
// inside says that it is part of a section and not one of its own.
func flatten(b *strings.Builder, s event.Section, n *node, path, rendered, key string, inside bool) {
	isData := inside && (s == event.EventData || s == event.UserData) && (n.key == "Data" || n.key == "ComplexData")
	attrs := n.attrs
	if isData {
		for i, a := range attrs {
			if a.Name.Local == "Name" && a.Value != "" {
				key = a.Value
				attrs = append(append([]xml.Attr{}, attrs[:i]...), attrs[i+1:]...)
				break
			}
		}
	}
	name := key
	if path != "" {
		path += "." + key
	} else {
		path = key
	}
	if s == event.Rendering {
		if name = rendered; name == "" {
			if name = "Rendered" + key; key == "Message" {
				name = key
			}
		}
		rendered, path = name, ""
	}
	for _, a := range attrs {
		attribute(b, s, a, key, path)
	}
	elements, all := false, ""
	for _, kid := range n.kids {
		switch kid := kid.(type) {
		case *node:
			elements = true
		case string:
			all += kid
		}
	}
	if !elements {
		void := s == event.System && strings.Contains(" Provider TimeCreated Correlation Execution Security ", " "+n.key+" ")
		if s == event.System {
			all = strings.TrimSpace(lineEnds(all))
		}
		if strings.TrimSpace(all) != "" || !void && (isData || len(attrs) == 0) {
			line(b, s, name, path, all)
		}
		return
	}
	for _, kid := range n.kids {
		switch kid := kid.(type) {
		case string:
			text(b, s, name, path, kid)
		case *node:
			flatten(b, s, kid, path, rendered, kid.key, true)
		}
	}
}

func attribute(b *strings.Builder, s event.Section, a xml.Attr, key, path string) {
	switch {
	case s == event.System && key == "TimeCreated" && a.Name.Local == "SystemTime":
		line(b, s, "TimeCreated", "", strings.TrimSpace(a.Value))
	case s == event.System:
		line(b, s, key+"_"+a.Name.Local, "", strings.TrimSpace(a.Value))
	case path == "":
		line(b, s, key+"."+a.Name.Local, "", a.Value)
	default:
		line(b, s, key+"."+a.Name.Local, path+"."+a.Name.Local, a.Value)
	}
}

// text shows what stands between elements, unless it is layout.
func text(b *strings.Builder, s event.Section, name, path, value string) {
	if t := strings.TrimSpace(value); t != "" && t != "-" && t != "+" {
		if s == event.System {
			value = t
		}
		line(b, s, name, path, value)
	}
}

// FuzzXML: what encoding/xml reads as an event, we read as the same one; and
// the size of the pieces in which the input arrives changes nothing.
func FuzzXML(f *testing.F) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		recs, lost, err := read(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if want, err := oracle(data); err == nil && bounded(data) {
			if len(recs) == 0 || recs[0].Source.Offset != 0 {
				t.Fatalf("%q: not read, lost %v", data, lost)
			}
			if got := show(recs[0]); got != want {
				t.Fatalf("%q:\ngot\n%swant\n%s", data, got, want)
			}
		}
		for i, rec := range recs {
			if rec.Source.Index != int64(i) || rec.Source.Line != 1+int64(bytes.Count(data[:rec.Source.Offset], []byte("\n"))) {
				t.Fatalf("record %d says it is %+v", i, rec.Source)
			}
		}
		again, lostAgain, _ := read(&pieces{data: data})
		if len(again) != len(recs) || fmt.Sprint(lostAgain) != fmt.Sprint(lost) {
			t.Fatalf("%q in pieces: %d records, lost %v; at once %d, %v", data, len(again), lostAgain, len(recs), lost)
		}
		for i := range recs {
			if show(again[i]) != show(recs[i]) || again[i].Source != recs[i].Source {
				t.Fatalf("%q: record %d differs in pieces", data, i)
			}
		}
	})
}

// bounded leaves out what is read in another way on purpose: deep nesting, long
// names, and references that stand for blanks.
func bounded(data []byte) bool {
	return bytes.Count(data, []byte("<")) < 64 && len(data) < 4<<10 && !bytes.Contains(data, []byte("&#"))
}

// pieces gives its data in pieces of 1 to 7 bytes.
type pieces struct {
	data []byte
	n    int
}

func (p *pieces) Read(b []byte) (int, error) {
	if len(p.data) == 0 {
		return 0, io.EOF
	}
	p.n = p.n%7 + 1
	n := copy(b, p.data[:min(p.n, len(p.data))])
	p.data = p.data[n:]
	return n, nil
}
