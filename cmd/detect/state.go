package main

import (
	"bytes"
	"errors"
	"io/fs"
	"os"

	"github.com/rulehound/rulehound/engine/replay"
	"github.com/rulehound/rulehound/engine/sink"
)

// state is the file that keeps what correlations know. The one that was there
// stays until the run is over; without a file nothing is kept.
type state struct{ *sink.File }

// openState makes r go on from the file and write it.
func openState(file string, r *replay.Replay) (state, error) {
	if file == "" {
		return state{}, nil
	}
	before, err := os.ReadFile(file)
	if err == nil {
		r.State = bytes.NewReader(before)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return state{}, err
	}
	f, err := sink.Create(file)
	r.SaveState = f
	return state{f}, err
}

// Commit puts the file in its place.
func (s state) Commit() error {
	if s.File == nil {
		return nil
	}
	return s.File.Commit()
}

// Abort leaves the file that was there, unless Commit came before.
func (s state) Abort() {
	if s.File != nil {
		s.File.Abort()
	}
}
