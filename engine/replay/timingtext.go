package replay

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// Text writes the timing for people.
func (t *Timing) Text(w io.Writer) error {
	var x text
	x.line("", "%s (%s), %s, one goroutine: %s, %s a second.", plural(t.Events, "event"), size(t.Bytes), plural(t.Alerts, "alert"),
		thousands(rate(t.Events, t.Total()))+" events", size(rate(t.Bytes, t.Total())))
	x.line("", "%-10s %12s %10s %14s", "step", "time", "an event", "events/s")
	for _, s := range []struct {
		name string
		took time.Duration
	}{
		{"read", t.Read}, {"decode", t.Decode}, {"normalise", t.Normalise}, {"match", t.Match}, {"write", t.Write}, {"all", t.Total()},
	} {
		pace := "-"
		if s.took > 0 {
			pace = thousands(rate(t.Events, s.took))
		}
		x.line("", "%-10s %12s %10s %14s", s.name, fine(s.took), micro(s.took/time.Duration(max(t.Events, 1))), pace)
	}
	if t.Alerts > 0 {
		x.line("", "Writing an alert: %s, %s alerts a second.", micro(t.Write/time.Duration(t.Alerts)), thousands(rate(t.Alerts, t.Write)))
	}
	l := t.Latency
	x.line("", "Latency of an event, from decoding to writing its alerts: half %s, 90 %% %s, 99 %% %s, 99.9 %% %s, all %s.",
		micro(l.P50), micro(l.P90), micro(l.P99), micro(l.P999), micro(l.Max))
	if t.Lost > 0 {
		x.line("", "%s could not be read: see detect replay.", plural(t.Lost, "record"))
	}
	x.most = shown
	list(&x, "inputs that could not be read, or not to their ends", t.Inputs, InputNote.String)
	list(&x, "files skipped", t.Skipped, InputNote.String)
	_, err := io.WriteString(w, strings.TrimLeft(x.String(), "\n"))
	return err
}

// rate is how many of n there are in a second.
func rate(n int64, d time.Duration) int64 {
	return int64(float64(n) / max(d.Seconds(), 1e-9))
}

// micro returns a short duration.
func micro(d time.Duration) string {
	return fmt.Sprintf("%.2f µs", float64(d)/float64(time.Microsecond))
}
