package evtx_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/evtx"
	"github.com/rulehound/rulehound/normalize/source/evtx/internal/evtxtest"
)

// three is a chunk of three records, of ids 1 to 3, and where they begin. The
// first brings the templates of all along.
func three() (*evtxtest.Chunk, []int) {
	c := evtxtest.NewChunk()
	var at []int
	for id := range uint16(3) {
		at = append(at, c.System(id+1, "a", func(x evtxtest.XMLWriter) {
			x.Element("EventData", func() { x.Data("Name", x.Value(0, evtxtest.String)) })
		}, evtxtest.Value{Type: evtxtest.String, Data: evtxtest.UTF16(fmt.Sprint("record ", id+1))}))
	}
	return c, append(at, len(c.B))
}

// outcome reads a log and says which event ids came out and which losses, "kind bytes@offset".
func outcome(t *testing.T, log []byte) (ids string, losses []string) {
	t.Helper()
	records, lost := read(t, bytes.NewReader(log))
	for i, r := range records {
		id, _ := r.Fields.In(event.System, "EventID")
		ids += id.Raw()
		if r.Source.Index != int64(i) {
			t.Errorf("record %d has index %d", i, r.Source.Index)
		}
	}
	for _, l := range lost {
		if l.Kind == evtx.BadChecksum {
			continue // of no matter here
		}
		losses = append(losses, fmt.Sprintf("%s %d@%d", l.Kind, l.Bytes, l.Source.Offset))
	}
	return ids, losses
}

func TestDamage(t *testing.T) {
	const start = 4 << 10
	_, at := three()
	tests := []struct {
		name   string
		damage func(log []byte) []byte
		ids    string
		losses []string
	}{
		{"none", func(log []byte) []byte { return log }, "123", nil},
		{"counts in headers", func(log []byte) []byte {
			copy(log[8:128], bytes.Repeat([]byte{0xff}, 120))
			copy(log[start+8:start+48], bytes.Repeat([]byte{0xff}, 40))
			return log
		}, "123", nil},
		{"header alone", func(log []byte) []byte { return log[:start] }, "", nil},
		{"empty slot before it", func(log []byte) []byte {
			return slices.Concat(log[:start], make([]byte, 64<<10), log[start:])
		}, "123", nil},
		{"foreign chunk before it", func(log []byte) []byte {
			return slices.Concat(log[:start], bytes.Repeat([]byte("x"), 64<<10), log[start:])
		}, "123", []string{"bad chunk 65536@4096"}},
		{"cut behind the last record", func(log []byte) []byte { return log[:start+at[3]] }, "123", nil},
		{"cut in the last record", func(log []byte) []byte { return log[:start+at[3]-8] }, "12",
			[]string{fmt.Sprintf("cut off at the end %d@%d", at[3]-8-at[2], start+at[2])}},
		{"cut in a chunk's header", func(log []byte) []byte { return log[:start+4] }, "",
			[]string{"cut off at the end 4@4096"}},
		{"no size behind a record", func(log []byte) []byte {
			clear(log[start+at[2]-4 : start+at[2]])
			return log
		}, "123", []string{fmt.Sprintf("torn record %d@%d", at[2]-at[1], start+at[1])}},
		{"a record of size 0", func(log []byte) []byte {
			clear(log[start+at[1]+4 : start+at[1]+8])
			return log
		}, "13", []string{fmt.Sprintf("torn record %d@%d", at[2]-at[1], start+at[1])}},
		{"a zeroed tail", func(log []byte) []byte {
			clear(log[start+at[1] : start+at[3]])
			return log
		}, "1", []string{fmt.Sprintf("torn record %d@%d", at[3]-at[1], start+at[1])}},
		{"the record with the templates has no header", func(log []byte) []byte {
			log[start+at[0]] = 0
			return log
		}, "23", []string{fmt.Sprintf("torn record %d@%d", at[1]-at[0], start+at[0])}},
		{"the record with the templates is lost", func(log []byte) []byte {
			clear(log[start+at[0] : start+at[1]])
			return log
		}, "", []string{
			fmt.Sprintf("torn record %d@%d", at[1]-at[0], start+at[0]),
			fmt.Sprintf("lost template %d@%d", at[2]-at[1], start+at[1]),
			fmt.Sprintf("lost template %d@%d", at[3]-at[2], start+at[2]),
		}},
		{"another template where the record's was", func(log []byte) []byte {
			log[start+at[1]+30]++
			return log
		}, "13", []string{fmt.Sprintf("lost template %d@%d", at[2]-at[1], start+at[1])}},
		{"too many values", func(log []byte) []byte {
			binary.LittleEndian.PutUint32(log[start+at[1]+38:], 1<<31)
			return log
		}, "13", []string{fmt.Sprintf("malformed record %d@%d", at[2]-at[1], start+at[1])}},
		{"records given up", func(log []byte) []byte {
			binary.LittleEndian.PutUint32(log[start+48:], uint32(at[2]))
			return log
		}, "12", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, _ := three()
			ids, losses := outcome(t, tt.damage(evtxtest.File(c)))
			if ids != tt.ids || !slices.Equal(losses, tt.losses) {
				t.Errorf("got %s %q, want %s %q", ids, losses, tt.ids, tt.losses)
			}
		})
	}
}

func TestNotALog(t *testing.T) {
	for name, tt := range map[string]struct{ log, want string }{
		"empty":         {"", "not an EVTX file"},
		"something":     {"<Events/>", "not an EVTX file"},
		"cut in header": {"ElfFile\x00 and little more", "ends in its header"},
		"header only":   {strings.Repeat("\x00", 4<<10), "not an EVTX file"},
		"zeros":         {strings.Repeat("\x00", 100<<10), "not an EVTX file"},
	} {
		t.Run(name, func(t *testing.T) {
			var errs []error
			for rec, err := range evtx.Records(context.Background(), strings.NewReader(tt.log), "a.evtx") {
				if rec != nil {
					t.Error("a record")
				}
				errs = append(errs, err)
			}
			if len(errs) != 1 || errors.Is(errs[0], event.ErrSkip) || !strings.Contains(errs[0].Error(), "a.evtx: ") || !strings.Contains(errs[0].Error(), tt.want) {
				t.Errorf("got %v, want %q", errs, tt.want)
			}
		})
	}
}

// A log with a damaged header is read by its chunks.
func TestNoHeader(t *testing.T) {
	c, _ := three()
	log := evtxtest.File(c)
	clear(log[:4<<10])
	n := 0
	for _, err := range evtx.Records(context.Background(), bytes.NewReader(log), "a.evtx") {
		if err != nil {
			t.Error(err)
		}
		n++
	}
	if n != 3 {
		t.Errorf("%d records, want 3", n)
	}
}

func TestInputFails(t *testing.T) {
	c, _ := three()
	broken := errors.New("broken pipe")
	log := append(evtxtest.File(c), evtxtest.File(c)[4<<10:]...)
	var last error
	n := 0
	for rec, err := range evtx.Records(context.Background(), &failing{log[:4<<10+64<<10+100], broken}, "a.evtx") {
		if rec != nil {
			n++
		}
		last = err
	}
	if n != 3 || !errors.Is(last, broken) || errors.Is(last, event.ErrSkip) || !strings.Contains(last.Error(), "byte 69732") {
		t.Errorf("%d records, then %v", n, last)
	}
}

// failing is an input that ends with err.
type failing struct {
	b   []byte
	err error
}

func (f *failing) Read(p []byte) (int, error) {
	if len(f.b) == 0 {
		return 0, f.err
	}
	n := copy(p, f.b)
	f.b = f.b[n:]
	return n, nil
}

func TestStops(t *testing.T) {
	c, _ := three()
	n := 0
	for range evtx.Records(context.Background(), bytes.NewReader(evtxtest.File(c)), "a.evtx") {
		n++
		break
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, err := range evtx.Records(ctx, bytes.NewReader(evtxtest.File(c)), "a.evtx") {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled: got %v", err)
		}
		n++
	}
	if n != 2 {
		t.Errorf("yielded %d times, want 2", n)
	}
}

// TestRandomDamage reads logs with random bytes in them: each is read to its
// end in reasonable time, and every byte of a chunk is in a record or a loss.
func TestRandomDamage(t *testing.T) {
	c, _ := three()
	for id := range uint16(200) {
		c.System(id, "a", nil, evtxtest.Value{Type: evtxtest.String, Data: evtxtest.UTF16("more")})
	}
	c.NoSums = true
	sound := evtxtest.File(c)
	rnd := rand.New(rand.NewPCG(1, 2))
	rounds := 300
	if testing.Short() {
		rounds = 30
	}
	for round := range rounds {
		log := bytes.Clone(sound)
		for range 1 + rnd.IntN(40) {
			log[4<<10+512+rnd.IntN(len(c.B)-512)] = byte(rnd.Uint32())
		}
		began := time.Now()
		records, losses := read(t, bytes.NewReader(log))
		if d := time.Since(began); d > 5*time.Second {
			t.Fatalf("round %d took %v", round, d)
		}
		torn := 0 // records that may be decoded all the same
		for _, l := range losses {
			if l.Kind == evtx.TornRecord {
				torn++
			}
		}
		if n := len(records) + len(losses); n == 0 || n > 203+torn {
			t.Errorf("round %d: %d records and %d losses", round, len(records), len(losses))
		}
	}
}
