package alert

import (
	"math"
	"time"
)

// Correlation is what several events were together.
type Correlation struct {
	Type   string              // as Sigma spells it
	Group  map[string][]string // the values of the fields that the events share; without a value: absent
	Start  time.Time           // of the first event
	End    time.Time           // of the last event
	Count  int64               // of the events
	Value  float64             // what Type measures
	Alerts []string            // the ids of the alerts that it was made from, the newest last
	Total  int64               // of those alerts; Alerts may have the newest only
}

// correlationView is a correlation as alerts show it.
type correlationView struct {
	Type   string         `json:"type"`
	Group  map[string]any `json:"group,omitempty"`
	Start  string         `json:"start"`
	End    string         `json:"end"`
	Count  int64          `json:"count"`
	Value  float64        `json:"value"`
	Alerts []string       `json:"alerts"`
	Total  int64          `json:"alerts_total,omitempty"` // when alerts are left out
}

func newCorrelationView(c *Correlation) *correlationView {
	if c == nil {
		return nil
	}
	v := &correlationView{Type: c.Type, Start: timeText(c.Start), End: timeText(c.End), Count: c.Count, Value: finite(c.Value), Alerts: c.Alerts}
	if c.Total > int64(len(c.Alerts)) {
		v.Total = c.Total
	}
	if len(c.Group) > 0 {
		v.Group = make(map[string]any, len(c.Group))
	}
	for field, values := range c.Group {
		switch len(values) {
		case 0:
			v.Group[field] = nil
		case 1:
			v.Group[field] = values[0]
		default:
			v.Group[field] = values
		}
	}
	return v
}

// finite returns f, or the largest number of its sign: JSON knows no infinity.
func finite(f float64) float64 {
	if math.IsNaN(f) {
		return 0
	}
	return max(-math.MaxFloat64, min(math.MaxFloat64, f))
}
