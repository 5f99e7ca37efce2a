package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/rulehound/rulehound/cmd/detect/internal/report"
	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/replay"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source"
)

// explainedLog is a log and which of its events to explain.
type explainedLog struct {
	path, format string
	index        uint
	record       uint64 // the event's number in the log itself; 0: index decides
	named        bool   // the user said which event
	zone         zoneFlag
}

// maxSurveyed bounds how many events are looked through for one that matches.
const maxSurveyed = 100_000

// logRead is what was read of a log.
type logRead struct {
	event    *event.Event
	alerts   []*alert.Alert        // in the order of their times; only where correlations want them
	events   int                   // that were looked at
	bounded  bool                  // there may be more
	coverage *engine.Coverage      // nil where the user said which event
	first    map[*alert.Rule]int64 // the index of the first event that a rule matches
	ended    error                 // why the log was not read to its end
}

// readLog reads a log up to the event in question; further, as far as it goes, if
// all alerts are wanted, and up to a bound if the user did not say which event.
// The error says that there is no such event.
func (a *app) readLog(ctx context.Context, l *loaded, eng *engine.Engine, log *explainedLog, alerts bool) (*logRead, error) {
	in := &replay.Input{Path: log.path}
	f, err := in.Open(interruptible(ctx, a.stdin), source.WithFormat(log.format))
	if err != nil {
		return nil, unreadable(err)
	}
	defer f.Close()
	survey := alerts || !log.named && log.path != replay.Stdin // which may have no end
	r, w := &logRead{first: map[*alert.Rule]int64{}}, eng.Worker()
	for ev, err := range l.normalizer(eng, log.zone).Events(f.Records(ctx)) {
		if errors.Is(err, event.ErrSkip) {
			continue
		}
		if err != nil {
			r.ended = unreadable(err)
			break
		}
		r.events++
		if r.event == nil && log.is(ev) {
			r.event = ev
		}
		if survey {
			r.match(w, ev, alerts)
		}
		r.bounded = survey && !alerts && r.events >= maxSurveyed
		if r.event != nil && (!survey || r.bounded) {
			break
		}
	}
	if !log.named {
		r.coverage = w.Coverage()
	}
	slices.SortStableFunc(r.alerts, func(a, b *alert.Alert) int { return a.Time.Compare(b.Time) })
	if r.event == nil {
		return nil, errors.Join(log.missing(r.events), r.ended)
	}
	return r, nil
}

// is reports whether ev is the event in question.
func (l *explainedLog) is(ev *event.Event) bool {
	if l.record != 0 {
		return ev.RecordID == l.record || ev.Source.Record == l.record
	}
	return ev.Source.Index == int64(l.index)
}

func (l *explainedLog) missing(events int) error {
	if l.record != 0 {
		return fmt.Errorf("%s has no record %d", l.path, l.record)
	}
	return fmt.Errorf("%s has no event %d: it has %d, counted from 0", l.path, l.index, events)
}

// match notes which rules match ev, and their alerts if they are wanted.
func (r *logRead) match(w *engine.Worker, ev *event.Event, alerts bool) {
	found, _ := w.Match(nil, ev) // a rule that fails on an event does not match it
	for _, a := range found {
		if _, ok := r.first[a.Rule]; !ok {
			r.first[a.Rule] = ev.Source.Index
		}
	}
	if alerts {
		r.alerts = append(r.alerts, found...)
	}
}

// elsewhere says what a rule, number n of the set, makes of the other events;
// "" where that is nothing new.
func (r *logRead) elsewhere(n int, t *engine.Trace) string {
	if t.Result == engine.Matched || r.coverage == nil || r.coverage.Events < 2 {
		return ""
	}
	c := &r.coverage.Rules[n]
	events := report.Counted(r.events, "event")
	if r.bounded {
		events = "the first " + events
	}
	s := fmt.Sprintf("  of %s %d are of its log source, and it matches %d", events, c.Events, c.Matches)
	if i, ok := r.first[c.Rule]; ok {
		s += fmt.Sprintf(": the first is --index %d", i)
	}
	return s + "\n"
}
