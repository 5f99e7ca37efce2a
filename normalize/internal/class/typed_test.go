package class

import (
	"testing"

	"github.com/rulehound/rulehound/normalize/event"
)

func TestTyped(t *testing.T) {
	text := event.TextValue
	float, _ := event.Parse(event.Float, "1716282877.4021173")
	tests := []struct {
		name   string
		field  string
		value  event.Value
		want   event.Kind // of the field
		kind   event.Kind // that the value gets
		number uint64     // of its bits, where it has some
		shown  string
	}{
		{"hex text", "ReturnCode", text("0x80090016"), event.Hex, event.Hex, 0x80090016, "0x80090016"},
		{"hex text in upper case", "ReturnCode", text("0X8009000A"), event.Hex, event.Hex, 0x8009000a, "0X8009000A"},
		{"hex text of an unknown field", "X", text("0x1a"), event.Null, event.Hex, 0x1a, "0x1a"},
		{"hex text of a decimal field", "NewProcessId", text("0x1330"), event.Uint, event.Hex, 0x1330, "0x1330"},
		{"hex text with more than 64 bits", "X", text("0x10123456789abcdef"), event.Null, event.Text, 0, "0x10123456789abcdef"},
		{"hex text with too many zeros", "X", text("0x000000000000000001"), event.Null, event.Text, 0, "0x000000000000000001"},
		{"hex sign alone", "X", text("0x"), event.Null, event.Text, 0, "0x"},
		{"address", "X", text("0xzz"), event.Null, event.Text, 0, "0xzz"},
		{"unsigned number for hex", "SubjectLogonId", event.UintValue(997), event.Hex, event.Hex, 997, "0x3e5"},
		{"signed number for hex", "Keywords", event.IntValue(-9214364837600034816), event.Hex, event.Hex, 0x8020000000000000, "0x8020000000000000"},
		{"signed 32-bit number for hex", "ReturnCode", event.IntValue(-2146893802), event.Hex, event.Hex, 0x80090016, "0x80090016"},
		{"decimal text for hex", "ReturnCode", text("2148073494"), event.Hex, event.Hex, 0x80090016, "0x80090016"},
		{"signed text for hex", "ReturnCode", text("-2146893802"), event.Hex, event.Hex, 0x80090016, "0x80090016"},
		{"largest decimal text for hex", "Keywords", text("18446744073709551615"), event.Hex, event.Hex, 1<<64 - 1, "0xffffffffffffffff"},
		{"a dash for hex", "SubjectLogonId", text("-"), event.Hex, event.Text, 0, "-"},
		{"decimal text", "ClientProcessId", text("4912"), event.Uint, event.Uint, 4912, "4912"},
		{"signed number that is not negative", "ClientProcessId", event.IntValue(4912), event.Uint, event.Uint, 4912, "4912"},
		{"negative number", "ClientProcessId", event.IntValue(-1), event.Uint, event.Int, 0, "-1"},
		{"words for a number", "Level", text("Information"), event.Uint, event.Text, 0, "Information"},
		{"decimal text of an unknown field", "X", text("12"), event.Null, event.Text, 0, "12"},
		{"empty", "ClientProcessId", text(""), event.Uint, event.Text, 0, ""},
		{"null", "ClientProcessId", event.Value{}, event.Uint, event.Null, 0, ""},
		{"SID", "SubjectUserSid", text("S-1-5-18"), event.SID, event.SID, 0, "S-1-5-18"},
		{"resolved SID", "SubjectUserSid", text(`NT AUTHORITY\SYSTEM`), event.SID, event.Text, 0, `NT AUTHORITY\SYSTEM`},
		{"truth", "Initiated", text("true"), event.Bool, event.Bool, 0, "true"},
		{"time", "ClientCreationTime", text("2024-05-21T09:14:35.118402600Z"), event.Time, event.Time, 0, "2024-05-21T09:14:35.118402600Z"},
		{"seconds", "ClientCreationTime", float, event.Time, event.Time, 0, "2024-05-21T09:14:37.4021173Z"},
		{"whole seconds", "ClientCreationTime", event.IntValue(1716282877), event.Time, event.Time, 0, "2024-05-21T09:14:37Z"},
		{"negative seconds", "ClientCreationTime", event.IntValue(-1), event.Time, event.Int, 0, "-1"},
		{"local time", "ClientCreationTime", text("2024-05-21 09:14:35"), event.Time, event.Text, 0, "2024-05-21 09:14:35"},
		{"local time in a field of UTC", "UtcTime", text("2024-05-21 09:14:35.118"), event.Time, event.Time, 0, "2024-05-21 09:14:35.118"},
		{"no time", "UtcTime", text("yesterday at noon, UTC"), event.Time, event.Text, 0, "yesterday at noon, UTC"},
		{"time before the clock", "fileTime", text("1601-01-01T00:00:00Z"), event.Time, event.Text, 0, "1601-01-01T00:00:00Z"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			v := typed(test.field, test.value, test.want)
			u, ok := v.Uint()
			if !ok {
				u = 0
			}
			if v.Kind() != test.kind || v.Raw() != test.value.Raw() || v.Rendered() != test.shown || u != test.number {
				t.Errorf("got %v %q, %d, shown as %q", v.Kind(), v.Raw(), u, v.Rendered())
			}
		})
	}
}
