package evtx_test

import (
	"bytes"
	"context"
	"slices"
	"strconv"
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
	any := func(event.Value) bool { return true }
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
		{"the number in a record's header is another one", odd + "PanacheSysmon_vs_AtomicRedTeam01.evtx", func(r *event.Record) bool {
			id, _ := r.Fields.In(event.System, "EventRecordID")
			return id.Raw() == strconv.FormatUint(r.Source.Record, 10) && r.Source.Record > 1000
		}, 565},
		{"records without templates, with RenderingInfo", odd + "MSExchange_Management_wec.evtx", has("Data", any), 1},
		{"records without templates, with UserData", odd + "ID1149-RDP_success_logins_to_multiple_hosts.evtx", has("Param1", any), 11},
		{"records without templates, of a classic provider", odd + "ID800-4103-Interactive_PipeShell_over_named_pipe_server_and_client_.evtx", has("Data", any), 13},
		{"plain elements inside of a template's", odd + "E_Windows_system32_winevt_logs_Microsoft-Windows-CAPI2%4Operational.evtx", func(r *event.Record) bool {
			return slices.ContainsFunc(r.Fields, func(f event.Field) bool { return strings.Count(f.Path, ".") >= 4 })
		}, 81},
		{"a log without checksums", odd + "Application_no_crc32.evtx", has("EventID", any), 17},
		{"chunks in another order than their records", odd + "2-system-Microsoft-Windows-LiveId%4Operational.evtx", has("EventID", any), 399},
		{"an EventID with Qualifiers", odd + "sample-with-zero-data-size-event.evtx", has("EventID_Qualifiers", any), 99},
		{"EventData with a name", odd + "sample-with-zero-data-size-event.evtx", has("EventData.Name", any), 12},
		{"many Data without a name, empty ones included", "evtx/mdecrevoisier/ID6-Failed_to_install_an_Exchange_transport_agent.evtx", func(r *event.Record) bool {
			data := slices.Collect(r.Fields.Values("Data"))
			return len(data) > 20 && slices.ContainsFunc(data, is(""))
		}, 4},
		{"an error in place of data", odd + "LM_winrm_target_wrmlogs_91_wsmanShellStarted_poorLog.evtx", has("ErrorCode", any), 1},
		{"control characters are kept", odd + "security_bad_string_cache.evtx", has("MinPasswordAge", func(v event.Value) bool { return strings.Contains(v.Raw(), "\x03") }), 1},
		{"line ends at the end are kept", "evtx/mdecrevoisier/ID4661-Local_group_enumeration_with_RID_brutforce_with_CME.evtx", has("AccessList", func(v event.Value) bool { return strings.HasSuffix(v.Raw(), "\r\n\t\t\t\t") }), 54},
		{"blanks at the end are kept", odd + "security_bad_string_cache.evtx", has("LogonProcessName", is("Advapi  ")), 418},
		{"codes of messages are left as they are", "evtx/mdecrevoisier/ID4719-Audit_policy_deactivation.evtx", has("AuditPolicyChanges", func(v event.Value) bool { return strings.HasPrefix(v.Raw(), "%%8448") }), 30},
		{"GUIDs have braces and upper case", "evtx/mdecrevoisier/ID4719-Audit_policy_deactivation.evtx", has("SubcategoryGuid", is("{0CCE9210-69AE-11D9-BED3-505054503030}")), 1},
		{"hexadecimal numbers have no padding", odd + "security_bad_string_cache.evtx", has("SubjectLogonId", is("0x3e7")), 1871},
		{"keywords are hexadecimal", odd + "security_bad_string_cache.evtx", has("Keywords", is("0x8020000000000000")), 2224},
		{"SIDs are not resolved", odd + "security_bad_string_cache.evtx", has("SubjectUserSid", is("S-1-5-18")), 1875},
		{"Sysmon's process ids are decimal", odd + "PanacheSysmon_vs_AtomicRedTeam01.evtx", has("ProcessId", kind(event.Uint)), 558},
		{"times have seven digits", odd + "PanacheSysmon_vs_AtomicRedTeam01.evtx", has("TimeCreated", func(v event.Value) bool { return len(v.Raw()) == len("2019-04-27T15:57:25.8688632Z") }), 565},
		{"ANSI text", odd + "2-system-Microsoft-Windows-LiveId%4Operational.evtx", has("Value", func(v event.Value) bool { return strings.Contains(v.Raw(), "Envelope") }), 247},
		{"a system time has three digits", odd + "2-system-Microsoft-Windows-LiveId%4Operational.evtx", has("Created", func(v event.Value) bool { return len(v.Raw()) == len("2019-03-08T23:23:05.000Z") }), 124},
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
