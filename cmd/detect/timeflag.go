package main

import (
	"fmt"
	"time"
)

// timeFlag is a bound of time: RFC 3339, or a date with or without a time of
// day, in UTC then. As an upper bound a date alone includes its day.
type timeFlag struct {
	time.Time
	upper bool
	text  string
}

var timeLayouts = []string{time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02 15:04", time.DateOnly}

// Set implements pflag.Value.
func (f *timeFlag) Set(text string) error {
	for _, layout := range timeLayouts {
		t, err := time.Parse(layout, text)
		if err != nil {
			continue
		}
		if f.upper && layout == time.DateOnly {
			t = t.AddDate(0, 0, 1)
		}
		f.Time, f.text = t.UTC(), text
		return nil
	}
	return fmt.Errorf("want a time as 2026-03-01, 2026-03-01T12:30 or 2026-03-01T12:30:00+01:00")
}

// String implements pflag.Value.
func (f *timeFlag) String() string { return f.text }

// Type implements pflag.Value.
func (f *timeFlag) Type() string { return "time" }
