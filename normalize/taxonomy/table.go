package taxonomy

import (
	"strings"
	"sync"

	"github.com/rulehound/rulehound/normalize/event"
)

// Table is a vocabulary. It is immutable and safe for concurrent use.
type Table struct {
	services   map[string][]Source // of product windows
	categories map[string][]Source // of product windows
	any        Source              // every event of product windows
	custom     map[Logsource][]Source
	aliases    map[string][]string // author's field, lower case → further event fields

	channels  map[string]string // provider in lower case → channel
	providers map[string]string // channel in lower case → provider
	kinds     map[kindKey]event.Kind
	fields    *vocabulary

	templates map[templateKey][]string
}

// windows is what every Windows log has in common: a rule for product windows
// alone sees all of it.
const windows = "windows"

// Windows returns the built-in table: Windows logs as the Sigma specification's
// taxonomy appendix and SigmaHQ's rules name them.
func Windows() *Table { return builtin() }

var builtin = sync.OnceValue(load)

func load() *Table {
	t := &Table{
		kinds:  readKinds(kindsCSV),
		fields: readFields(fieldsTXT),

		templates: readTemplates(templatesCSV),
	}
	t.channels, t.providers = readChannels(channelsCSV)
	names := readFieldNames(fieldNamesCSV)
	t.services, t.categories = readLogsources(logsourcesCSV, names)
	t.any = Source{Name: "Windows", Fields: names[""].mapped}
	return t
}

// Sources returns the kinds of event that a rule for ls can see. None means
// that ls is not a known log source. Product may be left out where category or
// service are names of Windows logs.
func (t *Table) Sources(ls Logsource) []Source {
	ls = ls.lower()
	sources := t.builtin(ls)
	sources = append(sources, t.custom[ls]...)
	return t.withAliases(sources)
}

// builtin returns the sources of a log source in lower case, without custom ones.
func (t *Table) builtin(ls Logsource) []Source {
	service, knownService := t.services[ls.Service]
	category, knownCategory := t.categories[ls.Category]
	switch {
	case ls.Product != windows && ls.Product != "",
		ls.Service != "" && !knownService,
		ls.Category != "" && !knownCategory:
		return nil
	case knownService && knownCategory:
		return intersect(category, service)
	case knownCategory:
		return append([]Source(nil), category...)
	case knownService:
		return append([]Source(nil), service...)
	case ls.Product == windows:
		return []Source{t.any}
	}
	return nil
}

// intersect narrows sources to those events that are in logs as well.
func intersect(sources, logs []Source) []Source {
	var both []Source
	for _, s := range sources {
		for _, log := range logs {
			if match, ok := s.Match.within(log.Match); ok {
				s.Match = match
				both = append(both, s)
			}
		}
	}
	return both
}

// Channel returns the channel, in its own spelling, that provider writes to,
// for providers that write to one only.
func (t *Table) Channel(provider string) (string, bool) {
	c, ok := t.channels[strings.ToLower(provider)]
	return c, ok
}

// Provider returns the provider, in its own spelling, of events with that channel
// and id, where the two tell. Others write to the logs of Windows as well, but not
// with the ids of its auditing and its services.
func (t *Table) Provider(channel string, id uint32) (string, bool) {
	switch channel = strings.ToLower(channel); {
	case channel == "security" && 4608 <= id && id <= 6424:
		return "Microsoft-Windows-Security-Auditing", true
	case channel == "security" && id == 1102:
		return "Microsoft-Windows-Eventlog", true
	case channel == "system" && (7000 <= id && id <= 7045):
		return "Service Control Manager", true
	}
	p, ok := t.providers[channel]
	return p, ok
}

func (ls Logsource) lower() Logsource {
	return Logsource{
		Product:  strings.ToLower(strings.TrimSpace(ls.Product)),
		Category: strings.ToLower(strings.TrimSpace(ls.Category)),
		Service:  strings.ToLower(strings.TrimSpace(ls.Service)),
	}
}
