package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/rulehound/rulehound/cmd/detect/internal/docs"
	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/rules"
)

// table holds the rows of a table to the program, if it is of a kind that can be.
func (d *pageTest) table(table *docs.Table) {
	switch {
	case slices.Equal(table.Head[:min(3, len(table.Head))], []string{"expression", "matches", "does not match"}):
		for _, row := range table.Rows {
			d.holds(docs.Code(row[0]), docs.Code(row[1]), true)
			d.holds(docs.Code(row[0]), docs.Code(row[2]), false)
		}
	case table.Head[0] == "class":
		for _, row := range table.Rows {
			d.accountClass(docs.Code(row[0]), row[2] == "yes", strings.Split(docs.Code(row[3]), ", "))
		}
	case table.Head[0] == "room" || table.Head[0] == "package":
		for _, row := range table.Rows {
			if _, err := os.Stat(filepath.Join(d.root, docs.Code(row[0]))); err != nil {
				d.Error(err)
			}
		}
	case table.Head[0] == "field" && table.Head[1] == "type":
		d.fieldTypes(table)
	case table.Head[0] == "id" && table.Head[1] == "text":
		d.messages(table)
	}
}

// accountClass holds the class of an account to what a table says.
func (d *pageTest) accountClass(class string, isSystem bool, account []string) {
	ev := fmt.Sprintf("{SubjectUserSid: '%s', SubjectUserName: '%s', SubjectDomainName: '%s', Computer: '%s'}", account[0], account[1], account[2], account[3])
	const arguments = "(SubjectUserSid, SubjectUserName, SubjectDomainName, Computer)"
	d.holds("accountClass"+arguments+" == "+strconv.Quote(class), ev, true)
	d.holds("isSystem"+arguments, ev, isSystem)
}

// holds checks what an expression says of an event.
func (d *pageTest) holds(expression, ev string, want bool) {
	eng := d.compile(expression)
	if eng == nil {
		return
	}
	alerts, err := eng.Match(nil, d.event(ev))
	if got := len(alerts) > 0; got != want || err != nil {
		d.Errorf("%s on %s: %t, %v", expression, ev, got, err)
	}
}

// compile makes a rule of an expression; nil when it is refused.
func (d *pageTest) compile(text string) *engine.Engine {
	env := &rules.Environment{}
	if d.config != "" {
		var err error
		if env, err = rules.ReadEnvironment(os.DirFS(filepath.Dir(d.config)), filepath.Base(d.config)); err != nil {
			d.Fatal(err)
		}
	}
	loader, table, err := newLoader(env)
	if err != nil {
		d.Fatal(err)
	}
	rule := head + "logsource: {product: windows}\nexpr: |\n  " + text + "\n"
	if err := os.WriteFile("expression.yml", []byte(rule), 0o644); err != nil {
		d.Fatal(err)
	}
	set, err := loader.LoadPaths(d.Context(), "expression.yml")
	if err == nil {
		err = set.Err()
	}
	if err != nil {
		d.Errorf("%s: %v", text, err)
		return nil
	}
	eng, err := engine.New(set, engine.WithTaxonomy(table))
	if err != nil {
		d.Fatal(err)
	}
	return eng
}

// event returns the event that a mapping in YAML shows.
func (d *pageTest) event(shown string) *event.Event {
	var fields map[string]any
	if err := yaml.Unmarshal([]byte(shown), &fields); err != nil {
		d.Fatalf("%s: %v", shown, err)
	}
	log, err := json.Marshal(fields)
	if err != nil {
		d.Fatal(err)
	}
	return d.normalised(log)
}
