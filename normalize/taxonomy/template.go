package taxonomy

import (
	_ "embed"
	"strconv"
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

//go:embed data/templates.csv
var templatesCSV string

// templateKey names a version of an event by how many fields it has.
type templateKey struct {
	provider string // in lower case
	id       uint32
	fields   int
}

// Template returns the names of the n fields of an event in the order in which
// Windows logs them, nil when the event, or a version of it with that many, is
// not known. The list is shared and read-only.
func (t *Table) Template(c event.Class, n int) []string {
	return t.templates[templateKey{c.Provider, c.EventID, n}]
}

// LongestTemplate returns the names of an event's fields, in order, in the version
// that has most of them; nil when the event is not known. The list is shared and
// read-only.
func (t *Table) LongestTemplate(c event.Class) []string {
	const most = 64
	for n := most; n > 0; n-- {
		if names := t.Template(c, n); names != nil {
			return names
		}
	}
	return nil
}

func readTemplates(table string) map[templateKey][]string {
	groups := strings.NewReplacer(
		"Subject*", "SubjectUserSid SubjectUserName SubjectDomainName SubjectLogonId",
		"Target*", "TargetUserSid TargetUserName TargetDomainName TargetLogonId")
	templates := map[templateKey][]string{}
	for c := range rows(table, 3) {
		id, err := strconv.ParseUint(c[1], 10, 32)
		if err != nil {
			panic("taxonomy: " + err.Error())
		}
		names := strings.Fields(groups.Replace(c[2]))
		templates[templateKey{strings.ToLower(c[0]), uint32(id), len(names)}] = names
	}
	return templates
}
