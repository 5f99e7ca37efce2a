package taxonomy_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/normalize/taxonomy"
)

func TestWith(t *testing.T) {
	x := taxonomy.Extra{
		Logsources: []taxonomy.ExtraLogsource{
			{Product: "Acme", Service: "vault", Channel: "Acme-Vault/Audit", EventIDs: []uint32{7},
				Fields: map[string][]string{"User": {"Actor"}}},
			{Product: "windows", Service: "security", Channel: "Security-Archive"},
		},
		Aliases: map[string][]string{"src_ip": {"IpAddress", "SourceIp"}},
		Fields:  []string{"Vault Door"},
	}
	table, err := taxonomy.Windows().With(x)
	if err != nil {
		t.Fatal(err)
	}
	vault := table.Sources(taxonomy.Logsource{Product: "acme", Service: "VAULT"})
	if len(vault) != 1 || vault[0].Match.Channel != "acme-vault/audit" || !slices.Equal(vault[0].Fields["user"].Names, []string{"Actor"}) {
		t.Errorf("vault: %+v", vault)
	}
	security := table.Sources(taxonomy.Logsource{Product: "windows", Service: "security"})
	if len(security) != 2 || security[1].Match.Channel != "security-archive" {
		t.Errorf("security: %+v", security)
	}
	creation := table.Sources(taxonomy.Logsource{Category: "process_creation"})
	for _, s := range creation {
		if got := s.Fields["src_ip"].Names; !slices.Equal(got, []string{"src_ip", "IpAddress", "SourceIp"}) {
			t.Errorf("src_ip in %s: %v", s.Name, got)
		}
	}
	for _, field := range []string{"src_ip", "actor", "vault door"} {
		if !table.Known(field) {
			t.Errorf("%s is not known", field)
		}
	}

	// The built-in table has not changed.
	if taxonomy.Windows().Known("src_ip") || taxonomy.Windows().Sources(taxonomy.Logsource{Product: "acme", Service: "vault"}) != nil ||
		len(taxonomy.Windows().Sources(taxonomy.Logsource{Category: "process_creation"})[0].Fields["src_ip"].Names) != 0 {
		t.Error("With changed the table it was called on")
	}
}

func TestWithRefuses(t *testing.T) {
	tests := []struct {
		name string
		x    taxonomy.Extra
		want string
	}{
		{"nameless", taxonomy.Extra{Logsources: []taxonomy.ExtraLogsource{{Channel: "a"}}}, "log source 1: neither product"},
		{"boundless", taxonomy.Extra{Logsources: []taxonomy.ExtraLogsource{{Product: "a"}}}, "it would mean every event"},
		{"empty alias", taxonomy.Extra{Aliases: map[string][]string{"a": nil}}, `alias "a"`},
		{"empty field", taxonomy.Extra{Logsources: []taxonomy.ExtraLogsource{
			{Product: "a", Channel: "b", Fields: map[string][]string{"f": {""}}}}}, `alias "f"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			table, err := taxonomy.Windows().With(tt.x)
			if table != nil || err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}
