package source

import (
	"errors"
	"slices"
	"strings"

	"github.com/rulehound/rulehound/normalize/source/internal/loss"
)

// Stats says what was read from a File and what could not be.
type Stats struct {
	Format  string // evtx, xml, json; several joined by commas for an archive
	Records int64
	Bytes   int64  // of the logs, without compression
	Losses  []Loss // sorted by kind
}

// Loss counts what was lost for one reason.
type Loss struct {
	Kind  string // a stable word, such as "torn record"
	Count int64
	Bytes int64 // as far as known
}

// Stats says what has been read so far. It is not safe to call while another
// goroutine reads the File.
func (f *File) Stats() Stats {
	s := f.stats
	s.Losses = slices.Clone(s.Losses)
	return s
}

// has notes that a log of that format is part of the File.
func (s *Stats) has(f format) {
	if s.Format == "" {
		s.Format = string(f)
	} else if !slices.Contains(strings.Split(s.Format, ","), string(f)) {
		s.Format += "," + string(f)
	}
}

// lose counts a loss.
func (s *Stats) lose(err error) {
	l := Loss{Kind: loss.Malformed, Count: 1}
	if e, ok := errors.AsType[*loss.Error](err); ok {
		l.Kind, l.Bytes = e.Kind, e.Bytes
	}
	s.addLoss(l)
}

func (s *Stats) addLoss(l Loss) {
	i, found := slices.BinarySearchFunc(s.Losses, l.Kind, func(l Loss, kind string) int { return strings.Compare(l.Kind, kind) })
	if !found {
		s.Losses = slices.Insert(s.Losses, i, Loss{Kind: l.Kind})
	}
	s.Losses[i].Count += l.Count
	s.Losses[i].Bytes += l.Bytes
}

// add adds the records and losses of o.
func (s *Stats) add(o *Stats) {
	s.Records += o.Records
	for _, l := range o.Losses {
		s.addLoss(l)
	}
}
