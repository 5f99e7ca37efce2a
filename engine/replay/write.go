package replay

import (
	"context"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/replay/internal/hits"
	"github.com/rulehound/rulehound/engine/sink"
)

// write sends the hits to out in order and counts their alerts.
func (s *Summary) write(ctx context.Context, inputs []*Input, found *hits.Collector, out sink.Sink) error {
	w := writer{finisher: finisher{inputs: inputs, rules: found.Rules()}, counts: &s.Alerts, out: out}
	send := w.alerts
	if found.Sheets {
		w.lines = out.(sink.Lines)
		send = w.sheet
	}
	for h, err := range found.Sorted() {
		if err == nil {
			err = send(ctx, &h)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// writer writes hits, which come in order.
type writer struct {
	finisher
	counts *AlertCounts
	out    sink.Sink

	lines   sink.Lines
	encoder alert.Encoder
	open    alert.Sheet
	line    []byte
}

// alerts writes a hit with packed alerts.
func (w *writer) alerts(ctx context.Context, h *hits.Hit) error {
	alerts, err := w.finisher.alerts(h)
	if err != nil {
		return err
	}
	for _, a := range alerts {
		if err := w.out.Write(ctx, a); err != nil {
			return err
		}
		w.counts.add(a.Rule)
	}
	return nil
}

// sheet writes a hit with a sheet of alerts.
func (w *writer) sheet(ctx context.Context, h *hits.Hit) error {
	s := &w.open
	s.Open(h.Packed)
	for s.Index = w.index(h, s.Index); s.Next(); {
		rule := w.rules[s.Rule]
		own := string(s.ID)
		if id := w.id(h, own); id != own {
			s.ID = []byte(id)
		}
		line, err := w.encoder.AppendLine(w.line[:0], s, rule)
		if err != nil {
			return err
		}
		w.line = line
		if err := w.lines.WriteJSON(ctx, line); err != nil {
			return err
		}
		w.counts.add(rule)
	}
	return s.Err()
}
