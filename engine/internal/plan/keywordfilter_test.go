package plan

import (
	"encoding/binary"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/rulehound/rulehound/engine/internal/fold"
	"github.com/rulehound/rulehound/rules/ir"
)

func keywordOf(texts ...string) *ir.Keyword {
	k := &ir.Keyword{}
	for _, s := range texts {
		k.Values = append(k.Values, ir.Value{Kind: ir.TextValue, Text: s, Glob: ir.LiteralGlob(s)})
	}
	return k
}

func TestPiecesOf(t *testing.T) {
	for _, tt := range []struct {
		keyword *ir.Keyword
		want    string // joined by |; "" is none
	}{
		{keywordOf("mimikatz.exe", "lsadump::sam"), "mimikatz.exe|lsadump::sam"},
		{keywordOf(`C:\Tools\mimikatz.exe`), "mimikatz.exe"},
		{keywordOf(`say "open sesame" twice`), "open sesame"},
		{keywordOf("https://example.org/x"), "example.org"},
		{keywordOf("überall"), "berall"},
		{keywordOf("line\nbreak"), "break"},
		{keywordOf("abc"), ""},
		{keywordOf("mimikatz", `a\b\c`), ""},
		{keywordOf("deadbeef-0123"), ""},
		{keywordOf("4688"), ""},
		{&ir.Keyword{Values: []ir.Value{{Kind: ir.RegexpValue}}}, ""},
		{&ir.Keyword{Values: []ir.Value{{Kind: ir.NumberValue, Text: "mimikatz"}}}, ""},
	} {
		got, ok := PiecesOf(tt.keyword)
		if joined := strings.Join(got, "|"); joined != tt.want || ok != (tt.want != "") {
			t.Errorf("of %q: %q, %v, want %q", tt.keyword.Values[0].Text, joined, ok, tt.want)
		}
	}
}

// FuzzKeywordFilter holds KeywordFilter against their naive twin: a keyword that is in a text
// is never missed in the JSON of that text, as long as that is plain.
func FuzzKeywordFilter(f *testing.F) {
	f.Add("mimikatz", "C:\\Tools\\MimiKatz.exe")
	f.Add("lsadump::sam", "x \"lsadump::SAM\" /y")
	f.Add("a\\bcdef\"ghijkl", "xxA\\BCDEF\"GHIJKL")
	f.Add("<script>", "<SCRIPT>")
	f.Add("über\u212aelvin", "xÜBERkELVIN")
	f.Fuzz(func(t *testing.T, keyword, text string) {
		pieces, ok := PiecesOf(keywordOf("another one", keyword))
		if !ok || !strings.Contains(fold.String(text), fold.String(keyword)) {
			return
		}
		var p KeywordFilter
		p.Add(pieces)
		if wide := wideOf(text); !p.MayBeIn([][]byte{nil, wide}) {
			t.Fatalf("%q is not seen in %q in UTF-16", keyword, text)
		}
		var b strings.Builder
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(len(text)%2 == 0)
		if err := enc.Encode(text); err != nil {
			t.Fatal(err)
		}
		line := b.String()
		if bare := strings.NewReplacer(`\u003c`, "", `\u003e`, "", `\u0026`, "").Replace(line); strings.Contains(bare, `\u`) || fold.HidesASCII(line) {
			return // not plain
		}
		if !p.In([]byte(line), &State{}) {
			t.Fatalf("%q is not seen in %s", keyword, line)
		}
	})
}

// wideOf returns a text in UTF-16, little-endian.
func wideOf(text string) (wide []byte) {
	for _, u := range utf16.Encode([]rune(text)) {
		wide = binary.LittleEndian.AppendUint16(wide, u)
	}
	return wide
}

// In UTF-16 keywords are seen where they are, and nowhere else.
func TestKeywordFilterMayBeIn(t *testing.T) {
	var p, short KeywordFilter
	p.Add([]string{"sekurlsa::", "mimikatz.exe", "gentilkiwi.com", "kerberos::golden", "privilege::debug", "event::clear"})
	for text, want := range map[string]bool{"x sekurl": false, "x SeKurlsa::": true, "Mimi\u212aatz.exe": true, "mimi\u212batz.exe": false, "": false} {
		if got := p.MayBeIn([][]byte{wideOf(text)}); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
	if short.Add([]string{"kiwi"}); !short.MayBeIn([][]byte{wideOf("no")}) {
		t.Error("a piece without a sieve is told not to be there")
	}
}

// In what is new a keyword is found wherever it reaches into it, and nothing is looked
// for elsewhere.
func TestKeywordFilterInNews(t *testing.T) {
	var p KeywordFilter
	p.Add([]string{"sekurlsa::", "mimikatz.exe", "gentilkiwi.com"})
	const text = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxSekurlsa::xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
	from, to := strings.Index(text, "S"), strings.LastIndex(text, ":")+1
	var s State
	for at := range len(text) {
		for _, size := range []int{0, 1, 5} {
			end := min(at+size, len(text))
			got := p.InNews([]byte(text), [][2]int{{at, end}}, &s)
			if want := at < to && end > from; want && !got {
				t.Errorf("not seen from %d to %d", at, end)
			} else if far := at > to+p.margin || end < from-p.margin; far && got {
				t.Errorf("seen from %d to %d", at, end)
			}
			if far := [][2]int{{0, 0}, {1, 2}, {at, end}}; !p.InNews([]byte(text), far, &s) && got {
				t.Errorf("not seen from %d to %d, behind others", at, end)
			}
		}
	}
}

func BenchmarkKeywordFilter(b *testing.B) {
	pieces, _ := PiecesOf(keywordOf("dpapi::masterkey", "eo.oe.kiwi", "event::clear", "gentilkiwi.com", "kerberos::golden", "Kiwi Legit Printer", "mimidrv.sys", "mimilib.dll", "<3 eo.oe"))
	var p KeywordFilter
	p.Add(pieces)
	text := []byte(strings.Repeat(`"Image":"C:\\Windows\\System32\\svchost.exe","User":"NT AUTHORITY\\SYSTEM",`, 32))
	b.SetBytes(int64(len(text)))
	var s State
	for b.Loop() {
		p.In(text, &s)
	}
}
