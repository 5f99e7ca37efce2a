package taxonomy

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Extra is what a rule set's own configuration adds to a table: log sources
// that Sigma does not name, other names of fields, and fields that nobody else
// has. The zero Extra adds nothing.
type Extra struct {
	Logsources []ExtraLogsource
	// Aliases maps a field as rules name it to the fields that may hold it in an
	// event, beside one of its own name.
	Aliases map[string][]string
	Fields  []string
}

// ExtraLogsource says which events a log source means. Of a log source that is
// known already, it means these events as well.
type ExtraLogsource struct {
	Product  string
	Category string
	Service  string
	Channel  string
	Provider string
	EventIDs []uint32
	// Fields maps a field as rules for this log source name it to the fields
	// that hold it in these events.
	Fields map[string][]string
}

// With returns a table that knows x as well. The error joins everything that is
// wrong with x.
func (t *Table) With(x Extra) (*Table, error) {
	w := *t
	w.custom, w.aliases = maps.Clone(t.custom), maps.Clone(t.aliases)
	if w.custom == nil {
		w.custom = map[Logsource][]Source{}
	}
	if w.aliases == nil {
		w.aliases = map[string][]string{}
	}
	var errs []error
	names := append(slices.Clone(t.fields.names), x.Fields...)
	for i, e := range x.Logsources {
		ls := Logsource{Product: e.Product, Category: e.Category, Service: e.Service}.lower()
		s, err := e.source(ls)
		if err != nil {
			errs = append(errs, fmt.Errorf("log source %d: %w", i+1, err))
			continue
		}
		w.custom[ls] = append(slices.Clip(w.custom[ls]), s)
		names = appendAliases(names, e.Fields)
	}
	for _, field := range slices.Sorted(maps.Keys(x.Aliases)) {
		targets := x.Aliases[field]
		if err := checkAlias(field, targets); err != nil {
			errs = append(errs, err)
			continue
		}
		key := strings.ToLower(field)
		w.aliases[key] = append(slices.Clip(w.aliases[key]), targets...)
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	w.fields = newVocabulary(appendAliases(names, x.Aliases))
	return &w, nil
}

func (e ExtraLogsource) source(ls Logsource) (Source, error) {
	if ls == (Logsource{}) {
		return Source{}, errors.New("neither product, category nor service")
	}
	if e.Channel == "" && e.Provider == "" && len(e.EventIDs) == 0 {
		return Source{}, errors.New("neither channel, provider nor event_ids: it would mean every event")
	}
	s := Source{
		Name:  strings.TrimSpace(e.Channel + " " + e.Provider),
		Match: Selector{strings.ToLower(e.Channel), strings.ToLower(e.Provider), slices.Clone(e.EventIDs)},
	}
	if s.Name == "" {
		s.Name = "events " + strings.Trim(fmt.Sprint(e.EventIDs), "[]")
	}
	for field, targets := range e.Fields {
		if err := checkAlias(field, targets); err != nil {
			return Source{}, err
		}
		if s.Fields == nil {
			s.Fields = map[string]Mapping{}
		}
		s.Fields[strings.ToLower(field)] = Mapping{Names: slices.Clone(targets)}
	}
	return s, nil
}

func checkAlias(field string, targets []string) error {
	if field == "" || len(targets) == 0 || slices.Contains(targets, "") {
		return fmt.Errorf("alias %q: an empty field name", field)
	}
	return nil
}

func appendAliases(names []string, aliases map[string][]string) []string {
	for _, field := range slices.Sorted(maps.Keys(aliases)) {
		names = append(append(names, field), aliases[field]...)
	}
	return names
}

// withAliases adds the table's aliases to the field names of sources.
func (t *Table) withAliases(sources []Source) []Source {
	if len(t.aliases) == 0 {
		return sources
	}
	for i, s := range sources {
		fields := maps.Clone(s.Fields)
		if fields == nil {
			fields = map[string]Mapping{}
		}
		for field, targets := range t.aliases {
			m, ok := fields[field]
			if !ok {
				m.Names = []string{field}
			}
			m.Names = append(slices.Clip(m.Names), targets...)
			fields[field] = m
		}
		sources[i].Fields = fields
	}
	return sources
}
