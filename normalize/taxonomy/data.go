package taxonomy

import (
	_ "embed"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

// The tables, one fact a line, columns split by commas, '#' starts a comment.
// They are our own, so a line that cannot be read is a bug and panics.
var (
	//go:embed data/logsources.csv
	logsourcesCSV string
	//go:embed data/fieldnames.csv
	fieldNamesCSV string
	//go:embed data/channels.csv
	channelsCSV string
	//go:embed data/kinds.csv
	kindsCSV string
	//go:embed data/fields.txt
	fieldsTXT string
)

// rows yields the lines of a table split into n columns; the last takes the rest.
func rows(table string, n int) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		for line := range strings.Lines(table) {
			line = strings.TrimSuffix(line, "\n")
			if line == "" || line[0] == '#' {
				continue
			}
			columns := strings.SplitN(line, ",", n)
			if len(columns) != n {
				panic(fmt.Sprintf("taxonomy: bad line %q", line))
			}
			if !yield(columns) {
				return
			}
		}
	}
}

func readLogsources(table string, names map[string]fieldNames) (services, categories map[string][]Source) {
	services, categories = map[string][]Source{}, map[string][]Source{}
	for c := range rows(table, 7) {
		what, name, channel, provider, ids, where := c[0], c[1], c[2], c[3], readIDs(c[4]), readConditions(c[6])
		s := Source{
			Name:         strings.Join(strings.Fields(channel+" "+provider+" "+strings.ReplaceAll(c[4], " ", ", ")), " "),
			Match:        Selector{strings.ToLower(channel), strings.ToLower(provider), ids},
			Where:        where,
			Fields:       names[c[5]].mapped,
			Unprovidable: names[c[5]].missing,
		}
		for _, w := range where {
			s.Name += " of " + w.Field + " " + w.Values[0]
		}
		if what == "service" {
			services[name] = append(services[name], s)
		} else {
			categories[name] = append(categories[name], s)
		}
	}
	return services, categories
}

// readConditions reads Field=value|value, parted by ampersands.
func readConditions(column string) []Condition {
	var all []Condition
	for text := range strings.SplitSeq(column, "&") {
		if field, values, ok := strings.Cut(text, "="); ok {
			all = append(all, Condition{field, strings.Split(values, "|")})
		}
	}
	return all
}

// fieldNames is what one event calls Sigma's fields.
type fieldNames struct {
	mapped  map[string]Mapping
	missing []string
}

// readFieldNames returns the names of the table by their own name; "" is what every
// event calls them, which is in the others, too.
func readFieldNames(table string) map[string]fieldNames {
	all := map[string]fieldNames{}
	for c := range rows(table, 4) {
		names := all[c[0]]
		if names.mapped == nil {
			names.mapped = map[string]Mapping{}
		}
		if c[2] == "" {
			names.missing = append(names.missing, c[1])
		} else {
			names.mapped[strings.ToLower(c[1])] = Mapping{Names: strings.Split(c[2], "|"), Values: readValues(c[3])}
		}
		all[c[0]] = names
	}
	for name, names := range all {
		if name != "" {
			maps.Copy(names.mapped, all[""].mapped)
		}
	}
	return all
}

func readValues(column string) map[string]string {
	if column == "" {
		return nil
	}
	values := map[string]string{}
	for pair := range strings.SplitSeq(column, "|") {
		ours, theirs, _ := strings.Cut(pair, "=")
		values[ours] = theirs
	}
	return values
}

// readChannels returns the channels of providers, and the providers of channels
// that have one alone.
func readChannels(table string) (channels, providers map[string]string) {
	channels, providers = map[string]string{}, map[string]string{}
	for c := range rows(table, 2) {
		channels[strings.ToLower(c[0])] = c[1]
		if strings.Contains(c[1], "/") || strings.Contains(c[1], "PowerShell") {
			providers[strings.ToLower(c[1])] = c[0]
		}
	}
	return channels, providers
}

func readKinds(table string) map[kindKey]event.Kind {
	kinds := map[kindKey]event.Kind{}
	for c := range rows(table, 4) {
		kind, ids := kindNamed(c[2]), readIDs(c[1])
		if ids == nil {
			ids = []uint32{0}
		}
		for field := range strings.FieldsSeq(strings.ToLower(c[3])) {
			for _, id := range ids {
				key := kindKey{strings.ToLower(c[0]), id, field}
				if _, twice := kinds[key]; twice {
					panic(fmt.Sprintf("taxonomy: two kinds for %v", key))
				}
				kinds[key] = kind
			}
		}
	}
	return kinds
}

func kindNamed(name string) event.Kind {
	for k := event.Null; k <= event.Hex; k++ {
		if k.String() == name {
			return k
		}
	}
	panic("taxonomy: no kind " + name)
}

func readIDs(column string) []uint32 {
	var ids []uint32
	for s := range strings.FieldsSeq(column) {
		id, err := strconv.ParseUint(s, 10, 32)
		if err != nil {
			panic("taxonomy: " + err.Error())
		}
		ids = append(ids, uint32(id))
	}
	return slices.Clip(ids)
}

func readFields(table string) *vocabulary {
	return newVocabulary(slices.Collect(strings.FieldsFuncSeq(table, func(r rune) bool { return r == '\n' })))
}
