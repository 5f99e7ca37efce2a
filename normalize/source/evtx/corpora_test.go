package evtx_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// corpusLogs are all EVTX files of the corpora.
func corpusLogs(t testing.TB) (logs []string) {
	t.Helper()
	for _, folder := range []string{"evtx", "key-events", "regression"} {
		err := filepath.WalkDir(filepath.Join(corpora, folder), func(path string, e os.DirEntry, err error) error {
			if err == nil && strings.HasSuffix(strings.ToLower(path), ".evtx") {
				logs = append(logs, path)
			}
			return err
		})
		if err != nil {
			t.Skipf("no %s/%s: the corpora are not beside the checkout", corpora, folder)
		}
	}
	return logs
}
