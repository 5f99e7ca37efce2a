package replay

import (
	"strings"
	"time"

	"github.com/rulehound/rulehound/engine/alert"
)

// Summary says what a run did and, above all, what it did not. Its JSON form
// lists everything; [Summary.Text] cuts long lists.
type Summary struct {
	Interrupted bool          `json:"interrupted"`
	Elapsed     time.Duration `json:"-"` // set by the caller: the package reads no clock
	Inputs      InputSummary  `json:"inputs"`
	Events      EventCounts   `json:"events"`
	Alerts      AlertCounts   `json:"alerts"`
	Rules       RuleSummary   `json:"rules"`

	Correlations *CorrelationSummary `json:"correlations,omitempty"` // nil when there are none
	Profile      *Profile            `json:"profile,omitempty"`      // nil when nothing was measured
	fired        int64
}

// InputSummary says what became of the inputs.
type InputSummary struct {
	Read       int         `json:"read"` // to their ends
	Bytes      int64       `json:"bytes"`
	Unreadable []InputNote `json:"unreadable,omitempty"` // not read, or not to their ends
	Skipped    []InputNote `json:"skipped,omitempty"`
	Unfinished []InputNote `json:"unfinished,omitempty"` // the run was interrupted before their ends
	Lost       []Loss      `json:"lost,omitempty"`
}

// opened is how many inputs gave events, to their ends or not.
func (s *InputSummary) opened() int64 {
	n := s.Read + len(s.Unfinished)
	for _, note := range s.Unreadable {
		if note.Read > 0 {
			n++
		}
	}
	return int64(n)
}

// InputNote says something of one input.
type InputNote struct {
	Path   string `json:"path"`
	Reason string `json:"reason"`
	Read   int64  `json:"records_read,omitempty"` // before the place of the error
}

// Loss is records of one input that could not be read.
type Loss struct {
	Path    string `json:"path"`
	Kind    string `json:"kind"`
	Records int64  `json:"records"`
	Bytes   int64  `json:"bytes,omitempty"`
	Example string `json:"example,omitempty"`
}

// EventCounts counts events.
type EventCounts struct {
	Read         int64 `json:"read"`
	Outside      int64 `json:"outside_time_range,omitempty"`
	Untimed      int64 `json:"without_time,omitempty"`
	Assumed      int64 `json:"without_time_zone,omitempty"` // --timezone says which zone their times were taken in
	Unclassified int64 `json:"without_class,omitempty"`     // they say no channel and provider, or no event id
	// Nearest counts those of no known form by the form that they are most like;
	// they were matched under their own names.
	Nearest map[string]int64 `json:"unrecognised_nearest,omitempty"`
}

// AlertCounts counts alerts.
type AlertCounts struct {
	Total   int64            `json:"total"`
	ByLevel map[string]int64 `json:"by_level,omitempty"` // "" for rules without a level
}

func (c *AlertCounts) add(r *alert.Rule) {
	if c.ByLevel == nil {
		c.ByLevel = map[string]int64{}
	}
	c.Total++
	c.ByLevel[r.Level]++
}

// AtLeast is how many alerts have that level or a graver one, or one that nobody
// knows: it may be misspelt.
func (c *AlertCounts) AtLeast(least alert.Level) (n int64) {
	for name, count := range c.ByLevel {
		if l, known := alert.ParseLevel(name); l >= least || !known {
			n += count
		}
	}
	return n
}

// LostRecords is how many records could not be read.
func (s *Summary) LostRecords() (n int64) {
	for _, l := range s.Inputs.Lost {
		n += l.Records
	}
	return n
}

func (r *Replay) summarize(inputs []*Input, matchers []*matcher) *Summary {
	s := &Summary{}
	for _, m := range matchers {
		s.Events.add(m.events)
	}
	s.Inputs = summarizeInputs(inputs, matchers)
	s.Rules = summarizeRules(r.Rules, matchers)
	s.Profile = newProfile(matchers)
	return s
}

func (c *EventCounts) add(d EventCounts) {
	c.Read += d.Read
	c.Outside += d.Outside
	c.Untimed += d.Untimed
	c.Assumed += d.Assumed
	c.Unclassified += d.Unclassified
	for name, n := range d.Nearest {
		c.near(name, n)
	}
}

// near counts events of no known form.
func (c *EventCounts) near(form string, n int64) {
	if c.Nearest == nil {
		c.Nearest = map[string]int64{}
	}
	c.Nearest[form] += n
}

func summarizeInputs(inputs []*Input, matchers []*matcher) InputSummary {
	var s InputSummary
	for i, in := range inputs {
		s.Bytes += in.Bytes
		switch {
		case in.Err != nil:
			s.Unreadable = append(s.Unreadable, InputNote{in.Path, in.Err.Error(), in.Records})
		case in.Skipped != "":
			s.Skipped = append(s.Skipped, InputNote{in.Path, in.Skipped, 0})
		case !in.Finished:
			s.Unfinished = append(s.Unfinished, InputNote{in.Path, "interrupted", in.Records})
		default:
			s.Read++
		}
		s.Lost = append(s.Lost, losses(i, in, matchers)...)
	}
	return s
}

// losses are the records of one input that the source or the normaliser lost.
func losses(i int, in *Input, matchers []*matcher) []Loss {
	var all []Loss
	for _, l := range in.Losses {
		example := ""
		if strings.Contains(in.Example, l.Kind) {
			example = strings.TrimPrefix(in.Example, in.Path+": ")
		}
		all = append(all, Loss{in.Path, l.Kind, l.Count, l.Bytes, example})
	}
	var sum *lost
	for _, m := range matchers {
		if l := m.lost[i]; l != nil {
			sum = sum.plus(l)
		}
	}
	if sum != nil {
		all = append(all, Loss{in.Path, "not an event", sum.count, 0, sum.err.Error()})
	}
	return all
}
