package binxml_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/normalize/source/evtx/internal/binxml"
	"github.com/rulehound/rulehound/normalize/source/evtx/internal/evtxtest"
	"github.com/rulehound/rulehound/normalize/source/evtx/internal/wintype"
)

// headerSize is what a definition has before its fragment, its offset included.
const headerSize = 4 + 24

// define writes a definition behind what a chunk begins with.
func define(before string) (chunk []byte, pos int) {
	c := evtxtest.NewChunk()
	c.Put([]byte(before)...)
	pos = len(c.B) + headerSize
	c.Define("a", make([]byte, 16), func(x evtxtest.XMLWriter) {
		x.Element("Event", func() {
			x.Depending(3, "Empty")
			x.WithAttr("Data", "Name", x.Text("A"), x.Text("is "), x.Value(2, evtxtest.Uint16))
		})
	})
	return c.B, pos
}

func parser(chunk []byte) *binxml.Parser {
	var p binxml.Parser
	p.Reset(new(wintype.Reader))
	p.See(chunk)
	return &p
}

// outline shows what a node is made of.
func outline(n *binxml.Node) string {
	var b strings.Builder
	if b.WriteString(n.Name); n.Dependency != binxml.NoSub {
		fmt.Fprintf(&b, "?%d", n.Dependency)
	}
	for _, a := range n.Attributes {
		fmt.Fprintf(&b, " %s=%s", a.Name, text(a.Parts))
	}
	b.WriteString(text(n.Parts))
	for kid := n.First; kid != nil; kid = kid.Next {
		fmt.Fprintf(&b, "(%s)", outline(kid))
	}
	return b.String()
}

func text(parts []binxml.Part) (s string) {
	for _, p := range parts {
		if p.Sub != binxml.NoSub {
			s += fmt.Sprintf("{%d:%#x}", p.Sub, p.Type)
		} else {
			s += fmt.Sprintf("%q", p.Text)
		}
	}
	return s
}

// A definition is read, and known again wherever it stands, but not if any byte of
// it is another one that is no length, offset or link.
func TestDefinition(t *testing.T) {
	chunk, pos := define("")
	def, err := parser(chunk).Definition(pos, len(chunk))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := outline(def.Root), `(Event(Empty?3)(Data Name="A""is "{2:0x6}))`; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	elsewhere, there := define("something before")
	if !def.Follows(chunk, pos) || !def.Follows(elsewhere, there) {
		t.Error("the same definition is not known again")
	}
	for _, part := range []string{"A\x00", "i\x00s\x00", "D\x00a\x00t\x00a\x00", "\x0d\x02\x00\x06"} {
		forged := bytes.Clone(chunk)
		i := bytes.LastIndex(forged, []byte(part))
		if i < 0 {
			t.Fatalf("no %q in the definition", part)
		}
		if forged[i] ^= 1; def.Follows(forged, pos) {
			t.Errorf("the same but for %q is taken for it", part)
		}
	}
}

// FuzzDefinition reads any bytes, in bounds, and whatever is a definition is known
// again.
func FuzzDefinition(f *testing.F) {
	chunk, pos := define("")
	f.Add(chunk, pos)
	f.Add(chunk[:len(chunk)-3], pos)
	f.Add(chunk, pos+5)
	f.Fuzz(func(t *testing.T, chunk []byte, pos int) {
		if pos < 0 || pos > len(chunk) {
			return
		}
		p := parser(chunk)
		if _, next, _, err := p.Elements(pos, len(chunk)); err == nil && next < pos {
			t.Errorf("goes back from %d to %d", pos, next)
		}
		def, err := p.Definition(pos, len(chunk))
		if err == nil && !def.Follows(chunk, pos) {
			t.Errorf("%s is not known again", outline(def.Root))
		}
	})
}
