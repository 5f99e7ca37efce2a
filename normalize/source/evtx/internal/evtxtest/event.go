package evtxtest

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"strconv"
	"strings"
	"time"
)

// Event is a record as Windows writes it, with all of System. The zero Event is
// of Test-Provider in the log Security.
type Event struct {
	ID                uint16
	Channel, Provider string
	ProviderGUID      string // {…}; "" for none
	Computer          string
	Time              time.Time
	Record            uint64 // EventRecordID; 0 is the number in the header
	Version, Level    byte
	Task              uint16
	Opcode            byte
	Keywords          uint64
	Process, Thread   uint32
	User              string // a SID; "" for none
	Data              []Datum
	Message           string // in words, as a collector adds it; "" for none
	Plain             bool   // without templates, all values as text
	Damage            string // one of recordDamages, see Write
}

// Datum is one <Data Name="Name">, or several that all have the same value.
type Datum struct {
	Name  string
	Value Value
	Text  string // what the value is in words
	Times int    // 0 is once
}

// Event writes a record: one template for System, in which the computer and the
// provider are text, and one for EventData.
func (c *Chunk) Event(e Event) int {
	if len(e.Data) == 0 && e.Message == "" {
		return c.EventWith(e, nil)
	}
	return c.EventWith(e, func() { c.fragments(e) })
}

// EventWith is Event with what fragments writes in place of the data.
func (c *Chunk) EventWith(e Event, fragments func()) int {
	if e.Time.IsZero() {
		e.Time = time.Date(2024, 5, 21, 9, 14, 37, 402117300, time.UTC)
	}
	e.Record = cmp.Or(e.Record, c.first()+c.records)
	if e.Plain {
		return c.plain(e)
	}
	user := Value{}
	if e.User != "" {
		user = Value{Type: SID, Data: sid(e.User)}
	}
	le := binary.LittleEndian
	values := []Value{
		{Type: Uint8, Data: []byte{e.Level}}, {Type: Uint8, Data: []byte{e.Opcode}},
		{Type: Uint16, Data: le.AppendUint16(nil, e.Task)}, {Type: Uint16, Data: le.AppendUint16(nil, e.ID)},
		{}, {Type: Hex64, Data: le.AppendUint64(nil, e.Keywords)},
		{Type: FileTime, Data: le.AppendUint64(nil, fileTime(e.Time))}, {}, // no correlation
		{Type: Uint32, Data: le.AppendUint32(nil, e.Process)}, {Type: Uint32, Data: le.AppendUint32(nil, e.Thread)},
		{Type: Uint64, Data: le.AppendUint64(nil, e.Record)}, {Type: Uint8, Data: []byte{e.Version}}, user,
		{}, {}, {}, {Type: String, Data: UTF16(cmp.Or(e.Channel, "Security"))},
	}
	if fragments != nil {
		values = append(values, Value{Type: XML, XML: fragments})
	} else {
		values = append(values, Value{})
	}
	key := strings.Join([]string{"System", e.Provider, e.ProviderGUID, e.Computer}, "\n")
	return c.RecordAt(fileTime(e.Time), func() { c.Instance(key, e.system, values...) })
}

// system writes the template that Windows 10 uses for most events.
func (e Event) system(x XMLWriter) {
	provider := []Attr{{"Name", x.Text(cmp.Or(e.Provider, "Test-Provider"))}}
	if e.ProviderGUID != "" {
		provider = append(provider, Attr{"Guid", x.Text(e.ProviderGUID)})
	}
	x.WithAttr("Event", "xmlns", x.Text("http://schemas.microsoft.com/win/2004/08/events/event"), func() {
		x.Element("System",
			func() { x.WithAttrs("Provider", provider) },
			func() { x.Depending(3, "EventID", x.Optional(3, Uint16)) },
			func() { x.Depending(11, "Version", x.Optional(11, Uint8)) },
			func() { x.Depending(0, "Level", x.Optional(0, Uint8)) },
			func() { x.Depending(2, "Task", x.Optional(2, Uint16)) },
			func() { x.Depending(1, "Opcode", x.Optional(1, Uint8)) },
			func() { x.Depending(5, "Keywords", x.Optional(5, Hex64)) },
			func() { x.WithAttr("TimeCreated", "SystemTime", x.Optional(6, FileTime)) },
			func() { x.Depending(10, "EventRecordID", x.Optional(10, Uint64)) },
			func() { x.WithAttr("Correlation", "ActivityID", x.Optional(7, GUID)) },
			func() {
				x.WithAttrs("Execution", []Attr{{"ProcessID", x.Optional(8, Uint32)}, {"ThreadID", x.Optional(9, Uint32)}})
			},
			func() { x.Depending(16, "Channel", x.Optional(16, String)) },
			func() { x.Element("Computer", x.Text(cmp.Or(e.Computer, "HOST"))) },
			func() { x.WithAttr("Security", "UserID", x.Optional(12, SID)) },
		)
		x.Optional(17, XML)()
	})
}

// fragments writes EventData and, as collectors do in one and the same value,
// RenderingInfo.
func (c *Chunk) fragments(e Event) {
	if len(e.Data) > 0 {
		c.Fragment(func() { c.eventData(e) })
	}
	if e.Message != "" {
		c.Fragment(func() {
			c.Instance("RenderingInfo", func(x XMLWriter) { x.rendering(x.Value(0, String)) },
				Value{Type: String, Data: UTF16(e.Message)})
		})
	}
}

func (x XMLWriter) rendering(message func()) {
	x.WithAttr("RenderingInfo", "Culture", x.Text("en-US"), func() {
		x.Element("Message", message)
		x.Element("Level", x.Text("Information"))
		x.Element("Channel", x.Text("the log's name in words"))
		x.Element("Keywords", func() { x.Element("Keyword", x.Text("Audit Success")) })
	})
}

func (c *Chunk) eventData(e Event) {
	key := []byte("EventData")
	values := make([]Value, len(e.Data))
	for i, d := range e.Data {
		key = append(append(key, d.Name...), d.Value.Type)
		if d.Times > 1 {
			key = strconv.AppendInt(key, int64(d.Times), 10)
		}
		values[i] = d.Value
	}
	sum := sha256.Sum256(key)
	c.Instance(string(sum[:]), func(x XMLWriter) {
		x.Element("EventData", func() {
			for i, d := range e.Data {
				for range max(d.Times, 1) {
					x.Data(d.Name, x.datum(uint16(i), d.Value.Type))
				}
			}
		})
	}, values...)
}

// datum is Value, or for NULL the place of a text that need not be there.
func (x XMLWriter) datum(i uint16, typ byte) func() {
	if typ == Null {
		return x.Optional(i, String)
	}
	return x.Value(i, typ)
}

// plain writes a record without templates, as event collectors do.
func (c *Chunk) plain(e Event) int {
	return c.RecordAt(fileTime(e.Time), func() {
		x := XMLWriter{c, false}
		x.Element("Event", func() {
			x.Element("System",
				func() { x.WithAttr("Provider", "Name", x.Text(cmp.Or(e.Provider, "Test-Provider"))) },
				func() { x.Element("EventID", x.Text(strconv.Itoa(int(e.ID)))) },
				func() { x.WithAttr("TimeCreated", "SystemTime", x.Text(e.Time.Format(time.RFC3339Nano))) },
				func() { x.Element("EventRecordID", x.Text(strconv.FormatUint(e.Record, 10))) },
				func() { x.Element("Channel", x.Text(cmp.Or(e.Channel, "Security"))) },
				func() { x.Element("Computer", x.Text(cmp.Or(e.Computer, "HOST"))) },
			)
			c.PlainData(e.Data...)
			if e.Message != "" {
				x.rendering(x.Text(e.Message))
			}
		})
	})
}

// PlainData writes EventData without a template.
func (c *Chunk) PlainData(data ...Datum) {
	x := XMLWriter{c, false}
	x.Element("EventData", func() {
		for _, d := range data {
			x.Data(d.Name, x.Text(d.Text))
		}
	})
}

func fileTime(t time.Time) uint64 { return uint64(t.UnixNano()/100) + 116444736000000000 }
