// Package metadata is what alerts show of the rules that raised them.
package metadata

import (
	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/rules"
)

// Of returns the rule as its alerts show it.
func Of(r *rules.Rule) *alert.Rule {
	m := &alert.Rule{
		ID: r.ID, Title: r.Title, Name: r.Name, Kind: r.Kind,
		Level: r.Level, Status: r.Status,
		Description: r.Description, Author: r.Author, License: r.License,
		Date: r.Date, Modified: r.Modified,
		References: r.References, Tags: r.Tags, FalsePositives: r.FalsePositives,
		Fields: r.Fields, Taxonomy: r.Taxonomy,
		Logsource: alert.Logsource{
			Product: r.Logsource.Product, Category: r.Logsource.Category,
			Service: r.Logsource.Service, Definition: r.Definition,
		},
		File: r.File, SHA256: r.SHA256, Custom: r.Custom,
	}
	for _, link := range r.Related {
		m.Related = append(m.Related, alert.Related(link))
	}
	for _, f := range r.Filters {
		m.Filters = append(m.Filters, alert.Filter{ID: f.ID, Title: f.Title, File: f.File})
	}
	return m
}
