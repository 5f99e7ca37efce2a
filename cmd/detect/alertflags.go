package main

import (
	"io"

	"github.com/spf13/pflag"

	"github.com/rulehound/rulehound/engine/sink"
)

// alertFlags say how and where alerts are written.
type alertFlags struct {
	format, file string
}

func (f *alertFlags) register(fl *pflag.FlagSet) {
	fl.StringVar(&f.format, "format", "", "text, jsonl or json (default: text on a terminal, jsonl elsewhere)")
	fl.StringVarP(&f.file, "output", "o", "", "write the alerts to this `FILE`, which appears whole or not at all")
}

func (f *alertFlags) valid() error {
	return oneOf("--format", f.format, unset([]string{"text", "jsonl", "json"})...)
}

// alerts is where alerts go.
type alerts struct {
	sink sink.Sink
	file *sink.File // nil: standard output
}

func (a *app) openAlerts(f *alertFlags) (*alerts, error) {
	var out alerts
	var w io.Writer = a.stdout
	terminal := a.stdoutTerminal
	if f.file != "" {
		file, err := sink.Create(f.file)
		if err != nil {
			return nil, err
		}
		w, out.file, terminal = file, file, false
	}
	format := f.format
	if format == "" && terminal {
		format = "text"
	}
	switch format {
	case "text":
		out.sink = sink.Text(w, sink.TextOptions{Color: a.colours(terminal)})
	case "json":
		out.sink = sink.JSON(w)
	default:
		out.sink = sink.JSONL(w)
	}
	return &out, nil
}

// commit ends the output and puts the file in its place.
func (o *alerts) commit() error {
	if err := o.sink.Close(); err != nil || o.file == nil {
		return err
	}
	return o.file.Commit()
}

// abort throws away what is not committed.
func (o *alerts) abort() {
	if o.file != nil {
		o.file.Abort()
	}
}
