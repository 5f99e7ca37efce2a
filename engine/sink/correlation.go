package sink

import (
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
	if c.Type == "first_seen" {
		s.line("what", "first seen: "+strings.Join(group, ", "))
		return
	}
	s.line("what", fmt.Sprintf("%s is %s%s", c.Type, strconv.FormatFloat(c.Value, 'f', -1, 64), by))
	const form = "2006-01-02 15:04:05.999999999Z"
	events := "1 event"
	if c.Count != 1 {
		events = fmt.Sprintf("%d events", c.Count)
	}
	s.line("", fmt.Sprintf("%s from %s, within %s", events, c.Start.UTC().Format(form), c.End.Sub(c.Start).Round(time.Millisecond)))
}
