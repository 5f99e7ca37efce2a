package rules

import (
	"fmt"
	"strings"
)

// Change is what a step of a processing pipeline did to a rule.
type Change struct {
	Pipeline string   `json:"pipeline"`      // its name
	File     string   `json:"file"`          // that it stands in
	Line     int      `json:"line"`          // of the step, 1-based
	Step     string   `json:"step"`          // the transformation
	ID       string   `json:"id,omitempty"`  // of the step
	Did      []string `json:"did,omitempty"` // in words: "CommandLine → process.command_line"; the first ones where there are many
}

// Name says which step it was: acme.yml:7 field_name_mapping fields.
func (c Change) Name() string {
	s := fmt.Sprintf("%s:%d %s", c.File, c.Line, c.Step)
	if c.ID != "" {
		s += " " + c.ID
	}
	return s
}

// String says it on one line:
//
//	acme.yml:7 field_name_mapping fields: CommandLine → process.command_line
func (c Change) String() string { return c.Name() + ": " + strings.Join(c.Did, "; ") }
