package windows

import "strings"

// ReadScriptMessage reads the message of one of PowerShell's events, whose texts
// are laid out in ways of their own. There is no label for data without a name, and
// nothing for events and languages that are not known.
func ReadScriptMessage(id uint32, text string) []Labelled {
	switch id {
	case 4103:
		return readPipeline(text)
	case 4104:
		return readScriptBlock(text)
	case 400, 403, 600:
		if _, details, ok := strings.Cut(text, "Details:"); ok {
			return named("Data", details)
		}
	case 800:
		if line, rest, ok := strings.Cut(text, "Context Information:"); ok {
			_, line, _ = strings.Cut(line, ":")
			context, details, _ := strings.Cut(rest, "Details:")
			return append(append(named("Data", line), named("Data", context)...), named("Data", details)...)
		}
	}
	return nil
}

func named(field, value string) []Labelled {
	return []Labelled{{Field: field, Value: strings.Trim(value, "\r\n ")}}
}

// readPipeline reads what a pipeline did (4103): its payload, and below that the
// context in which it did so.
func readPipeline(text string) []Labelled {
	payload, rest, ok := strings.Cut(text, "Context:")
	if !ok {
		return nil
	}
	context, user, _ := strings.Cut(rest, "User Data:")
	return append(append(named("Payload", payload), named("ContextInfo", context)...), named("UserData", user)...)
}

// readScriptBlock reads the text of a script (4104), or the part of it that there
// was room for. The script may hold what looks like the lines below it.
func readScriptBlock(text string) []Labelled {
	const id, path = "ScriptBlock ID:", "Path:"
	at := strings.LastIndex(text, id)
	head, script, ok := strings.Cut(text[:max(at, 0)], "):")
	if !ok {
		return nil
	}
	block, file, _ := strings.Cut(text[at+len(id):], path)
	out := append(named("ScriptBlockText", script), named("ScriptBlockId", block)...)
	out = append(out, named("Path", file)...)
	if _, count, ok := strings.Cut(head, "("); ok {
		if number, total, ok := strings.Cut(count, " of "); ok {
			out = append(append(out, named("MessageNumber", number)...), named("MessageTotal", total)...)
		}
	}
	return out
}
