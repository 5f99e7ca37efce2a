package evtx_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/evtx"
	"github.com/rulehound/rulehound/normalize/source/evtx/internal/evtxtest"
	"github.com/rulehound/rulehound/normalize/source/internal/loss"
)

// read reads a log to its end and returns its records and losses.
func read(t testing.TB, log io.Reader) (records []*event.Record, losses []*loss.Error) {
	t.Helper()
	for rec, err := range evtx.Records(context.Background(), log, "a.evtx") {
		if err == nil {
			records = append(records, rec)
			continue
		}
		losses = append(losses, lossOf(t, err))
	}
	return records, losses
}

// lossOf returns err as a loss, which it must be.
func lossOf(t testing.TB, err error) *loss.Error {
	t.Helper()
	l, ok := errors.AsType[*loss.Error](err)
	if !ok || !errors.Is(err, event.ErrSkip) {
		t.Fatal(err)
	}
	return l
}

// show writes a record's fields as section name=value, kinds other than text in brackets.
func show(rec *event.Record) []string {
	var lines []string
	for _, f := range rec.Fields {
		line := fmt.Sprintf("%s %s=%s", f.Section, f.Name, f.Value.Raw())
		if f.Path != "" {
			line += " at " + f.Path
		}
		if k := f.Value.Kind(); k != event.Text {
			line += " [" + k.String() + "]"
		}
		lines = append(lines, line)
	}
	return lines
}

// first returns what the only record of a chunk holds outside System.
func first(t *testing.T, c *evtxtest.Chunk) []string {
	t.Helper()
	records, losses := read(t, bytes.NewReader(evtxtest.File(c)))
	if len(records) != 1 || len(losses) != 0 {
		t.Fatalf("got %d records, losses %v", len(records), losses)
	}
	return slices.DeleteFunc(show(records[0]), func(s string) bool { return strings.HasPrefix(s, "system ") })
}

func TestRecord(t *testing.T) {
	c := evtxtest.NewChunk()
	c.System(5059, "a", func(x evtxtest.XMLWriter) {
		x.Element("EventData", func() { x.Data("KeyName", x.Value(0, evtxtest.String)) })
	}, evtxtest.Value{Type: evtxtest.String, Data: evtxtest.UTF16("a key")})
	records, losses := read(t, iotest.OneByteReader(bytes.NewReader(evtxtest.File(c))))
	if len(records) != 1 || len(losses) != 0 {
		t.Fatalf("got %d records, losses %v", len(records), losses)
	}
	want := []string{
		"system Provider_Name=Test-Provider", "system EventID_Qualifiers=7", "system EventID=5059 [uint]",
		"system Channel=Security", "eventdata KeyName=a key",
	}
	if got := show(records[0]); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if got, want := records[0].Source, (event.Source{File: "a.evtx", Format: "evtx", Record: 1, Offset: 4096 + 512}); got != want {
		t.Errorf("source %+v, want %+v", got, want)
	}
}

func TestValues(t *testing.T) {
	u32, u64 := binary.LittleEndian.AppendUint32, binary.LittleEndian.AppendUint64
	sid := append([]byte{1, 2, 0, 0, 0, 0, 0, 5}, u32(u32(nil, 32), 544)...)
	tests := []struct {
		name  string
		value evtxtest.Value
		want  []string // as show writes it; one field each
	}{
		{"string", evtxtest.Value{Type: evtxtest.String, Data: evtxtest.UTF16("日本 a ")}, []string{"日本 a "}},
		{"string with a NUL behind it", evtxtest.Value{Type: evtxtest.String, Data: evtxtest.UTF16("a\x00")}, []string{"a"}},
		{"empty string", evtxtest.Value{Type: evtxtest.String}, []string{""}},
		{"byte", evtxtest.Value{Type: evtxtest.Uint8, Data: []byte{200}}, []string{"200 [uint]"}},
		{"negative", evtxtest.Value{Type: evtxtest.Int16, Data: []byte{0xfe, 0xff}}, []string{"-2 [int]"}},
		{"int32", evtxtest.Value{Type: evtxtest.Uint32, Data: u32(nil, 4912)}, []string{"4912 [uint]"}},
		{"int64", evtxtest.Value{Type: evtxtest.Uint64, Data: u64(nil, math.MaxUint64)}, []string{"18446744073709551615 [uint]"}},
		{"real", evtxtest.Value{Type: evtxtest.Real32, Data: u32(nil, math.Float32bits(0.1))}, []string{"0.1 [float]"}},
		{"true", evtxtest.Value{Type: evtxtest.Bool, Data: u32(nil, 7)}, []string{"true [bool]"}},
		{"false", evtxtest.Value{Type: evtxtest.Bool, Data: u32(nil, 0)}, []string{"false [bool]"}},
		{"binary", evtxtest.Value{Type: evtxtest.Binary, Data: []byte{0xab, 1}}, []string{"AB01 [binary]"}},
		{"hex", evtxtest.Value{Type: evtxtest.Hex32, Data: u32(nil, 0x80090016)}, []string{"0x80090016 [hex]"}},
		{"hex, 64 bits", evtxtest.Value{Type: evtxtest.Hex64, Data: u64(nil, 0x3e7)}, []string{"0x3e7 [hex]"}},
		{"hex zero", evtxtest.Value{Type: evtxtest.Hex64, Data: u64(nil, 0)}, []string{"0x0 [hex]"}},
		{"size_t", evtxtest.Value{Type: evtxtest.Size, Data: u64(nil, 0x24c)}, []string{"0x24c [hex]"}},
		{"file time", evtxtest.Value{Type: evtxtest.FileTime, Data: u64(nil, 132_000_000_001_234_560)}, []string{"2019-04-17T18:40:00.1234560Z [time]"}},
		{"never", evtxtest.Value{Type: evtxtest.FileTime, Data: u64(nil, math.MaxInt64)}, []string{"30828-09-14T02:48:05.4775807Z"}},
		{"system time", evtxtest.Value{Type: evtxtest.SysTime, Data: []byte{0xe3, 7, 3, 0, 5, 0, 8, 0, 23, 0, 23, 0, 5, 0, 9, 0}}, []string{"2019-03-08T23:23:05.009Z [time]"}},
		{"GUID", evtxtest.Value{Type: evtxtest.GUID, Data: []byte{0x25, 0x96, 0x84, 0x54, 0x78, 0x54, 0x94, 0x49, 0xa5, 0xba, 0x3e, 0x3b, 3, 0x28, 0xc3, 0xd}},
			[]string{"{54849625-5478-4994-A5BA-3E3B0328C30D} [guid]"}},
		{"SID", evtxtest.Value{Type: evtxtest.SID, Data: sid}, []string{"S-1-5-32-544 [sid]"}},
		{"SID of a wrong size", evtxtest.Value{Type: evtxtest.SID, Data: sid[:12]}, []string{"010200000000000520000000 [binary]"}},
		{"strings", evtxtest.Value{Type: evtxtest.Strings, Data: evtxtest.UTF16("a\x00\x00c\x00\x00")}, []string{"a", "", "c", ""}},
		{"no system time", evtxtest.Value{Type: evtxtest.SysTime, Data: []byte{0xe3, 7, 13, 0, 5, 0, 8, 0, 23, 0, 23, 0, 5, 0, 9, 0}}, []string{"E3070D00050008001700170005000900 [binary]"}},
		{"array with a rest", evtxtest.Value{Type: evtxtest.Hexes, Data: append(u32(nil, 1), 0xab)}, []string{"0x1 [hex]", "AB [binary]"}},
		{"array of what has no items", evtxtest.Value{Type: 0x80 | evtxtest.Binary, Data: []byte{1, 2}}, []string{"0102 [binary]"}},
		{"array", evtxtest.Value{Type: evtxtest.Hexes, Data: u32(u32(nil, 1), 2)}, []string{"0x1 [hex]", "0x2 [hex]"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := evtxtest.NewChunk()
			c.System(1, "a", func(x evtxtest.XMLWriter) {
				x.Element("EventData", func() {
					x.Data("before", x.Value(1, evtxtest.String))
					x.Data("X", x.Value(0, tt.value.Type))
				})
			}, tt.value, evtxtest.Value{Type: evtxtest.String, Data: evtxtest.UTF16("b")})
			var want []string
			for _, v := range tt.want {
				want = append(want, "eventdata X="+v)
			}
			if got := first(t, c)[1:]; !slices.Equal(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

func TestEventData(t *testing.T) {
	text := func(s string) evtxtest.Value { return evtxtest.Value{Type: evtxtest.String, Data: evtxtest.UTF16(s)} }
	tests := []struct {
		name   string
		body   func(x evtxtest.XMLWriter)
		values []evtxtest.Value
		want   []string
	}{
		{"one field", func(x evtxtest.XMLWriter) { x.Element("EventData", func() { x.Data("A", x.Value(0, 1)) }) },
			[]evtxtest.Value{text("1")}, []string{"eventdata A=1"}},
		{"two of one name, and a binary", func(x evtxtest.XMLWriter) {
			x.Element("EventData", func() {
				x.Data("A", x.Value(0, 1))
				x.Data("A", x.Value(1, 1))
				x.Element("Binary", x.Value(2, evtxtest.Binary))
			})
		}, []evtxtest.Value{text("1"), text("2"), {Type: evtxtest.Binary, Data: []byte{9}}},
			[]string{"eventdata A=1", "eventdata A=2", "eventdata Binary=09 [binary]"}},
		{"without names", func(x evtxtest.XMLWriter) {
			x.Element("EventData", func() {
				x.Element("Data", x.Value(0, 1))
				x.Element("Data", x.Value(1, 1))
			})
		}, []evtxtest.Value{text("1"), text("")}, []string{"eventdata Data=1", "eventdata Data="}},
		{"a name of its own", func(x evtxtest.XMLWriter) {
			x.WithAttr("EventData", "Name", x.Text("N"), func() { x.Data("A", x.Value(0, 1)) })
		}, []evtxtest.Value{text("1")}, []string{"eventdata EventData.Name=N", "eventdata A=1"}},
		{"called Value", func(x evtxtest.XMLWriter) { x.Element("EventData", func() { x.Data("Value", x.Value(0, 1)) }) },
			[]evtxtest.Value{text("1")}, []string{"eventdata Value=1"}},
		{"user data", func(x evtxtest.XMLWriter) {
			x.Element("UserData", func() {
				x.WithAttr("EventXML", "xmlns", x.Text("urn:x"), func() {
					x.Element("Param1", x.Value(0, 1))
					x.Element("Inner", func() { x.Element("Leaf", x.Value(1, evtxtest.Hex32)) })
				})
			})
		}, []evtxtest.Value{text("p"), {Type: evtxtest.Hex32, Data: []byte{1, 0, 0, 0}}},
			[]string{"userdata Param1=p at EventXML.Param1", "userdata Leaf=0x1 at EventXML.Inner.Leaf [hex]"}},
		{"entities in a template", func(x evtxtest.XMLWriter) {
			x.Element("EventData", func() {
				x.Data("A", x.Text("x"), x.Entity("amp"), x.Text("y"), x.Entity("lt"), x.Entity("amp"))
				x.Data("B", x.Value(0, 1))
			})
		}, []evtxtest.Value{text("1")}, []string{"eventdata A=x&y<&", "eventdata B=1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := evtxtest.NewChunk()
			c.System(1, "a", tt.body, tt.values...)
			if got := first(t, c); !slices.Equal(got, tt.want) {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestForwarded(t *testing.T) {
	c := evtxtest.NewChunk()
	c.Plain("4104", func(x evtxtest.XMLWriter) {
		x.Element("EventData", func() {
			x.Data("A", x.Text("0x3e7"))
			x.Data("B")
			x.Data("C", x.Entity("quot"), x.Text("a"), x.Entity("quot"), x.Text(" b"))
		})
		x.WithAttr("RenderingInfo", "Culture", x.Text("de-DE"), func() {
			x.Element("Message", x.Text("Hallo"))
			x.Element("Level", x.Text("Information"))
			x.Element("Keywords", func() { x.Element("Keyword", x.Text("one")); x.Element("Keyword", x.Text("two")) })
		})
	})
	want := []string{
		"eventdata A=0x3e7", "eventdata B=", `eventdata C="a" b`, "rendering RenderingInfo.Culture=de-DE",
		"rendering Message=Hallo", "rendering RenderedLevel=Information",
		"rendering RenderedKeywords=one", "rendering RenderedKeywords=two",
	}
	if got := first(t, c); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestEmptyChannel(t *testing.T) {
	c := evtxtest.NewChunk()
	c.Record(func() {
		c.Instance("a", func(x evtxtest.XMLWriter) {
			x.Element("Event", func() {
				x.Element("System", func() {
					x.Element("Level", x.Value(0, evtxtest.Uint8))
					x.Element("Channel")
				})
			})
		}, evtxtest.Value{Type: evtxtest.Uint8, Data: []byte{4}})
	})
	records, _ := read(t, bytes.NewReader(evtxtest.File(c)))
	want := []string{"system Level=4 [uint]", "system Channel="}
	if got := show(records[0]); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
