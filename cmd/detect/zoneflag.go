package main

import (
	"fmt"
	"time"
	_ "time/tzdata" // names of zones work on machines that have none

	"github.com/spf13/pflag"
)

// zoneFlag is the zone of clocks that do not name theirs: UTC, a name such as
// Europe/Berlin, or an offset such as +09:00.
type zoneFlag struct {
	zone *time.Location
	text string
}

func (f *zoneFlag) register(fl *pflag.FlagSet) {
	f.Set("UTC")
	fl.Var(f, "timezone", "the `ZONE` of times in the logs that do not say theirs: UTC, Europe/Berlin, +09:00, Local …")
}

// Set implements pflag.Value.
func (f *zoneFlag) Set(text string) error {
	if at, err := time.Parse("-07:00", text); err == nil {
		_, offset := at.Zone()
		f.zone, f.text = time.FixedZone(text, offset), text
		return nil
	}
	zone, err := time.LoadLocation(text)
	if err != nil || text == "" {
		return fmt.Errorf("want a zone as Europe/Berlin, UTC or +09:00")
	}
	f.zone, f.text = zone, text
	return nil
}

// String implements pflag.Value.
func (f *zoneFlag) String() string { return f.text }

// Type implements pflag.Value.
func (f *zoneFlag) Type() string { return "zone" }
