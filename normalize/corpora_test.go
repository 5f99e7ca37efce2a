package normalize_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/normalize"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source"
)

const jsonCorpora = "../../shared/corpora/json"

// corpus is a line of the manifest.
type corpus struct {
	File     string         `json:"file"`
	Format   string         `json:"format"`
	Events   int            `json:"events"`
	Channels map[string]int `json:"channels"`
	Hosts    map[string]int `json:"hosts"`
	IDs      []struct {
		Channel string `json:"channel"`
		EventID string `json:"event_id"`
		Count   int    `json:"count"`
	} `json:"event_ids_top25"`
}

// Every event that collectors wrote normalises: as many as the manifest counts,
// by channel, by host and by id, with a provider and data.
func TestCorpora(t *testing.T) {
	f, err := os.Open(filepath.Join(jsonCorpora, "manifest.jsonl"))
	if err != nil {
		t.Skipf("no folder %s", jsonCorpora)
	}
	defer f.Close()
	dialects := map[string]string{
		"flat": "flat-export", "nxlog": "nxlog", "winlogbeat6": "winlogbeat6", "winlogbeat7": "winlogbeat",
		"sentinel": "sentinel-export", "sentinel-array": "sentinel-export", "loganalytics": "sentinel",
	}
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		var c corpus
		if err := json.Unmarshal(s.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		if testing.Short() && c.Events > 10_000 {
			continue
		}
		t.Run(c.File, func(t *testing.T) {
			t.Parallel()
			checkCorpus(t, &c, dialects[c.Format])
		})
	}
}

func checkCorpus(t *testing.T, c *corpus, dialect string) {
	file, err := source.Open(filepath.Join(jsonCorpora, filepath.FromSlash(c.File)))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var (
		n        = normalize.New()
		total    int
		channels = map[string]int{}
		hosts    = map[string]int{}
		ids      = map[string]int{}
		faults   = map[string]int{}
	)
	for ev, err := range n.Events(file.Records(t.Context())) {
		if err != nil {
			t.Fatal(err)
		}
		total++
		channels[ev.Channel]++
		hosts[ev.Computer]++
		id, _ := ev.Fields.In(event.System, "EventID")
		ids[ev.Channel+" "+id.Raw()]++
		for _, fault := range faultsOf(ev, dialect) {
			faults[fault]++
		}
	}
	if total != c.Events {
		t.Errorf("%d events, want %d", total, c.Events)
	}
	for fault, n := range faults {
		t.Errorf("%s: %d events", fault, n)
	}
	for channel, n := range c.Channels {
		if channel != "None" && channels[channel] != n {
			t.Errorf("channel %s: %d events, want %d", channel, channels[channel], n)
		}
	}
	for host, n := range c.Hosts {
		if len(c.Hosts) < 10 && hosts[host] != n { // the manifest names ten at most
			t.Errorf("computer %s: %d events, want %d", host, hosts[host], n)
		}
	}
	for _, id := range c.IDs {
		if id.Channel != "None" && id.Channel != "" && ids[id.Channel+" "+id.EventID] != id.Count {
			t.Errorf("%s %s: %d events, want %d", id.Channel, id.EventID, ids[id.Channel+" "+id.EventID], id.Count)
		}
	}
}

// faultsOf says what an event lacks that its form carries.
func faultsOf(ev *event.Event, dialect string) []string {
	var faults []string
	fault := func(bad bool, what string) {
		if bad {
			faults = append(faults, what)
		}
	}
	syslog := strings.HasPrefix(ev.Dialect, "wrapped+")
	data := false
	for i := range ev.Fields {
		s := ev.Fields[i].Section
		data = data || s == event.EventData || s == event.UserData
	}
	fault(ev.Dialect != dialect && !syslog, "is "+ev.Dialect)
	fault(!ev.HasEventID, "no event id")
	fault(ev.Channel == "", "no channel")
	fault(ev.Computer == "", "no computer")
	// 1,373 flat events lack the provider.
	fault(ev.Provider == "" && dialect != "flat-export", "no provider")
	fault(ev.Time.IsZero(), "no time")
	if message, ok := ev.Fields.In(event.Rendering, "Message"); ok {
		fault(!data && strings.Contains(message.Raw(), ":\t"), "no data of "+ev.Channel)
	}
	return faults
}
