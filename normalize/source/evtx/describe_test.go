package evtx_test

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/evtx"
	"github.com/rulehound/rulehound/normalize/source/evtx/internal/evtxtest"
)

// described are logs in words, and what is read of them: the data "D" of each
// record, ~ before it if the record is carved, and the kinds of losses.
var described = []struct {
	name, log string
	want      string
}{
	{"sound", "event 1\ndata D string a\nevent 2\ndata D hex64 0x3e7", "a 0x3e7"},
	{"two chunks", "chunk\nevent 1\ndata D string a\nchunk\nevent 1\ndata D string b", "a b"},
	{"empty slot", "chunk empty\nchunk\nevent 1\ndata D string a", "a"},
	{"foreign slot", "chunk foreign\nchunk\nevent 1\ndata D string a", "[bad chunk] a"},
	{"no magic", "chunk\nevent 1\ndata D string a\nchunk magic\nevent 1\ndata D string b", "a [bad chunk] ~b"},
	{"a header's checksum", "chunk header checksum\nevent 1\ndata D string a", "[bad checksum] a"},
	{"the records' checksum", "chunk checksum\nevent 1\ndata D string a", "[bad checksum] a"},
	{"no checksums", "chunk no checksums\nevent 1\ndata D string a", "a"},
	{"a free space that cannot be", "chunk no end\nevent 1\ndata D string a\nevent 1\ndata D string b", "a b"},
	{"cut", "chunk cut\nevent 1\ndata D string a", "[cut off at the end]"},
	{"never finished", "event 1\ndata D string a\nevent 1\ndata D string b\ndamage unfinished\nevent 1\ndata D string c", "a [torn record] b c"},
	{"size 0", "event 1\ndata D string a\nevent 1\ndata D string b\ndamage size 0\nevent 1\ndata D string c", "a [torn record] c"},
	{"zeroed", "event 1\ndata D string a\nevent 1\ndata D string b\ndamage zeroed\nevent 1\ndata D string c", "a [torn record] c"},
	{"blocks of another time", "event 1\ndata D string a\nevent 1\ndata D string b\ndamage other template\nevent 1\ndata D string c", "a [lost template] c"},
	{"values without end", "event 1\ndata D string a\nevent 1\ndata D string b\ndamage many values\nevent 1\ndata D string c", "a [malformed record] c"},
	{"given up", "event 1\ndata D string a\nevent 1\ndata D string b\ndamage given up\nevent 1\ndata D string c", "a ~b ~c"},
	{"as a collector stores it", "event 1\nplain\ndata D string a\nmessage What happened.\nevent 2\ndata D string b", "a b"},
	{"in one value with RenderingInfo", "event 1\ndata D string a\nmessage What happened.", "a"},
	{"more than a record may be", "event 1\ndata E*1000 string*900 x\nevent 2\ndata D string a", "[oversized record] a"},
}

func TestDescribed(t *testing.T) {
	for _, tt := range described {
		t.Run(tt.name, func(t *testing.T) {
			log, err := evtxtest.Write(tt.log)
			if err != nil {
				t.Fatal(err)
			}
			plain := slices.DeleteFunc(strings.Split(tt.want, " "), func(s string) bool { return s[0] == '~' })
			if got, want := told(t, log), strings.Join(plain, " "); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
			if got := told(t, log, evtx.WithCarve()); got != tt.want {
				t.Errorf("carved: got %s, want %s", got, tt.want)
			}
		})
	}
	for _, text := range []string{"event 1\ndamage done", "chunk of gold", "event 1\ndata D*x string a", "event x", "event 1\ndata D string*32000 x\nevent 1\ndata D string*32000 x"} {
		if _, err := evtxtest.Write(text); err == nil {
			t.Errorf("%q is written", text)
		}
	}
}

// everyValue is a record with what a description can say.
const everyValue = `event 4624
provider Test-Provider {54849625-5478-4994-A5BA-3E3B0328C30D}
user S-1-5-18
data Text string a b
data ANSI ansi text
data U8 uint8 7
data U16 uint16 7000
data U32 uint32 70000
data U64 uint64 70000000000
data I32 int32 -7
data Bool bool true
data Hex hex32 0x3e7
data Hex64 hex64 0x8010000000000000
data Size size 0x24c
data GUID guid {54849625-5478-4994-A5BA-3E3B0328C30D}
data SID sid S-1-5-21-1-2-3-500
data Time time 2024-05-22T22:57:49.0350771Z
data Binary binary AB01
data Null null
`

// TestEveryValue reads what a description says, as text.
func TestEveryValue(t *testing.T) {
	log, err := evtxtest.Write(everyValue)
	if err != nil {
		t.Fatal(err)
	}
	records, _ := read(t, bytes.NewReader(log))
	for line := range strings.Lines(everyValue) {
		words := strings.SplitN(strings.TrimSpace(line), " ", 4)
		if words[0] != "data" {
			continue
		}
		got, ok := records[0].Fields.In(event.EventData, words[1])
		if words[2] == "null" {
			if ok {
				t.Errorf("NULL is %q", got.Raw())
			}
		} else if got.Raw() != words[3] {
			t.Errorf("%s: got %q, want %q", words[1], got.Raw(), words[3])
		}
	}
}

func told(t *testing.T, log []byte, opts ...evtx.Option) string {
	t.Helper()
	var all []string
	for rec, err := range evtx.Records(context.Background(), bytes.NewReader(log), "a.evtx", opts...) {
		if err != nil {
			all = append(all, "["+lossOf(t, err).Kind+"]")
			continue
		}
		name, _ := rec.Fields.In(event.EventData, "D")
		said := name.Raw()
		if rec.Source.Carved {
			said = "~" + said
		}
		if channel, ok := rec.Fields.Get("Channel"); !ok || channel.Raw() != "Security" {
			t.Errorf("channel %q", channel.Raw())
		}
		all = append(all, said)
	}
	return strings.Join(all, " ")
}
