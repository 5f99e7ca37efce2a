package rules

import (
	"errors"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/rulehound/rulehound/normalize/taxonomy"
)

// Environment is what a rule set needs to know of the place where it runs. It
// is written in detect.yml:
//
//	placeholders:                 # values of %name% in Sigma rules
//	  Administrators: [adm1, adm2]
//	lists:                        # values for inList(field, "name") in expr rules
//	  ca_hosts: {file: ca_hosts.txt}
//	logsources:                   # log sources that Sigma does not know
//	  - {product: acme, service: vpn, channel: Acme-VPN/Operational, event_ids: [1, 2]}
//	fields:                       # further fields, and what events call them
//	  VpnUser: [Acme_User, UserName]
//	  AcmeTunnel: []
//	filters:                      # Sigma filters, written out or by file
//	  - filters/backup.yml
//	defaults:                     # of command-line flags
//	  min-level: medium
//
// A list of values is written there, or it is a file beside detect.yml with one
// value a line; empty lines and lines that begin with # do not count. Values that
// stand under one of placeholders and lists only are in both.
type Environment struct {
	Placeholders map[string][]string // names without %
	Lists        map[string][]string
	Taxonomy     taxonomy.Extra
	Filters      []Text              // for [Loader].Filters
	Defaults     map[string][]string // flag name → its values, one where the file has a single one
}

// ReadEnvironment reads the file called name, usually detect.yml. Files that it
// names must lie in or below its own folder. The error joins a [Problem] for
// everything that is wrong; an unknown key is.
func ReadEnvironment(fsys fs.FS, name string) (*Environment, error) {
	r, root, err := openConfig(fsys, name)
	if err != nil {
		return nil, err
	}
	env := &Environment{}
	r.object(root, "the file", map[string]func(*yaml.Node){
		"placeholders": func(n *yaml.Node) { env.Placeholders = trimPercent(r.lists(n, "placeholders")) },
		"lists":        func(n *yaml.Node) { env.Lists = r.lists(n, "lists") },
		"logsources":   func(n *yaml.Node) { env.Taxonomy.Logsources = r.logsources(n) },
		"fields":       func(n *yaml.Node) { r.fields(n, &env.Taxonomy) },
		"filters":      func(n *yaml.Node) { env.Filters = r.filters(n) },
		"defaults":     func(n *yaml.Node) { env.Defaults = r.lists(n, "defaults") },
	})
	if len(r.errs) > 0 {
		return nil, errors.Join(r.errs...)
	}
	env.share()
	return env, nil
}

// share gives each language the values that the file has for the other only: a
// list that rules of both read is written once.
func (e *Environment) share() {
	placeholders, lists := map[string][]string{}, map[string][]string{}
	maps.Copy(placeholders, e.Lists)
	maps.Copy(placeholders, e.Placeholders)
	maps.Copy(lists, e.Placeholders)
	maps.Copy(lists, e.Lists)
	e.Placeholders, e.Lists = placeholders, lists
}

// ReadPlaceholders reads a YAML or JSON file that maps names of placeholders to
// lists of values. A name may be written with or without its % signs.
func ReadPlaceholders(fsys fs.FS, name string) (map[string][]string, error) {
	r, root, err := openConfig(fsys, name)
	if err != nil {
		return nil, err
	}
	lists := trimPercent(r.lists(root, "the file"))
	if len(r.errs) > 0 {
		return nil, errors.Join(r.errs...)
	}
	return lists, nil
}

func trimPercent(lists map[string][]string) map[string][]string {
	out := make(map[string][]string, len(lists))
	for name, values := range lists {
		out[strings.Trim(name, "%")] = values
	}
	return out
}

// logsources reads the list of custom log sources.
func (r *configReader) logsources(n *yaml.Node) []taxonomy.ExtraLogsource {
	var list []taxonomy.ExtraLogsource
	for _, item := range r.items(n, "logsources") {
		var ls taxonomy.ExtraLogsource
		text := func(to *string) func(*yaml.Node) { return func(n *yaml.Node) { *to = r.text(n) } }
		r.object(item, "a log source", map[string]func(*yaml.Node){
			"product":   text(&ls.Product),
			"category":  text(&ls.Category),
			"service":   text(&ls.Service),
			"channel":   text(&ls.Channel),
			"provider":  text(&ls.Provider),
			"event_ids": func(n *yaml.Node) { ls.EventIDs = r.eventIDs(n) },
			"fields":    func(n *yaml.Node) { ls.Fields = r.lists(n, "fields") },
		})
		list = append(list, ls)
	}
	return list
}

// fields reads the further fields: one that events call otherwise is an alias.
func (r *configReader) fields(n *yaml.Node, x *taxonomy.Extra) {
	for name, targets := range r.lists(n, "fields") {
		if len(targets) == 0 {
			x.Fields = append(x.Fields, name)
			continue
		}
		if x.Aliases == nil {
			x.Aliases = map[string][]string{}
		}
		x.Aliases[name] = targets
	}
	slices.Sort(x.Fields)
}
