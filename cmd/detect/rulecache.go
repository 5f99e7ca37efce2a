package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/cache"
)

// ruleCache returns the cache for rules that are loaded from these files in this
// environment, with pipelines that were read from sources; nil when there can be
// none.
func (f *ruleFlags) ruleCache(env *rules.Environment, sources [][]byte) (*cache.Cache, error) {
	folder, err := os.UserCacheDir()
	if err != nil {
		return nil, err
	}
	program, err := programIdentity()
	if err != nil {
		return nil, err
	}
	var where []string
	for _, p := range f.paths {
		abs, err := filepath.Abs(p)
		if err != nil {
			return nil, err
		}
		where = append(where, abs)
	}
	// Everything that newLoader gives the formats.
	setup, err := json.Marshal([]any{env.Placeholders, env.Lists, env.Taxonomy, f.pipelines, sources, where})
	if err != nil {
		return nil, err
	}
	return cache.Open(filepath.Join(folder, "rulehound", "rules"), time.Now(), program, string(setup)), nil
}

// programIdentity tells this program from every other one, those that are built
// from changed sources included: what the build says of itself, and which file it
// is.
func programIdentity() (string, error) {
	name, err := os.Executable()
	if err != nil {
		return "", err
	}
	info, err := os.Stat(name)
	if err != nil {
		return "", err
	}
	built, _ := debug.ReadBuildInfo()
	return fmt.Sprintf("%s %d %d\n%s", name, info.Size(), info.ModTime().UnixNano(), built), nil
}
