package replay_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/engine/replay"
	"github.com/rulehound/rulehound/engine/sink"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/sigma"
)

// The made set is events and rules of the common kinds out of a few words, the
// same on every machine, for where there are no corpora. Its texts are more alike
// than real ones: it shows what changes, real logs show how fast it is.

const (
	madeRules  = 2400
	madeEvents = 10000
)

var (
	madePrograms = []string{`C:\Windows\System32\svchost.exe`, `C:\Windows\System32\cmd.exe`, `C:\Windows\explorer.exe`,
		`C:\Program Files\Vendor\agent.exe`, `C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe`, `C:\Users\ann\AppData\Local\Temp\setup.exe`}
	madeWords = strings.Fields(`archive backup cache config daemon domain driver export folder gateway install kernel library
		machine network object policy process query record remote script service session shadow socket status system target token user vault window`)
)

// madeKinds are the kinds of events, their fields (p: a program, t: a text of a few
// words, l: a long one, h: a hash), and how many of a hundred are of them.
var madeKinds = []struct {
	channel, category, fields string
	id, share                 int
}{
	{"Microsoft-Windows-Sysmon/Operational", "process_access", "SourceImage=p TargetImage=p GrantedAccess=h CallTrace=l", 10, 40},
	{"Microsoft-Windows-Sysmon/Operational", "image_load", "Image=p ImageLoaded=p Hashes=h Company=t Description=t", 7, 15},
	{"Microsoft-Windows-Sysmon/Operational", "registry_set", "Image=p TargetObject=t Details=t", 13, 15},
	{"Microsoft-Windows-Sysmon/Operational", "file_event", "Image=p TargetFilename=t", 11, 10},
	{"Microsoft-Windows-Sysmon/Operational", "process_creation", "Image=p CommandLine=t ParentImage=p ParentCommandLine=t User=t Hashes=h CurrentDirectory=t", 1, 10},
	{"Microsoft-Windows-PowerShell/Operational", "ps_script", "ScriptBlockText=l Path=p", 4104, 10},
}

// madeValue returns a value of a sort of field.
func madeValue(r *rand.Rand, sort string) string {
	switch sort {
	case "p":
		return madePrograms[r.IntN(len(madePrograms))]
	case "h":
		return fmt.Sprintf("SHA256=%016X%016X", r.Uint64(), r.Uint64())
	}
	if sort == "l" {
		return madeText(r, 150)
	}
	return madeText(r, 6)
}

// madeText returns a text of n words.
func madeText(r *rand.Rand, n int) string {
	words := make([]string, n)
	for i := range words {
		words[i] = madeWords[r.IntN(len(madeWords))]
	}
	return strings.Join(words, " ")
}

// madeLog returns events as NXLog writes them.
func madeLog() []byte {
	r := rand.New(rand.NewPCG(1, 2))
	var log []byte
	for n := range madeEvents {
		i, at := 0, r.IntN(100)
		for at >= madeKinds[i].share {
			at -= madeKinds[i].share
			i++
		}
		k := &madeKinds[i]
		ev := map[string]any{
			"EventTime": time.Date(2024, 5, 1, 0, 0, n, 0, time.UTC).Format(time.DateTime), "Channel": k.channel, "EventID": k.id, "Hostname": "host.example",
			"SourceName": strings.TrimSuffix(k.channel, "/Operational"), "RecordNumber": n, "Message": madeValue(r, "l"), "Severity": "INFO", "EventType": "INFO",
		}
		for f := range strings.FieldsSeq(k.fields) {
			name, sort, _ := strings.Cut(f, "=")
			ev[name] = madeValue(r, sort)
		}
		line, _ := json.Marshal(ev)
		log = append(append(log, line...), '\n')
	}
	return log
}

// madeFiles returns rules that ask for a program or a word, and three words in a row.
func madeFiles() fstest.MapFS {
	r := rand.New(rand.NewPCG(3, 4))
	files := fstest.MapFS{}
	for n := range madeRules {
		k := &madeKinds[n%len(madeKinds)]
		fields := strings.Fields(k.fields)
		first, sort, _ := strings.Cut(fields[0], "=")
		last, _, _ := strings.Cut(fields[1+r.IntN(len(fields)-1)], "=")
		value := madeValue(r, sort)
		files[fmt.Sprintf("%04d.yml", n)] = &fstest.MapFile{Data: fmt.Appendf(nil, `title: Made %d
id: 00000000-0000-4000-8000-%012d
status: test
level: low
logsource: {product: windows, category: %s}
detection:
  first: {%s|contains: '%s'}
  second: {%s|contains: ['%s', '-%s%d ']}
  condition: first and second
`, n, n, k.category, first, value[max(0, len(value)-12):], last, madeText(r, 3), madeText(r, 1), n)}
	}
	return files
}

func made(tb testing.TB) published {
	tb.Helper()
	loader := rules.Loader{Formats: []rules.Format{sigma.Format()}}
	set, err := loader.Load(tb.Context(), madeFiles())
	if err != nil || set.Len() != madeRules {
		tb.Fatalf("%d rules of %d, %v, %v", set.Len(), madeRules, err, set.Err())
	}
	eng, err := engine.New(set)
	if err != nil {
		tb.Fatal(err)
	}
	return published{set, eng}
}

// BenchmarkMade is BenchmarkRun with the made set.
func BenchmarkMade(b *testing.B) {
	p, log := made(b), madeLog()
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("corpus=made/rules=%d/workers=%d", madeRules, workers), func(b *testing.B) {
			b.SetBytes(int64(len(log)))
			p.replay(b, workers, func() ([]*replay.Input, io.Reader) {
				return []*replay.Input{{Path: replay.Stdin}}, bytes.NewReader(log)
			}, madeEvents)
		})
	}
}

// TestMade holds the made set to be of use: some of its rules match, few of its
// events do, and workers make no difference.
func TestMade(t *testing.T) {
	p, log := made(t), madeLog()
	var outs [2]bytes.Buffer
	for i := range outs {
		out := sink.JSONL(&outs[i])
		r := &replay.Replay{Engine: p.eng, Rules: p.set, Workers: i + 1, Stdin: bytes.NewReader(log), Budget: 1 << 20}
		s, err := r.Run(context.Background(), []*replay.Input{{Path: replay.Stdin}}, out)
		if err != nil || out.Close() != nil {
			t.Fatal(err)
		}
		if s.Events.Read != madeEvents || s.Alerts.Total == 0 || s.Alerts.Total > madeEvents {
			t.Fatalf("%d events, %d alerts", s.Events.Read, s.Alerts.Total)
		}
		t.Logf("%d workers: %d alerts", i+1, s.Alerts.Total)
	}
	if !bytes.Equal(outs[0].Bytes(), outs[1].Bytes()) {
		t.Error("two workers give other alerts than one")
	}
}
