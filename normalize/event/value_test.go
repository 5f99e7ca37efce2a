package event_test

import (
	"testing"
	"time"

	"github.com/rulehound/rulehound/normalize/event"
)

func TestParse(t *testing.T) {
	tests := []struct {
		kind event.Kind
		raw  string
		want event.Kind
	}{
		{event.Hex, "0x3e7", event.Hex},
		{event.Hex, "0X3E7", event.Hex},
		{event.Hex, "0x", event.Text},
		{event.Hex, "3e7", event.Text},
		{event.Hex, "0x10000000000000000", event.Text},
		{event.Uint, "4912", event.Uint},
		{event.Uint, "-1", event.Text},
		{event.Uint, "", event.Text},
		{event.Int, "-9214364837600034816", event.Int},
		{event.Int, "9232379236109516800", event.Text},
		{event.Bool, "true", event.Bool},
		{event.Bool, "yes", event.Text},
		{event.GUID, "{54849625-5478-4994-A5BA-3E3B0328C30D}", event.GUID},
		{event.GUID, "54849625-5478-4994-a5ba-3e3b0328c30d", event.GUID},
		{event.GUID, "{54849625-5478-4994-A5BA-3E3B0328C30D", event.Text},
		{event.GUID, "54849625-5478-4994-A5BA-3E3B0328C30X", event.Text},
		{event.SID, "S-1-5-18", event.SID},
		{event.SID, "S-1-", event.Text},
		{event.SID, "S-1-5--18", event.Text},
		{event.SID, `NT AUTHORITY\SYSTEM`, event.Text},
		{event.Time, "2024-05-21T09:14:37.402117300Z", event.Time},
		{event.Time, "2024-05-21 09:14:37", event.Text},
		{event.Time, "1601-01-01T00:00:00Z", event.Text}, // nanoseconds since 1970 do not reach there
		{event.Null, "", event.Null},
		{event.Text, "", event.Text},
	}
	for _, test := range tests {
		v, ok := event.Parse(test.kind, test.raw)
		if v.Kind() != test.want || ok != (test.want == test.kind) || v.Raw() != test.raw {
			t.Errorf("Parse(%v, %q) = %v %q, %t, want %v", test.kind, test.raw, v.Kind(), v.Raw(), ok, test.want)
		}
	}
}

func TestRendered(t *testing.T) {
	instant := time.Date(2024, 5, 21, 9, 14, 37, 402117300, time.UTC)
	tests := []struct {
		value     event.Value
		raw, want string
	}{
		{event.TextValue("%%2499").WithMeaning(&event.Meaning{Code: "%%2499", Text: "Machine key."}), "%%2499", "Machine key."},
		{event.TextValue("x").WithMeaning(&event.Meaning{Code: "y"}), "x", "x"},
		{event.HexText("1715004", 1715004), "1715004", "0x1a2b3c"},
		{event.HexText("0x1A2B3C", 1715004), "0x1A2B3C", "0x1A2B3C"},
		{event.TimeText("1716282877.4021173", instant), "1716282877.4021173", "2024-05-21T09:14:37.4021173Z"},
		{event.TimeText("2024-05-21 09:14:37.4021173", instant), "2024-05-21 09:14:37.4021173", "2024-05-21 09:14:37.4021173"},
		{event.Value{}, "", ""},
	}
	for _, test := range tests {
		if got := test.value.Rendered(); got != test.want || test.value.Raw() != test.raw {
			t.Errorf("%q is rendered %q, want %q", test.value.Raw(), got, test.want)
		}
	}
}
