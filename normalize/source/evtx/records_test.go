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
		l, ok := errors.AsType[*loss.Error](err)
		if !ok || !errors.Is(err, event.ErrSkip) {
			t.Fatal(err)
		}
		losses = append(losses, l)
	}
	return records, losses
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
func first(t *testing.T, c *chunk) []string {
	t.Helper()
	records, losses := read(t, bytes.NewReader(file(c)))
	if len(records) != 1 || len(losses) != 0 {
		t.Fatalf("got %d records, losses %v", len(records), losses)
	}
	return slices.DeleteFunc(show(records[0]), func(s string) bool { return strings.HasPrefix(s, "system ") })
}

func TestRecord(t *testing.T) {
	c := newChunk()
	c.system(5059, "a", func(x xml) {
		x.element("EventData", func() { x.data("KeyName", x.value(0, typeString)) })
	}, value{typ: typeString, data: utf16le("a key")})
	records, losses := read(t, iotest.OneByteReader(bytes.NewReader(file(c))))
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
		value value
		want  []string // as show writes it; one field each
	}{
		{"string", value{typ: typeString, data: utf16le("日本 a ")}, []string{"日本 a "}},
		{"string with a NUL behind it", value{typ: typeString, data: utf16le("a\x00")}, []string{"a"}},
		{"empty string", value{typ: typeString}, []string{""}},
		{"byte", value{typ: typeUint8, data: []byte{200}}, []string{"200 [uint]"}},
		{"negative", value{typ: typeInt16, data: []byte{0xfe, 0xff}}, []string{"-2 [int]"}},
		{"int32", value{typ: typeUint32, data: u32(nil, 4912)}, []string{"4912 [uint]"}},
		{"int64", value{typ: typeUint64, data: u64(nil, math.MaxUint64)}, []string{"18446744073709551615 [uint]"}},
		{"real", value{typ: typeReal32, data: u32(nil, math.Float32bits(0.1))}, []string{"0.1 [float]"}},
		{"true", value{typ: typeBool, data: u32(nil, 7)}, []string{"true [bool]"}},
		{"false", value{typ: typeBool, data: u32(nil, 0)}, []string{"false [bool]"}},
		{"binary", value{typ: typeBinary, data: []byte{0xab, 1}}, []string{"AB01 [binary]"}},
		{"hex", value{typ: typeHex32, data: u32(nil, 0x80090016)}, []string{"0x80090016 [hex]"}},
		{"hex, 64 bits", value{typ: typeHex64, data: u64(nil, 0x3e7)}, []string{"0x3e7 [hex]"}},
		{"hex zero", value{typ: typeHex64, data: u64(nil, 0)}, []string{"0x0 [hex]"}},
		{"size_t", value{typ: typeSize, data: u64(nil, 0x24c)}, []string{"0x24c [hex]"}},
		{"file time", value{typ: typeFileTime, data: u64(nil, 132_000_000_001_234_560)}, []string{"2019-04-17T18:40:00.1234560Z [time]"}},
		{"never", value{typ: typeFileTime, data: u64(nil, math.MaxInt64)}, []string{"30828-09-14T02:48:05.4775807Z"}},
		{"system time", value{typ: typeSysTime, data: []byte{0xe3, 7, 3, 0, 5, 0, 8, 0, 23, 0, 23, 0, 5, 0, 9, 0}}, []string{"2019-03-08T23:23:05.009Z [time]"}},
		{"GUID", value{typ: typeGUID, data: []byte{0x25, 0x96, 0x84, 0x54, 0x78, 0x54, 0x94, 0x49, 0xa5, 0xba, 0x3e, 0x3b, 3, 0x28, 0xc3, 0xd}},
			[]string{"{54849625-5478-4994-A5BA-3E3B0328C30D} [guid]"}},
		{"SID", value{typ: typeSID, data: sid}, []string{"S-1-5-32-544 [sid]"}},
		{"SID of a wrong size", value{typ: typeSID, data: sid[:12]}, []string{"010200000000000520000000 [binary]"}},
		{"strings", value{typ: typeStrings, data: utf16le("a\x00\x00c\x00\x00")}, []string{"a", "", "c", ""}},
		{"array", value{typ: typeHexes, data: u32(u32(nil, 1), 2)}, []string{"0x1 [hex]", "0x2 [hex]"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := newChunk()
			c.system(1, "a", func(x xml) {
				x.element("EventData", func() {
					x.data("before", x.value(1, typeString))
					x.data("X", x.value(0, tt.value.typ))
				})
			}, tt.value, value{typ: typeString, data: utf16le("b")})
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
	text := func(s string) value { return value{typ: typeString, data: utf16le(s)} }
	tests := []struct {
		name   string
		body   func(x xml)
		values []value
		want   []string
	}{
		{"one field", func(x xml) { x.element("EventData", func() { x.data("A", x.value(0, 1)) }) },
			[]value{text("1")}, []string{"eventdata A=1"}},
		{"two of one name, and a binary", func(x xml) {
			x.element("EventData", func() {
				x.data("A", x.value(0, 1))
				x.data("A", x.value(1, 1))
				x.element("Binary", x.value(2, typeBinary))
			})
		}, []value{text("1"), text("2"), {typ: typeBinary, data: []byte{9}}},
			[]string{"eventdata A=1", "eventdata A=2", "eventdata Binary=09 [binary]"}},
		{"without names", func(x xml) {
			x.element("EventData", func() {
				x.element("Data", x.value(0, 1))
				x.element("Data", x.value(1, 1))
			})
		}, []value{text("1"), text("")}, []string{"eventdata Data=1", "eventdata Data="}},
		{"a name of its own", func(x xml) {
			x.withAttr("EventData", "Name", x.text("N"), func() { x.data("A", x.value(0, 1)) })
		}, []value{text("1")}, []string{"eventdata EventData.Name=N", "eventdata A=1"}},
		{"called Value", func(x xml) { x.element("EventData", func() { x.data("Value", x.value(0, 1)) }) },
			[]value{text("1")}, []string{"eventdata Value=1"}},
		{"user data", func(x xml) {
			x.element("UserData", func() {
				x.withAttr("EventXML", "xmlns", x.text("urn:x"), func() {
					x.element("Param1", x.value(0, 1))
					x.element("Inner", func() { x.element("Leaf", x.value(1, typeHex32)) })
				})
			})
		}, []value{text("p"), {typ: typeHex32, data: []byte{1, 0, 0, 0}}},
			[]string{"userdata Param1=p at EventXML.Param1", "userdata Leaf=0x1 at EventXML.Inner.Leaf [hex]"}},
		{"entities in a template", func(x xml) {
			x.element("EventData", func() {
				x.data("A", x.text("x"), x.entity("amp"), x.text("y"), x.entity("lt"), x.entity("amp"))
				x.data("B", x.value(0, 1))
			})
		}, []value{text("1")}, []string{"eventdata A=x&y<&", "eventdata B=1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := newChunk()
			c.system(1, "a", tt.body, tt.values...)
			if got := first(t, c); !slices.Equal(got, tt.want) {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestForwarded(t *testing.T) {
	c := newChunk()
	c.plain("4104", func(x xml) {
		x.element("EventData", func() {
			x.data("A", x.text("0x3e7"))
			x.data("B")
			x.data("C", x.entity("quot"), x.text("a"), x.entity("quot"), x.text(" b"))
		})
		x.withAttr("RenderingInfo", "Culture", x.text("de-DE"), func() {
			x.element("Message", x.text("Hallo"))
			x.element("Level", x.text("Information"))
			x.element("Keywords", func() { x.element("Keyword", x.text("one")); x.element("Keyword", x.text("two")) })
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
	c := newChunk()
	c.record(func() {
		c.instance("a", func(x xml) {
			x.element("Event", func() {
				x.element("System", func() {
					x.element("Level", x.value(0, typeUint8))
					x.element("Channel")
				})
			})
		}, value{typ: typeUint8, data: []byte{4}})
	})
	records, _ := read(t, bytes.NewReader(file(c)))
	want := []string{"system Level=4 [uint]", "system Channel="}
	if got := show(records[0]); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
