package normalize

import (
	"fmt"
	"iter"
	"time"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/internal/class"
	"github.com/rulehound/rulehound/normalize/internal/derived"
	"github.com/rulehound/rulehound/normalize/internal/dialect"
	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/normalize/windows"
)

// Normalizer turns records into events. It is safe for concurrent use; what it
// remembers between records only saves work.
type Normalizer struct {
	dialects *dialect.Set
	classes  *class.Set
	derived  []derived.Field // to add
	accounts derived.Accounts
	zone     *time.Location // of clocks that do not say theirs
}

// Option sets up a [Normalizer].
type Option func(*Normalizer)

// WithTaxonomy takes the types of fields from t instead of the built-in table.
func WithTaxonomy(t *taxonomy.Table) Option {
	return func(n *Normalizer) { n.classes = class.NewSet(t) }
}

// WithZone says which zone the clocks have that do not name theirs; without it,
// and for nil, that is UTC.
func WithZone(zone *time.Location) Option {
	return func(n *Normalizer) {
		if zone != nil {
			n.zone = zone
		}
	}
}

// WithDerived adds fields that no log has and that are made of others, as far as
// wanted names them: SubjectAccountClass and TargetAccountClass say what kind of
// account it is, SubjectUser and TargetUser are DOMAIN\name, KeyNamePattern is
// KeyName without the GUID that makes it unique, ProcessInstance tells a process
// from another with its id, TaskCommand is what a scheduled task starts, MD5, SHA1,
// SHA256 and IMPHASH are what Sysmon has in Hashes,
// TimeCreated is the event's time where the log calls it otherwise, and TargetObject of a Security
// 4657 is the registry value as Sysmon writes it, RegistryValueSet and
// RegistryValueDeleted are it where that happened to it, RegistryDetails is what it
// was set to as Sysmon writes it, EventType says what happened.
// NewProcessUser and NewProcessLogonId are whose process a Security 4688 starts.
// ApplicationPath is Application of a Security 5156 below a drive, and ObjectPath
// ObjectName of a 4656 or 4663. PipelineContext and PipelineDetail are what the
// classic PowerShell's 800 says in place of ContextInfo and Payload. lists tells of
// accounts what no SID shows. Without names all of the fields are added; without
// this option only those from TargetObject on, by which rules written for Sysmon
// see other events.
func WithDerived(lists windows.Lists, wanted ...string) Option {
	return func(n *Normalizer) { n.derived, n.accounts.Lists = derived.Fields(wanted...), lists }
}

// New returns a Normalizer.
func New(opts ...Option) *Normalizer {
	n := &Normalizer{classes: class.NewSet(taxonomy.Windows()), dialects: dialect.NewSet(), zone: time.UTC, derived: derived.StandIns()}
	for _, opt := range opts {
		opt(n)
	}
	return n
}

// Event normalises rec and takes over its fields. The error of a record that
// holds no event wraps [event.ErrSkip].
func (n *Normalizer) Event(rec *event.Record) (*event.Event, error) {
	ev := &event.Event{}
	if err := n.Fill(ev, rec); err != nil {
		return nil, err
	}
	return ev, nil
}

// Fill is Event into the memory of an event that is done with.
func (n *Normalizer) Fill(ev *event.Event, rec *event.Record) error {
	return n.fill(ev, rec, &derived.Maker{Accounts: &n.accounts})
}

// fill is Fill with derived fields from m.
func (n *Normalizer) fill(ev *event.Event, rec *event.Record, m *derived.Maker) error {
	if len(rec.Fields) == 0 {
		return fmt.Errorf("%s: record %d has no fields: %w", rec.Source.File, rec.Source.Index, event.ErrSkip)
	}
	o := n.dialects.Open(rec.Fields)
	*ev = event.Event{Source: rec.Source, Dialect: o.Name, Fields: o.Dialect.Sort(o.Fields)}
	identify(ev)
	rendered(ev)
	c := n.classes.Of(ev)
	c.Give(ev)
	c.NameInserts(ev)
	for i := range ev.Fields {
		f := &ev.Fields[i]
		if class.IsInterpreted(f.Section) {
			c.Interpret(f, c.Field(f.Name))
		} else if f.Section == event.Envelope {
			dialect.OwnPath(f)
		}
	}
	c.NameAccess(ev)
	ev.Time = o.Dialect.Time(ev.Fields.In)
	o.Wrap(ev)
	if ev.Time.IsZero() {
		ev.Time, ev.TimeAssumed = o.Dialect.WallTime(ev.Fields.In, n.zone)
	}
	m.Add(ev, n.derived)
	if ev.Channel == "" && !ev.HasEventID && o.Dialect.Name() == "flat" {
		ev.Nearest = n.dialects.Nearest(ev.Fields)
	}
	return nil
}

// Class returns the class of events that say so of themselves.
func (n *Normalizer) Class(channel, provider string, id uint32) event.Class {
	return n.classes.Of(&event.Event{Channel: channel, Provider: provider, EventID: id}).Class
}

// Events normalises recs one by one. Errors pass through.
func (n *Normalizer) Events(recs iter.Seq2[*event.Record, error]) iter.Seq2[*event.Event, error] {
	return func(yield func(*event.Event, error) bool) {
		for rec, err := range recs {
			var ev *event.Event
			if err == nil {
				ev, err = n.Event(rec)
			}
			if !yield(ev, err) {
				return
			}
		}
	}
}
