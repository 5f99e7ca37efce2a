package windows

import (
	"embed"
	"encoding/csv"
	"fmt"
)

//go:embed data/*.csv data/codes
var data embed.FS

// rows reads one of our own tables without its heading.
func rows(name string) [][]string {
	f, err := data.Open("data/" + name)
	if err != nil {
		panic(fmt.Errorf("windows: %w", err))
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		panic(fmt.Errorf("windows: %s: %w", name, err))
	}
	return all[1:]
}
