package taxonomy_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/rulehound/rulehound/normalize/taxonomy"
)

// rulesDir holds SigmaHQ's rules, beside the checkout.
const rulesDir = "../../../shared/corpora/sigma"

// TestSigmaHQ asks for every log source and field that SigmaHQ's rules use.
func TestSigmaHQ(t *testing.T) {
	if _, err := os.Stat(rulesDir); err != nil {
		t.Skipf("no %s: the rule corpus is not beside the checkout", rulesDir)
	}
	// Log sources without a product that Windows logs are not.
	notWindows := map[string]bool{
		"authentication": true, "database": true, "dns": true, "firewall": true, "proxy": true, "webserver": true,
		"apache": true, "nginx": true, "netflow": true,
	}
	seen := map[taxonomy.Logsource]bool{}
	for path, doc := range documents(t) {
		ls := doc.Logsource
		if ls == (taxonomy.Logsource{}) {
			continue // a correlation
		}
		other := ls.Product != "windows" && (ls.Product != "" || notWindows[ls.Category+ls.Service])
		if known := len(taxonomy.Windows().Sources(ls)) > 0; known == other {
			t.Errorf("%s: log source %+v: known %t", path, ls, known)
		}
		if other {
			continue
		}
		seen[ls] = true
		for field := range doc.fields() {
			if !taxonomy.Windows().Known(field) {
				t.Errorf("%s: unknown field %q", path, field)
			}
		}
	}
	if len(seen) < 60 {
		t.Errorf("only %d Windows log sources seen", len(seen))
	}
}

type document struct {
	Logsource taxonomy.Logsource
	Detection map[string]yaml.Node
}

// documents reads the first document of every rule file.
func documents(t *testing.T) map[string]document {
	docs := map[string]document{}
	err := filepath.WalkDir(rulesDir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".yml" {
			return err
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		var doc document
		if err := yaml.Unmarshal(src, &doc); err != nil {
			t.Logf("%s: %v", path, err)
		}
		docs[path] = doc
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return docs
}

func (d document) fields() map[string]bool {
	fields := map[string]bool{}
	for name, node := range d.Detection {
		if name != "condition" && name != "timeframe" {
			collect(&node, fields)
		}
	}
	return fields
}

func collect(n *yaml.Node, fields map[string]bool) {
	for i, child := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 {
			if field, _, _ := strings.Cut(child.Value, "|"); field != "" {
				fields[field] = true
			}
			continue
		}
		collect(child, fields)
	}
}
