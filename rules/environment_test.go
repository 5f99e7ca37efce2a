package rules_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/rules"
)

func TestReadEnvironment(t *testing.T) {
	fsys := fstest.MapFS{
		"conf/detect.yml": file(`placeholders:
  "%Administrators%": [adm1, 007, 2024-01-01]
  Servers: DC01
  both: [p]
lists:
  both: [l]
  ca_hosts: {file: lists/ca.txt}
  none: []
logsources:
  - {product: acme, service: vpn, channel: Acme, event_ids: [1, 2], fields: {User: [Acme_User]}}
fields:
  VpnUser: [Acme_User, UserName]
  AcmeTunnel: []
defaults:
  min-level: medium
  workers: 2
`),
		"conf/lists/ca.txt": file("\ufeff# hosts\r\nCA01\r\n\r\n  CA02  \r\n"),
		"empty.yml":         file("# nothing\n"),
	}
	env, err := rules.ReadEnvironment(fsys, "conf/detect.yml")
	if err != nil {
		t.Fatal(err)
	}
	want := rules.Environment{
		Placeholders: map[string][]string{"Administrators": {"adm1", "007", "2024-01-01"}, "Servers": {"DC01"}, "both": {"p"}, "ca_hosts": {"CA01", "CA02"}, "none": {}},
		Lists:        map[string][]string{"Administrators": {"adm1", "007", "2024-01-01"}, "Servers": {"DC01"}, "both": {"l"}, "ca_hosts": {"CA01", "CA02"}, "none": {}},
		Taxonomy: taxonomy.Extra{
			Logsources: []taxonomy.ExtraLogsource{{Product: "acme", Service: "vpn", Channel: "Acme", EventIDs: []uint32{1, 2}, Fields: map[string][]string{"User": {"Acme_User"}}}},
			Aliases:    map[string][]string{"VpnUser": {"Acme_User", "UserName"}},
			Fields:     []string{"AcmeTunnel"},
		},
		Defaults: map[string][]string{"min-level": {"medium"}, "workers": {"2"}},
	}
	if got, want := fmt.Sprintf("%+v", *env), fmt.Sprintf("%+v", want); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if _, err := rules.ReadEnvironment(fsys, "empty.yml"); err != nil {
		t.Error(err)
	}
}

func TestReadEnvironmentErrors(t *testing.T) {
	tests := []struct{ src, want string }{
		{"placeholder: {}", `detect.yml:1:1: unknown key "placeholder"; the file has defaults, fields, filters, lists, logsources, placeholders, did you mean placeholders? [config]`},
		{"lists: []", "detect.yml:1:8: lists must be a mapping [config]"},
		{"lists: {a: [{b: c}]}", "detect.yml:1:13: this must be a text [config]"},
		{"lists: {a: {path: x}}", `detect.yml:1:13: unknown key "path"; a list has file [config]`},
		{"lists: {a: {file: none.txt}}", "detect.yml:1:19: open none.txt: file does not exist [config]"},
		{"lists: {a: {file: ../x}}", `detect.yml:1:19: the file "../x" does not lie below the folder of detect.yml [config]`},
		{"lists: {a: {file: /etc/passwd}}", `detect.yml:1:19: the file "/etc/passwd" does not lie below the folder of detect.yml [config]`},
		{"lists: {a: 1}\nlists: {}", `detect.yml:2:1: the key "lists" stands twice [config]`},
		{"filters: {a: b}", "detect.yml:1:10: filters must be a list [config]"},
		{"filters: [{title: a}]", "detect.yml:1:11: filters are written one below the other, each after a dash [config]"},
		{"filters: [[a]]", "detect.yml:1:11: a filter is written out here, or a text that names its file [config]"},
		{"filters: [none.yml]", "detect.yml:1:11: open none.yml: file does not exist [config]"},
		{"logsources: {a: b}", "detect.yml:1:13: logsources must be a list [config]"},
		{"logsources: [{event_ids: [x]}]", `detect.yml:1:27: "x" is no event id [config]`},
		{"a: b: c", "detect.yml:1:5: mapping values are not allowed in this context [yaml-syntax]"},
		{"lists: {}\n---\nlists: {}", "detect.yml:3:1: a second document; there may be one [yaml-syntax]"},
		{"- a", "detect.yml:1:1: the file must be a mapping [config]"},
	}
	for _, tt := range tests {
		_, err := rules.ReadEnvironment(fstest.MapFS{"detect.yml": file(tt.src)}, "detect.yml")
		if err == nil || err.Error() != tt.want {
			t.Errorf("%s:\ngot  %v\nwant %s", tt.src, err, tt.want)
		}
	}
	_, err := rules.ReadEnvironment(fstest.MapFS{"detect.yml": file("a: 1\nb: 2\n")}, "detect.yml")
	if err == nil || strings.Count(err.Error(), "\n") != 1 {
		t.Errorf("not every fault is named: %v", err)
	}
}

func TestReadPlaceholders(t *testing.T) {
	fsys := fstest.MapFS{
		"p.json": file("{\n\t\"Administrators\": [\"adm\\u0031\", 5],\n\t\"%One%\": \"x\"\n}"),
		"p.yml":  file("Administrators: [adm1, 5]\nOne: x\n"),
		"bad":    file("Administrators: {a: b}\n"),
	}
	for _, name := range []string{"p.json", "p.yml"} {
		got, err := rules.ReadPlaceholders(fsys, name)
		if err != nil || fmt.Sprint(got) != "map[Administrators:[adm1 5] One:[x]]" {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	if _, err := rules.ReadPlaceholders(fsys, "bad"); err == nil {
		t.Error("accepted")
	}
}
