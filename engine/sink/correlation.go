package sink

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rulehound/rulehound/engine/alert"
)

// together writes what the events of a correlation were together.
func (s *textSink) together(c *alert.Correlation) {
	if c == nil {
		return
	}
	var group []string
	for _, field := range slices.Sorted(maps.Keys(c.Group)) {
		group = append(group, clean(field)+" = "+clean(strings.Join(c.Group[field], ", ")))
	}
	by := ""
	if len(group) > 0 {
		by = " for " + strings.Join(group, ", ")
	}
	defer s.parts(c)
	if c.Type == "first_seen" {
		s.line("what", "first seen: "+strings.Join(group, ", "))
		return
	}
	s.line("what", fmt.Sprintf("%s is %s%s", c.Type, strconv.FormatFloat(c.Value, 'f', -1, 64), by))
	events := "1 event"
	if c.Count != 1 {
		events = fmt.Sprintf("%d events", c.Count)
	}
	s.line("", fmt.Sprintf("%s from %s, within %s (timespan %s)", events, c.Start.UTC().Format(timeForm), c.End.Sub(c.Start).Round(time.Millisecond), c.Timespan))
}

const (
	timeForm = "2006-01-02 15:04:05.999999999Z"
	maxParts = 5 // alerts shown of one correlation
)

// parts writes the alerts that a correlation was made from, the newest ones of
// many.
func (s *textSink) parts(c *alert.Correlation) {
	shown := c.Parts[max(0, len(c.Parts)-maxParts):]
	label := "of"
	if more := c.Total - int64(len(shown)); more > 0 {
		s.line(label, fmt.Sprintf("… %d older and", more))
		label = ""
	}
	for i := range shown {
		p := &shown[i]
		s.line(label, p.Time.UTC().Format(timeForm)+"  "+clean(cmp.Or(p.Rule.Title, p.Rule.ID))+"  "+where(&p.Source))
		label = ""
	}
}
