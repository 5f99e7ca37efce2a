package normalize

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
		at, ok := instant(test.in, false)
		got := ""
		if ok {
			got = at.Format(time.RFC3339Nano)
		}
		if got != test.want {
			t.Errorf("%q is %q, want %q", test.in.Raw(), got, test.want)
		}
	}
}
