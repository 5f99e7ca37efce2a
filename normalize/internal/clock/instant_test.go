package clock

import (
	"testing"
	"time"

	"github.com/rulehound/rulehound/normalize/event"
)

func TestCounts(t *testing.T) {
	tests := []struct {
		in   event.Value
		want string
	}{
		{event.TextValue("2024-05-21T09:14:37.4021173Z"), "2024-05-21T09:14:37.4021173Z"},
		{event.TextValue("2024-05-21 05:14:37 -0400"), "2024-05-21T09:14:37Z"},
		{event.TextValue("/Date(1716282877402)/"), "2024-05-21T09:14:37.402Z"},
		{event.TextValue("1716282877"), "2024-05-21T09:14:37Z"},
		{event.TextValue("1716282877.402"), "2024-05-21T09:14:37.402Z"},
		{event.TextValue("1716282877402"), "2024-05-21T09:14:37.402Z"},
		{event.IntValue(1716282877402117), "2024-05-21T09:14:37.402117Z"},
		{event.IntValue(1716282877402117300), "2024-05-21T09:14:37.4021173Z"},
		{event.UintValue(133607564774021173), "2024-05-21T09:14:37.4021173Z"}, // Windows' own
		{event.TextValue("1.716282877402E9"), "2024-05-21T09:14:37.402Z"},
		{event.TextValue("1.716282877402e+12"), "2024-05-21T09:14:37.402Z"},
		{event.TextValue("20240521051437.402117-240"), "2024-05-21T09:14:37.402117Z"},
		{event.TextValue("2024051x051437.402117-240"), ""},
		{event.TextValue("2024-05-21 09:14:37.402 UTC"), "2024-05-21T09:14:37.402Z"},
		{event.TextValue("0x6f"), ""},
		{event.TextValue("-5"), ""},
		{event.TextValue("+5"), ""},
		{event.TextValue(""), ""},
		{event.TextValue("e"), ""},
		{event.TextValue("2024-05-21 09:14:37"), ""}, // in some zone
	}
	for _, test := range tests {
		at, ok := Instant(test.in, false)
		got := ""
		if ok {
			got = at.Format(time.RFC3339Nano)
		}
		if got != test.want {
			t.Errorf("%q is %q, want %q", test.in.Raw(), got, test.want)
		}
	}
}

func TestInstant(t *testing.T) {
	tests := []struct {
		text string
		utc  bool
		want string // "" for none
	}{
		{"2024-05-21T09:14:37Z", false, "2024-05-21T09:14:37Z"},
		{"2024-05-21T09:14:37.402117300Z", false, "2024-05-21T09:14:37.4021173Z"},
		{"2024-05-21T11:14:37.5+02:00", false, "2024-05-21T09:14:37.5Z"},
		{"2024-05-21 09:14:37Z", false, "2024-05-21T09:14:37Z"},
		{"2024-05-21 04:14:37.25-05:00", true, "2024-05-21T09:14:37.25Z"},
		{"2024-05-21 09:14:37", false, ""},
		{"2024-05-21 09:14:37", true, "2024-05-21T09:14:37Z"},
		{"2024-05-21T09:14:37.123", true, "2024-05-21T09:14:37.123Z"},
		{"2024-05-21T09:14:37.123", false, ""},
		{"2024-13-21T09:14:37Z", false, ""},
		{"05/21/2024 09:14:37 AM", true, ""},
		{"2024-05-21", true, ""},
		{"", true, ""},
	}
	for _, test := range tests {
		got := ""
		if at, ok := Instant(event.TextValue(test.text), test.utc); ok {
			got = event.TimeValue(at).Raw()
		}
		if got != test.want {
			t.Errorf("Instant(%q, %t) = %q, want %q", test.text, test.utc, got, test.want)
		}
	}
}
