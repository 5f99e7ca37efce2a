package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/rulehound/rulehound/cmd/detect/internal/docs"
	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/normalize"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source"
	"github.com/rulehound/rulehound/rules"
)

// expressions runs the rows of a table of expressions on the events beside them.
func (d *pageTest) expressions(table *docs.Table) {
	column := func(title string) int { return slices.Index(table.Head, title) }
	expression, yes, no := column("expression"), column("matches"), column("does not match")
	if expression < 0 {
		return
	}
	for _, row := range table.Rows {
		text := docs.Code(row[expression])
		eng := d.compile(text)
		if eng == nil {
			continue
		}
		for at, want := range map[int]bool{yes: true, no: false} {
			shown := docs.Code(row[at])
			if shown == "" {
				continue
			}
			alerts, err := eng.Match(nil, d.event(shown))
			if got := len(alerts) > 0; got != want || err != nil {
				d.Errorf("%s on %s: %t, %v", text, shown, got, err)
			}
		}
	}
}

// compile makes a rule of an expression.
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
	if strings.TrimSpace(string(log)) == "{}" {
		log = []byte(`{"Other": "x"}`) // an event has some field
	}
	file, err := source.Read(bytes.NewReader(log), "event", source.WithFormat("json"))
	if err != nil {
		d.Fatal(err)
	}
	for ev, err := range normalize.New().Events(file.Records(d.Context())) {
		if err != nil {
			d.Fatal(err)
		}
		return ev
	}
	d.Fatalf("%s is no event", shown)
	return nil
}
