package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/rulehound/rulehound/rules/sigma"
)

// maxPipeline is the size of a pipeline file in bytes.
const maxPipeline = 4 << 20

// readPipelines reads the pipelines that the flags name, and returns the texts of
// the files among them, too. A file goes before a known name.
func (f *ruleFlags) readPipelines() (all []*sigma.Pipeline, sources [][]byte, err error) {
	for _, name := range f.pipelines {
		known, ok := sigma.KnownPipeline(name)
		if info, err := os.Stat(name); ok && (err != nil || info.IsDir()) {
			all = append(all, known...)
			continue
		}
		src, err := readBounded(name, maxPipeline)
		if err != nil {
			return nil, nil, noPipeline(name, err)
		}
		p, err := sigma.ReadPipeline(name, src)
		if err != nil {
			return nil, nil, err
		}
		all, sources = append(all, p), append(sources, src)
	}
	return all, sources, nil
}

// noPipeline says which names there are besides files.
func noPipeline(name string, err error) error {
	names := sigma.KnownPipelines()
	switch meant, ok := nearest(name, names); {
	case !errors.Is(err, fs.ErrNotExist):
		return unreadable(err)
	case ok:
		return fmt.Errorf("%s: no such file, did you mean %s?", name, meant)
	}
	return fmt.Errorf("%w (without a file there are %s)", unreadable(err), strings.Join(names, ", "))
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
