package evtxtest

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Describe returns the records that a text describes: an EVTX file's worth of
// them, the way a person would write them down.
//
//	event 5059
//	channel Security
//	computer CA02.contoso.local
//	time 2024-05-21T09:14:37.4021173Z
//	data SubjectUserSid sid S-1-5-18
//	data KeyName string Contoso Issuing CA 2
//	data Big*1000 string*5000 x
//	message Key file operation.
//	plain
//
// Each "event" begins a record, which takes over from the one before what it
// does not say itself, but for its data, message and damage. Big is one value of
// 5,000 letters for which the template has 1,000 places. Lines that are empty or begin with #
// say nothing.
func Describe(text string) ([]Event, error) {
	var events []Event
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		key, rest, _ := strings.Cut(line, " ")
		if key == "event" {
			next := Event{}
			if len(events) > 0 {
				next = events[len(events)-1]
				next.Data, next.Message, next.Damage = nil, "", ""
				if next.Record > 0 {
					next.Record++
				}
			}
			events = append(events, next)
		}
		if len(events) == 0 {
			return nil, fmt.Errorf("line %d: %q before the first event", i+1, key)
		}
		if err := events[len(events)-1].set(key, rest); err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
	}
	return events, nil
}

// set takes over what one line says.
func (e *Event) set(key, rest string) (err error) {
	number := func(bits int) (n uint64) {
		n, err = strconv.ParseUint(rest, 0, bits)
		return n
	}
	switch key {
	case "event":
		e.ID = uint16(number(16))
	case "channel":
		e.Channel = rest
	case "provider":
		e.Provider, e.ProviderGUID, _ = strings.Cut(rest, " ")
	case "computer":
		e.Computer = rest
	case "time":
		e.Time, err = time.Parse(time.RFC3339Nano, rest)
	case "record":
		e.Record = number(64)
	case "version":
		e.Version = byte(number(8))
	case "level":
		e.Level = byte(number(8))
	case "task":
		e.Task = uint16(number(16))
	case "opcode":
		e.Opcode = byte(number(8))
	case "keywords":
		e.Keywords = number(64)
	case "process":
		e.Process = uint32(number(32))
	case "thread":
		e.Thread = uint32(number(32))
	case "user":
		e.User = rest
	case "message":
		e.Message = rest
	case "plain":
		e.Plain = true
	case "damage":
		e.Damage = rest
	case "data":
		return e.setData(rest)
	default:
		return fmt.Errorf("%q says nothing of an event", key)
	}
	return err
}

// setData takes over "Name type value"; both words may say *how often.
func (e *Event) setData(rest string) error {
	name, rest, _ := strings.Cut(rest, " ")
	typ, text, _ := strings.Cut(rest, " ")
	name, times, err1 := often(name)
	typ, repeats, err2 := often(typ)
	text = strings.Repeat(text, repeats)
	v, err := Parse(typ, text)
	e.Data = append(e.Data, Datum{name, v, text, times})
	return errors.Join(err1, err2, err)
}

// often splits "word*7".
func often(word string) (string, int, error) {
	word, times, ok := strings.Cut(word, "*")
	if !ok {
		return word, 1, nil
	}
	n, err := strconv.ParseUint(times, 10, 15)
	return word, int(n), err
}

// Log returns an EVTX file of the events, as many chunks as it takes. None of
// them may take more than 4 KiB.
func Log(events []Event) []byte {
	const enough = 4 << 10
	chunks := []*Chunk{NewChunk()}
	for _, e := range events {
		c := chunks[len(chunks)-1]
		if cap(c.B)-len(c.B) < enough {
			next := NewChunk()
			next.First = c.first() + c.records
			chunks, c = append(chunks, next), next
		}
		c.Event(e)
	}
	return File(chunks...)
}
