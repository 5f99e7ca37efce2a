package evtx_test

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/evtx"
	"github.com/rulehound/rulehound/normalize/source/evtx/internal/evtxtest"
)

// TestOddLogs holds what real logs do that a reader would not expect.
func TestOddLogs(t *testing.T) {
	has := func(name string, ok func(event.Value) bool) func(*event.Record) bool {
		return func(r *event.Record) bool {
			return slices.ContainsFunc(r.Fields, func(f event.Field) bool { return f.Name == name && ok(f.Value) })
		}
	}
	is := func(text string) func(event.Value) bool { return func(v event.Value) bool { return v.Raw() == text } }
	kind := func(k event.Kind) func(event.Value) bool { return func(v event.Value) bool { return v.Kind() == k } }
	and := func(all ...func(*event.Record) bool) func(*event.Record) bool {
		return func(r *event.Record) bool {
			return !slices.ContainsFunc(all, func(f func(*event.Record) bool) bool { return !f(r) })
		}
	}
	first := func(name, text string) func(*event.Record) bool {
		return func(r *event.Record) bool { v, ok := r.Fields.Get(name); return ok && v.Raw() == text }
	}
	odd := "evtx/odd/"
	tests := []struct {
		name, log string
		match     func(*event.Record) bool
		count     int
	}{
		{"a SizeT is shown as Windows does", odd + "Security_with_size_t.evtx", has("ProcessId", kind(event.Hex)), 434},
		{"two Data of one name are both kept", odd + "Security_with_size_t.evtx", func(r *event.Record) bool {
			return len(slices.Collect(r.Fields.Values("LogonGuid"))) == 2
		}, 92},
		{"any number but 0 is true", odd + "sample-with-irregular-bool-values.evtx", has("IsMachine", is("true")), 457},
		{"an empty Channel is empty", odd + "etw_rpc_zerologon.evtx", first("Channel", ""), 415},
		{"what EventData holds beside Data is kept", odd + "kernel_processor_power_complexdata.evtx", has("IdleState", kind(event.Binary)), 1},
		{"references are characters", odd + "ID1116-1117-Defender_threat_detected.evtx", has("FWLink", func(v event.Value) bool { return strings.Contains(v.Raw(), "&name=") }), 6},
		{"names may have blanks", odd + "ID1116-1117-Defender_threat_detected.evtx", has("Error Code", is("0x00000000")), 6},
		{"EventData and RenderingInfo in one value, and System not shadowed", odd + "E_Windows_system32_winevt_logs_Microsoft-Windows-Shell-Core%4Operational.evtx",
			and(has("SelectionData", kind(event.Text)), has("Message", kind(event.Text)), has("RenderedChannel", kind(event.Text)), first("Channel", "Microsoft-Windows-Shell-Core/Operational")), 2},
		{"records without templates", odd + "ID4622-New_SSP_loaded_in_LSA_only_legitim_.evtx", has("EventID", kind(event.Text)), 420},
		{"an empty element has a value", "key-events/evtx/omerbenamram-evtx-security.evtx", has("ServiceShutdown", is("")), 36},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			manifest[struct{}](t, "evtx")
			records, _ := read(t, open(t, tt.log))
			n := 0
			for _, r := range records {
				if tt.match(r) {
					n++
				}
			}
			if n != tt.count || n == 0 {
				t.Errorf("%s: %d of %d records, want %d", tt.log, n, len(records), tt.count)
			}
		})
	}
}

func TestCarve(t *testing.T) {
	tests := []struct {
		log                string
		live, carved, lost int
	}{
		{"evtx/odd/RDPAuth_LocalSessionManager.evtx", 0, 3, 31},
		{"evtx/odd/Powershell-Invoke-Obfuscation-many.evtx", 0, 328, 1},
		{"evtx/odd/etw_rpc_zerologon.evtx", 415, 138, 0},
	}
	for _, tt := range tests {
		manifest[struct{}](t, "evtx")
		live, carved, lost := 0, 0, 0
		for rec, err := range evtx.Records(context.Background(), open(t, tt.log), "a.evtx", evtx.WithCarve()) {
			switch {
			case err != nil:
				lost++
			case rec.Source.Carved:
				carved++
			default:
				live++
			}
		}
		if tt.live != 0 && live != tt.live || carved != tt.carved || lost != tt.lost {
			t.Errorf("%s: %d live, %d carved, %d lost records, want %+v", tt.log, live, carved, lost, tt)
		}
	}
}

// TestCarvedRecordsAreMarked gives up the last of three records.
func TestCarvedRecordsAreMarked(t *testing.T) {
	c, at := three()
	log := evtxtest.File(c)
	chunk := log[4<<10:]
	chunk[48], chunk[49] = byte(at[2]), byte(at[2]>>8)
	evtxtest.Seal(chunk)
	for _, opts := range [][]evtx.Option{nil, {evtx.WithCarve()}} {
		var carved []bool
		for rec, err := range evtx.Records(context.Background(), bytes.NewReader(log), "a.evtx", opts...) {
			if err != nil {
				t.Fatal(err)
			}
			carved = append(carved, rec.Source.Carved)
		}
		want := []bool{false, false, true}[:2+len(opts)]
		if !slices.Equal(carved, want) {
			t.Errorf("carved: %v, want %v", carved, want)
		}
	}
}

func TestChecksums(t *testing.T) {
	tests := []struct {
		name   string
		change func(chunk []byte)
		noSums bool
		want   int
	}{
		{"none", func([]byte) {}, false, 0},
		{"a record", func(c []byte) { c[512+16]++ }, false, 1}, // its time of writing
		{"the header", func(c []byte) { c[200]++ }, false, 1},
		{"there are no checksums", func(c []byte) { c[512+16]++ }, true, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, _ := three()
			c.NoSums = tt.noSums
			log := evtxtest.File(c)
			tt.change(log[4<<10:])
			records, losses := read(t, bytes.NewReader(log))
			if len(records) != 3 || len(losses) != tt.want || tt.want > 0 && losses[0].Kind != evtx.BadChecksum {
				t.Errorf("%d records, losses %v", len(records), losses)
			}
		})
	}
}
