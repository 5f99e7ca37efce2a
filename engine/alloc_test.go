package engine_test

import (
	"fmt"
	"syscall"
	"testing"
	"time"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/ir"
)

// many returns n rules for process creation as they are usually written.
func many(n int) []*rules.Rule {
	rs := make([]*rules.Rule, n)
	for i := range rs {
		image := field("Image", ir.EndsWith, fmt.Sprintf(`\tool%d.exe`, i%97), `\powershell.exe`)
		original := field("OriginalFileName", ir.Equals, fmt.Sprintf("Tool%d.EXE", i%97))
		command := field("CommandLine", ir.Contains, fmt.Sprintf(" -option%d ", i), fmt.Sprintf("/x%d", i))
		parent := field("ParentImage", ir.StartsWith, `C:\Program Files\`)
		rs[i] = rule(fmt.Sprint(i), processCreation, and(or(image, original), command, not(named("filter", parent))))
	}
	rs[0] = rule("keywords", anyWindows, keyword("sekurlsa::logonpasswords", "kerberos::golden"))
	rs[1].Condition = and(field("CommandLine", ir.Regexp), rs[1].Condition)
	return rs
}

// aProcess is a process creation event with all the fields that Sysmon gives.
func aProcess(command string) *event.Event {
	return sysmon1(
		data("UtcTime", "2024-05-06 07:08:09.123"), data("ProcessGuid", "{0f1e2d3c-0001-0002-0300-000000000400}"),
		event.Field{Name: "ProcessId", Section: event.EventData, Value: event.UintValue(4242)},
		data("Image", `C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe`), data("FileVersion", "10.0.22621.1 (WinBuild.160101.0800)"),
		data("Description", "Windows PowerShell"), data("Product", "Microsoft® Windows® Operating System"), data("Company", "Microsoft Corporation"),
		data("OriginalFileName", "PowerShell.EXE"), data("CommandLine", command), data("CurrentDirectory", `C:\Users\Änne\`),
		data("User", `CORP\aenne`), event.Field{Name: "LogonId", Section: event.EventData, Value: event.HexText("0x3E7", 999)},
		data("IntegrityLevel", "High"), data("Hashes", "SHA256=00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF"),
		data("ParentImage", `C:\Windows\explorer.exe`), data("ParentCommandLine", "explorer.exe"))
}

func TestMatchDoesNotAllocate(t *testing.T) {
	e := compile(t, many(500)...)
	w := e.Worker()
	for name, ev := range map[string]*event.Event{
		"nothing near": aProcess(`powershell.exe -NoProfile -Command "Get-ChildItem -Recurse"`),
		"candidates":   aProcess(`powershell.exe -option7x -option8x -NoProfile ÄÖ \u212a`),
		"no such log":  newEvent("Application", "x", 1000, data("Data", "text")),
		"says nothing": newEvent("", "", 0, data("CommandLine", "cmd.exe /c dir")),
	} {
		e.Indexed(ev)
		for caller, match := range map[string]func() (int, error){
			"worker": func() (int, error) { alerts, err := w.Match(nil, ev); return len(alerts), err },
			"engine": func() (int, error) { alerts, err := e.Match(nil, ev); return len(alerts), err },
		} {
			if caller == "engine" && racing {
				continue // the pool of workers forgets some
			}
			if n, err := match(); n != 0 || err != nil {
				t.Fatalf("%s: %d alerts, %v", name, n, err)
			}
			if n := testing.AllocsPerRun(100, func() { match() }); n >= 1 {
				t.Errorf("%s, %s: %v allocations", name, caller, n)
			}
		}
	}
}

// BenchmarkMatchMade matches a hand-made event against rules made by the dozen.
func BenchmarkMatchMade(b *testing.B) {
	for _, n := range []int{100, 1000, 10000} {
		e := compile(b, many(n)...)
		for name, command := range map[string]string{
			"quiet": `powershell.exe -NoProfile -Command "Get-ChildItem -Recurse"`,
			"hit":   `powershell.exe -NoProfile -option42 -Command "Get-ChildItem"`,
		} {
			ev := aProcess(command)
			b.Run(fmt.Sprintf("events=%s/rules=%d", name, n), func(b *testing.B) { benchmarkWorker(b, e, ev) })
		}
	}
}

func benchmarkWorker(b *testing.B, e *engine.Engine, evs ...*event.Event) {
	w := e.Worker()
	matchAll(b, w, evs) // compiles what the events need
	e.Indexed(evs...)
	b.ReportAllocs()
	i, start := 0, processorTime(b)
	for b.Loop() {
		if _, err := w.Match(nil, evs[i%len(evs)]); err != nil {
			b.Fatal(err)
		}
		i++
	}
	b.ReportMetric(float64(processorTime(b)-start)/float64(b.N), "cpu-ns/event")
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
}

// processorTime is what the process has used. A busy machine disturbs it less
// than the time of day.
func processorTime(b *testing.B) time.Duration {
	var ru syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &ru); err != nil {
		b.Fatal(err)
	}
	return time.Duration(ru.Utime.Nano() + ru.Stime.Nano())
}
