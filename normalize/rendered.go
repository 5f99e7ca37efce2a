package normalize

import (
	"cmp"
	"slices"
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/normalize/windows"
)

// rendered gives an event that came without its data what its message says. What
// no label tells is data without a name, as it is for the events whose data has
// none: their rules look for texts in it.
func rendered(ev *event.Event) {
	var message *event.Field
	for i := range ev.Fields {
		switch f := &ev.Fields[i]; {
		case f.Section == event.EventData || f.Section == event.UserData:
			return
		case isMessage(f) && message == nil:
			message = f
		}
	}
	if message == nil || message.Value.Raw() == "" {
		return
	}
	text, origin := message.Value.Raw(), message.Origin
	id, lines := readMessage(nil, ev, strings.ToLower(cmp.Or(ev.Provider, ev.Channel)), text)
	titled(ev, id, message)
	ev.Fields = slices.Grow(ev.Fields, len(lines))
	for _, l := range lines {
		if f, ok := toldField(ev, l); ok {
			f.Origin = origin
			ev.Fields = append(ev.Fields, f)
		}
	}
}

// titled makes an event that names neither log nor provider one of Security, where
// the title of its message is that of event id.
func titled(ev *event.Event, id uint32, message *event.Field) {
	if ev.Channel != "" || ev.Provider != "" || id == 0 {
		return
	}
	if told, _ := windows.ReadMessage(0, message.Value.Raw()); told != id {
		return
	}
	origin := message.Origin
	ev.Fields = append(ev.Fields,
		event.Field{Name: "Provider_Name", Section: event.System, Value: event.TextValue(securityAuditing), Origin: origin},
		event.Field{Name: "Channel", Section: event.System, Value: event.TextValue("Security"), Origin: origin})
	if !ev.HasEventID {
		ev.Fields = append(ev.Fields, event.Field{Name: "EventID", Section: event.System, Value: event.UintValue(uint64(id)), Origin: origin})
	}
	identify(ev)
}

// readMessage reads the message in the way of the event's provider, or channel, in lower
// case. Lines may be in the memory of dst.
func readMessage(dst []windows.Labelled, ev *event.Event, provider, text string) (id uint32, lines []windows.Labelled) {
	const noLabels = 1<<32 - 1 // the id of no event
	const sysmonProvider = "microsoft-windows-sysmon"
	sysmon := strings.HasPrefix(provider, sysmonProvider) // its labels are the names
	if lines = windows.ReadSentence(provider, ev.EventID, text); lines != nil {
		return 0, lines
	}
	switch {
	case !ev.HasEventID || fromSecurity(ev):
		return windows.ReadMessage(ev.EventID, text)
	case provider == "service control manager" || provider == "microsoft-windows-windows defender":
		_, lines = windows.ReadMessage(ev.EventID, text)
	case strings.Contains(provider, "powershell"):
		lines = windows.ReadScriptMessage(dst, ev.EventID, text)
	case sysmon && !strings.Contains(strings.TrimSpace(text), "\n"):
		lines = windows.ReadNamed(text, taxonomy.Windows().LongestTemplate(event.Class{Provider: sysmonProvider, EventID: ev.EventID}))
	default:
		_, lines = windows.ReadMessage(noLabels, text)
	}
	if !sysmon && !slices.ContainsFunc(lines, func(l windows.Labelled) bool { return l.Field != "" }) {
		lines = append(lines, windows.Labelled{Field: "Data", Value: text})
	}
	return 0, lines
}

// isMessage reports whether f is what Windows said of the event in words.
func isMessage(f *event.Field) bool { return f.Section == event.Rendering && f.Name == "Message" }

// toldField makes a field of ev of a line of its message.
func toldField(ev *event.Event, l windows.Labelled) (event.Field, bool) {
	f, ok := labelledField(l)
	if ok {
		unrender(ev, &f)
	}
	return f, ok
}

// unrender leads a text that Windows showed for a message, or for several, back to that.
// A list of which some are not known stays in words, or those would be lost.
func unrender(ev *event.Event, f *event.Field) {
	if f.Value.Kind() != event.Text || !fromSecurity(ev) {
		return
	}
	m := windows.Meaning(event.Class{Channel: "security", EventID: ev.EventID}, f.Name, f.Value)
	if m != nil && onlyMessages(m.Code) {
		f.Value = event.TextValue(m.Code)
	}
}

// onlyMessages reports whether all words of codes are messages' ids.
func onlyMessages(codes string) bool {
	for code := range strings.FieldsSeq(codes) {
		if !strings.HasPrefix(code, "%%") {
			return false
		}
	}
	return codes != ""
}

const securityAuditing = "Microsoft-Windows-Security-Auditing"

func fromSecurity(ev *event.Event) bool {
	return strings.EqualFold(ev.Channel, "Security") || strings.EqualFold(ev.Provider, securityAuditing) ||
		ev.Channel == "" && ev.Provider == ""
}

// labelledField makes a field of a line of a message. A SID that Windows shows
// as an account's name is none: the name has a field of its own.
func labelledField(l windows.Labelled) (event.Field, bool) {
	f := event.Field{Name: l.Field, Section: event.EventData, Value: event.TextValue(l.Value)}
	switch {
	case l.Field == "" && (l.Section == "" && l.Value == "" || l.Label == ""):
		return f, false
	case l.Field == "":
		f.Name = l.Label
		if l.Section != "" {
			f.Path = l.Section + "." + l.Label
		}
		return f, true
	case strings.HasSuffix(l.Field, "Sid") && !strings.HasPrefix(l.Value, "S-1-"):
		sid, ok := windows.WellKnownSID(l.Value)
		if !ok {
			return f, false
		}
		f.Value = f.Value.WithMeaning(&event.Meaning{Code: sid, Text: l.Value})
	}
	return f, true
}
