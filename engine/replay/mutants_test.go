package replay_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rulehound/rulehound/engine/replay"
	"github.com/rulehound/rulehound/engine/sink"
	"github.com/rulehound/rulehound/normalize"
)

// TestMutants: of lines that are like others but for escapes, fields that are there twice,
// in another order or not at all, values of other types and broken text, a replay, which reads
// of them what rules look at and what is new, has the alerts of each read whole.
func TestMutants(t *testing.T) {
	files := fstest.MapFS{"k.yml": {Data: fmt.Appendf(nil, keywordRule, "ke7", 1)}}
	for i, field := range strings.Fields("KeyName SubjectUserName Operation ProcessName EventID Computer ReturnCode Data") {
		files[field+".yml"] = &fstest.MapFile{Data: fmt.Appendf(nil, "title: %s\nid: 11111111-2222-4333-8444-0000000001%02d\nlogsource: {product: windows}\n"+
			"detection: {s: {%[1]s|contains: ['1', k]}, r: {%[1]s|re: '[3-5]\\d$'}, n: {%[1]s: null, EventType|contains: '9'}, e: {%[1]s: ''}, condition: 1 of them}\n", field, i)}
	}
	set, eng := engineOf(t, files)
	n := normalize.New()
	alerts, rounds := 0, 150
	if testing.Short() {
		rounds = 30
	}
	for round := range uint64(rounds) {
		m := mutator{rand.New(rand.NewPCG(round, 1)), nil}
		path := write(t, t.TempDir(), "log.json", m.log(t)...)
		want, records := alertsOfAll(t, eng, n, replay.Expand([]string{path}))
		for _, workers := range []int{1, 2} {
			var out bytes.Buffer
			lines := sink.JSONL(&out)
			r := &replay.Replay{Engine: eng, Rules: set, Normalizer: n, Workers: workers}
			s, err := r.Run(t.Context(), replay.Expand([]string{path}), lines)
			if err != nil || lines.Close() != nil {
				t.Fatal(err)
			}
			got := sorted(&out)
			if !slices.EqualFunc(got, want, bytes.Equal) || s.Events.Read != records {
				for i := range min(len(got), len(want)) {
					if !bytes.Equal(got[i], want[i]) {
						t.Fatalf("round %d, %d workers:\n%s\nwant\n%s", round, workers, got[i], want[i])
					}
				}
				t.Fatalf("round %d, %d workers: %d alerts on %d events, want %d on %d", round, workers, len(got), s.Events.Read, len(want), records)
			}
		}
		alerts += len(want)
	}
	if alerts < 50*rounds {
		t.Errorf("%d alerts prove little", alerts)
	}
}

// mutator makes lines of a few that collectors wrote.
type mutator struct {
	*rand.Rand
	values []string // that it has met
}

// one of ten.
func (m mutator) seldom() bool { return m.IntN(10) == 0 }

// log returns lines made of a few samples of one collector.
func (m *mutator) log(t *testing.T) (lines []string) {
	samples, _ := filepath.Glob(filepath.Join("..", "..", "normalize", "testdata", "samples", "a-*.json"))
	one := samples[m.IntN(len(samples))]
	like, _ := filepath.Glob(filepath.Join(filepath.Dir(one), "*."+strings.SplitN(filepath.Base(one), ".", 2)[1]))
	for range 100 {
		raw, err := os.ReadFile(like[m.IntN(len(like))])
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, m.value(bytes.TrimSpace(raw))+"\n")
	}
	return lines
}

// value writes a value, mostly as it is.
func (m *mutator) value(raw json.RawMessage) string {
	var text string
	switch {
	case raw[0] == '{':
		return m.object(raw)
	case raw[0] == '[':
		var one bytes.Buffer
		json.Compact(&one, raw)
		return one.String()
	case m.seldom() && len(m.values) > 0:
		return m.values[m.IntN(len(m.values))]
	case m.seldom():
		return []string{"null", "1.50", "true", `""`, `[1,"k"]`, `{"a":{"b":1}}`, "18446744073709551616", `"0x1278"`, `"ke7"`, `"\u006be\u0037"`}[m.IntN(10)]
	case json.Unmarshal(raw, &text) != nil:
		text = string(raw)
		m.values = append(m.values, text)
		return text
	case m.seldom():
		text += fmt.Sprint(m.IntN(100))
	case m.seldom():
		text += []string{"\xff", "\xed\xa0\x80", "\u212a", "\x00", "🦆"}[m.IntN(5)]
	}
	m.values = append(m.values, m.text(text))
	return m.values[len(m.values)-1]
}

// text quotes a text, of which some letters are escaped now and then.
func (m mutator) text(s string) string {
	quoted, _ := json.Marshal(s)
	if s = strings.ReplaceAll(string(quoted), `\ufffd`, "\xff"); !m.seldom() || strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for _, c := range s[1 : len(s)-1] {
		if m.seldom() && c < 0x10000 {
			fmt.Fprintf(&b, `\u%04x`, c)
		} else {
			b.WriteRune(c)
		}
	}
	return `"` + b.String() + []string{"", "", `\ud800`}[m.IntN(3)] + `"`
}

// object writes an object: its members in order mostly, few of them left out or there twice.
func (m *mutator) object(raw json.RawMessage) string {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.Token()
	var members []string
	for d.More() {
		name, _ := d.Token()
		var value json.RawMessage
		d.Decode(&value)
		members = append(members, m.text(name.(string))+":"+m.value(value))
	}
	if n := len(members); n > 1 && m.seldom() {
		switch i, j := m.IntN(n), m.IntN(n); m.IntN(4) {
		case 0:
			members[i], members[j] = members[j], members[i]
		case 1:
			members = slices.Delete(members, i, i+1)
		case 2:
			name, _, _ := strings.Cut(members[i], ":")
			members = append(members, name+`:"k twice"`)
		case 3:
			members[i] += " "
		}
	}
	return "{" + strings.Join(members, ",") + "}"
}
