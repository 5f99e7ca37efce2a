package pipeline

import (
	"embed"
	"fmt"
	"path"
	"slices"
)

//go:embed named/*.yml
var namedFiles embed.FS

// known are the names of pipelines that SigmaHQ's users give: of some, the tables
// of log sources and fields do all the work, and nothing is left to do.
var known = map[string][]string{
	"ecs_windows":        {"ecs_windows.yml", "ecs_windows_names.yml"},
	"sysmon":             nil,
	"windows-audit":      nil,
	"windows-logsources": nil,
}

// Known returns the pipelines of a name, which may be none at all, and whether
// the name is known.
func Known(name string) ([]*Pipeline, bool) {
	files, ok := known[name]
	var all []*Pipeline
	for _, file := range files {
		src, err := namedFiles.ReadFile(path.Join("named", file))
		if err != nil {
			panic(fmt.Sprintf("pipeline %s: %v", name, err)) // our own
		}
		p, err := Parse(name, src)
		if err != nil {
			panic(fmt.Sprintf("pipeline %s: %v", name, err))
		}
		all = append(all, p)
	}
	return all, ok
}

// KnownNames returns the names that Known knows, sorted.
func KnownNames() []string {
	names := []string{}
	for name := range known {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
