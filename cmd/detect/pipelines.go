package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"

	"github.com/rulehound/rulehound/rules/sigma"
)

// needless are pipelines that SigmaHQ's users name, and that have nothing left
// to do: the tables of log sources and fields do it.
var needless = []string{"sysmon", "windows-logsources", "windows-audit"}

// maxPipeline is the size of a pipeline file in bytes.
const maxPipeline = 4 << 20

// readPipelines reads the pipelines that the flags name.
func (f *ruleFlags) readPipelines() ([]*sigma.Pipeline, error) {
	var all []*sigma.Pipeline
	for _, name := range f.pipelines {
		src, err := readBounded(name, maxPipeline)
		switch {
		case errors.Is(err, fs.ErrNotExist) && slices.Contains(needless, name):
			continue
		case err != nil:
			return nil, err
		}
		p, err := sigma.ReadPipeline(name, src)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

func readBounded(name string, most int64) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	src, err := io.ReadAll(io.LimitReader(file, most+1))
	if err == nil && int64(len(src)) > most {
		err = fmt.Errorf("%s is larger than %d bytes", name, most)
	}
	return src, err
}
