package alert

import (
	"math"
	"time"

	"github.com/rulehound/rulehound/normalize/event"
)

// Correlation is what several events were together.
type Correlation struct {
	Type     string              // as Sigma spells it
	Group    map[string][]string // the values of the fields that the events share; without a value: absent
	Timespan string              // how far the events may be apart, as Sigma spells it; "" when that is without end
	Start    time.Time           // of the first event
	End      time.Time           // of the last event
	Count    int64               // of the events
	Value    float64             // what Type measures
	Parts    []Part              // the alerts that it was made from, the newest last
	Total    int64               // of those alerts; Parts may have the newest only
}

// Part is an alert that a correlation was made from, in brief.
type Part struct {
	ID      string
	Time    time.Time
	Rule    PartRule
	Matched []PartMatch
	Source  event.Source
}

// PartRule is the rule of a Part.
type PartRule struct {
	ID    string `json:"id,omitempty"`
	Title string `json:"title,omitempty"`
}

// PartMatch is a matched field of a Part, see [Match].
type PartMatch struct {
	Field string `json:"field"`
	Value string `json:"value"`
	Raw   string `json:"raw,omitempty"`
}

type partView struct {
	ID      string        `json:"id"`
	Time    string        `json:"time"`
	Rule    PartRule      `json:"rule"`
	Matched []PartMatch   `json:"matched,omitempty"`
	Source  *event.Source `json:"source"`
}

// correlationView is a correlation as alerts show it.
type correlationView struct {
	Type     string         `json:"type"`
	Group    map[string]any `json:"group,omitempty"`
	Start    string         `json:"start"`
	End      string         `json:"end"`
	Count    int64          `json:"count"`
	Value    float64        `json:"value"`
	Alerts   []string       `json:"alerts"`
	Total    int64          `json:"alerts_total"`
	Timespan string         `json:"timespan,omitempty"`
	Parts    []partView     `json:"contributing"`
}

func newCorrelationView(c *Correlation) *correlationView {
	if c == nil {
		return nil
	}
	v := &correlationView{
		Type: c.Type, Timespan: c.Timespan, Start: timeText(c.Start), End: timeText(c.End), Count: c.Count, Value: Finite(c.Value), Total: c.Total,
	}
	for i := range c.Parts {
		p := &c.Parts[i]
		v.Alerts = append(v.Alerts, p.ID)
		v.Parts = append(v.Parts, partView{p.ID, timeText(p.Time), p.Rule, p.Matched, &p.Source})
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

// Finite returns f, or the largest number of its sign: JSON knows no infinity.
func Finite(f float64) float64 {
	if math.IsNaN(f) {
		return 0
	}
	return max(-math.MaxFloat64, min(math.MaxFloat64, f))
}
