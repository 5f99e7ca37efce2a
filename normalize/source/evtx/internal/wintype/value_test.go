package wintype_test

import (
	"encoding/hex"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/evtx/internal/wintype"
)

// What values read as; none where want is empty.
func TestSet(t *testing.T) {
	var r wintype.Reader
	for _, tt := range []struct {
		typ   byte
		bytes string
		kind  event.Kind
		want  string
	}{
		{wintype.Null, "", 0, ""},
		{wintype.String, "61006200 0000 0000", event.Text, "ab"},
		{wintype.String, "00d8 6100", event.Text, "\ufffda"},
		{wintype.ANSI, "6180fc00", event.Text, "a€ü"},
		{wintype.Int8, "ff", event.Int, "-1"},
		{wintype.Uint8, "ff", event.Uint, "255"},
		{wintype.Int16, "6e00", event.Int, "110"},
		{wintype.Int16, "ffffffff", event.Int, "-1"}, // wider than its type
		{wintype.Uint32, "0102", event.Uint, "513"},
		{wintype.Uint32, "010203", event.Binary, "010203"},
		{wintype.Real64, "000000000000f83f", event.Float, "1.5"},
		{wintype.Bool, "02000000", event.Bool, "true"},
		{wintype.Bool, "00000000", event.Bool, "false"},
		{wintype.Hex64, "e703000000000000", event.Hex, "0x3e7"},
		{wintype.SizeT, "10000000", event.Hex, "0x10"},
		{wintype.SizeT, "100000", event.Binary, "100000"},
		{wintype.GUID, "25968454 78545e49 a5ba3e3b 0328c30d", event.GUID, "{54849625-5478-495E-A5BA-3E3B0328C30D}"},
		{wintype.SID, "0101 000000000005 12000000", event.SID, "S-1-5-18"},
		{wintype.SID, "0102 000000000005 12000000", event.Binary, "010200000000000512000000"},
		{wintype.Filetime, "783491e811fdd401", event.Time, "2019-04-27T15:57:25.8688632Z"},
		{wintype.Filetime, "0000000000000000", event.Text, "1601-01-01T00:00:00.0000000Z"}, // before the times that events have
		{wintype.Systemtime, "e3070300 0500 0800 1700 1700 0500 0000", event.Time, "2019-03-08T23:23:05.000Z"},
		{wintype.Systemtime, "e3070d00 0500 0800 1700 1700 0500 0000", event.Binary, "E3070D00050008001700170005000000"},
		{wintype.Binary, "ab01", event.Binary, "AB01"},
		{0x7d, "", 0, ""},
		{0x7d, "01", event.Binary, "01"},
	} {
		b, err := hex.DecodeString(strings.ReplaceAll(tt.bytes, " ", ""))
		if err != nil {
			t.Fatal(err)
		}
		var v event.Value
		if ok := r.Set(&v, tt.typ, b); ok != (tt.want != "") || v.Raw() != tt.want || ok && v.Kind() != tt.kind {
			t.Errorf("%#x %s: %q, %v, %t; want %q", tt.typ, tt.bytes, v.Raw(), v.Kind(), ok, tt.want)
		}
	}
}

func TestNextItem(t *testing.T) {
	for _, tt := range []struct {
		typ  byte
		b    string
		want []string
		left string
	}{
		{wintype.String, "a\x00\x00\x00\x00\x00b\x00", []string{"a\x00", "", "b\x00"}, ""},
		{wintype.ANSI, "a\x00\x00b", []string{"a", "", "b"}, ""},
		{wintype.Uint16, "abcde", []string{"ab", "cd"}, "e"},
		{wintype.SizeT, "12345678", []string{"12345678"}, ""},
		{wintype.SID, "\x01\x01345678abcd\x01", []string{"\x01\x01345678abcd"}, "\x01"},
		{wintype.Binary, "ab", nil, "ab"},
	} {
		var got []string
		b := []byte(tt.b)
		for item, rest, ok := wintype.NextItem(tt.typ, b); ok; item, rest, ok = wintype.NextItem(tt.typ, b) {
			got, b = append(got, string(item)), rest
		}
		if !slices.Equal(got, tt.want) || string(b) != tt.left {
			t.Errorf("%#x %q: %q, %q left", tt.typ, tt.b, got, b)
		}
	}
}

// FuzzUTF16 holds the fast paths to the standard library.
func FuzzUTF16(f *testing.F) {
	for _, text := range []string{"", "a", "abcdefghi", "abcdefghä", "ä€😀abcdefgh", "abcdefghijklmnop€abcd"} {
		var b []byte
		for _, u := range utf16.Encode([]rune(text)) {
			b = append(b, byte(u), byte(u>>8))
		}
		f.Add(b)
	}
	f.Add([]byte{0, 0xd8, 'a', 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		b = b[:len(b)&^1]
		units := make([]uint16, len(b)/2)
		for i := range units {
			units[i] = uint16(b[2*i]) | uint16(b[2*i+1])<<8
		}
		if got, want := string(wintype.AppendUTF16(nil, b)), string(utf16.Decode(units)); got != want {
			t.Errorf("%x: %q, want %q", b, got, want)
		}
	})
}
